import type { StoredOrder } from '../store/orders.ts';
import type { Learned } from './eta.ts';
import type { Journey } from './journey.ts';
import { knownUntil } from './known-then.ts';
import { createLearner } from './learning.ts';
import { createLikeHistory, type LikeHistory } from './like-history.ts';
import { passagesOf } from './passages.ts';
import { readPosted } from './posted.ts';
import type { World } from './world.ts';

/** What estimates rest on. */
export interface Taught {
  readonly learned: Learned;
  readonly like: Pick<LikeHistory, 'passages'>;
}

/** What journeys that ended teach of those under way. */
export interface EndedJourneys {
  /** By all that is known. */
  readonly now: Taught;
  /**
   * By what had ended by the full quarter of an hour before an instant: a question about the past has one answer,
   * whenever it is asked, as far back as journeys are kept.
   */
  asOf(at: number): Taught;
  /** An order ended, or what is known of one that did is otherwise; without `ended` it did not end after all. */
  learn(
    order: StoredOrder,
    ended: number | undefined,
    journeys: ReadonlyMap<string, Journey>,
    world: Pick<World, 'site' | 'offsetAt'>,
  ): void;
}

export function createEndedJourneys(): EndedJourneys {
  const learner = createLearner();
  const like = createLikeHistory();
  return {
    now: { learned: learner.learned, like },
    asOf(at) {
      const before = knownUntil(at);
      return {
        learned: learner.learnedBefore(before),
        like: { passages: (siteId, state) => like.passages(siteId, state, before) },
      };
    },
    learn(order, ended, journeys, world) {
      for (const [parcelId, journey] of journeys) {
        const id = `${order.key}/${parcelId}`;
        if (ended === undefined) {
          learner.forget(id);
          like.learn(id, 0, []);
        } else {
          learner.learn(id, ended, journey, (siteId) => world.site(siteId));
          like.learn(id, ended, passagesOf(id, readPosted(order), journey, world.offsetAt));
        }
      }
    },
  };
}
