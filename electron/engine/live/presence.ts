import type { BooksRow, BrokerStateRow, PresenceRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import { createKeyedFeed, type MemoryFeed } from './feed.ts';

/** Pages know within this time that what they show is no longer live. */
const beatMs = 1000;

export interface PresenceOptions {
  readonly clock: Clock;
  readonly version: string;
  readonly timeZone: string;
  readonly demo: boolean;
  readonly startTime: number;
  readonly books: () => BooksRow;
  readonly brokers: () => BrokerStateRow[];
  /** Why ingest is held up, when it is. */
  readonly problem: () => string | undefined;
}

export interface Presence {
  readonly feed: MemoryFeed<PresenceRow>;
  /** Says the state of things at once, without waiting for the next beat. */
  beat(): void;
  stop(): void;
}

/** One row that is renewed every second: the pulse by which a page knows that it is live. */
export function createPresence(options: PresenceOptions): Presence {
  const { clock } = options;
  const feed = createKeyedFeed<PresenceRow>((row) => row.engineId);

  function beat(): void {
    const brokers = options.brokers();
    const problems = [options.problem(), ...brokers.map(brokerProblem)].filter((text) => text !== undefined);
    feed.set({
      engineId: 'engine',
      version: options.version,
      startTime: toIso(options.startTime),
      engineTime: toIso(clock.now()),
      timeZone: options.timeZone,
      status: problems.length === 0 ? 'ok' : 'degraded',
      problems,
      brokers,
      ingest: options.books(),
      demo: options.demo,
    });
  }

  beat();
  const stop = clock.every(beatMs, beat);
  return { feed, beat, stop };
}

function brokerProblem(broker: BrokerStateRow): string | undefined {
  if (broker.problem !== undefined) return broker.problem;
  if (broker.link === 'connected') return undefined;
  return broker.link === 'connecting'
    ? `Connecting to the broker ${broker.url}.`
    : `The broker ${broker.url} cannot be reached.`;
}
