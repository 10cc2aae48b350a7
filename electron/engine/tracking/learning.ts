import { distanceM } from '#shared/domain/geo.ts';

import type { Learned } from './eta.ts';
import type { Journey } from './journey.ts';
import { Newest } from './newest.ts';
import type { Place } from './world.ts';

const told = 200;
/** So that instants of a while ago can be asked about. */
const kept = 1000;
/** Slower is a stay, faster is a wrong clock. */
const plausibleMps = { min: 0.5, max: 70 };

/** Learns speeds and dwell times from journeys that ended; the newest 200 of each. */
export interface Learner {
  readonly learned: Learned;
  /** What was learned of orders that had ended before an instant. */
  learnedBefore(instant: number): Learned;
  /**
   * What is learned anew of a journey takes the place of what was learned of it. `ended` is when its order did, which is
   * when anybody came to know it.
   */
  learn(id: string, ended: number, journey: Journey, site: (siteId: string) => Place | undefined): void;
  forget(id: string): void;
}

interface Visit {
  readonly siteId: string;
  readonly from: number;
  to: number;
}

/** The sites a journey passed, with its first and last event at each, in order. */
export function visitsOf(journey: Journey): Visit[] {
  const visits: Visit[] = [];
  for (const { scan } of journey.events) {
    if (scan.siteId === undefined || scan.outcome !== undefined) continue;
    const current = visits.at(-1);
    if (current?.siteId === scan.siteId) current.to = scan.eventTime;
    else visits.push({ siteId: scan.siteId, from: scan.eventTime, to: scan.eventTime });
  }
  return visits;
}

/** From going out to the door, for journeys that ended there on the same round, in milliseconds. */
function roundOf(journey: Journey): number | undefined {
  const end = journey.events.findLast((event) => event.state === 'delivered');
  if (end === undefined) return undefined;
  const out = journey.events.findLast(
    (event) => event.state === 'out-for-delivery' && event.scan.eventTime <= end.scan.eventTime,
  );
  return out === undefined ? undefined : end.scan.eventTime - out.scan.eventTime;
}

export function createLearner(): Learner {
  return new JourneyLearner();
}

class JourneyLearner implements Learner {
  readonly #speeds = new Newest<number>(told, kept);
  readonly #dwells = new Map<string, Newest<number>>();
  readonly #rounds = new Newest<number>(told, kept);
  readonly learned: Learned = this.#tell((list) => list.values);

  learnedBefore(instant: number): Learned {
    return this.#tell((list) => list.before(instant));
  }

  #tell(values: (list: Newest<number>) => readonly number[]): Learned {
    const [speeds, dwells, rounds] = [this.#speeds, this.#dwells, this.#rounds];
    return {
      get speedsMps() {
        return values(speeds);
      },
      dwellsMs: {
        get(siteId) {
          const list = dwells.get(siteId);
          return list && values(list);
        },
      },
      get roundsMs() {
        return values(rounds);
      },
    };
  }

  learn(id: string, ended: number, journey: Journey, site: (siteId: string) => Place | undefined): void {
    this.forget(id);
    const round = roundOf(journey);
    if (round !== undefined) this.#rounds.add({ id, time: ended, value: round });
    const visits = visitsOf(journey);
    for (const [index, visit] of visits.entries()) {
      const value = visit.to - visit.from;
      if (value > 0) this.#dwellsAt(visit.siteId).add({ id, time: ended, value });
      const next = visits[index + 1];
      const speed = next && speedBetween(visit, next, site);
      if (speed !== undefined) this.#speeds.add({ id, time: ended, value: speed });
    }
  }

  forget(id: string): void {
    for (const list of [this.#speeds, this.#rounds, ...this.#dwells.values()]) list.remove(id);
  }

  #dwellsAt(siteId: string): Newest<number> {
    let known = this.#dwells.get(siteId);
    if (known === undefined) this.#dwells.set(siteId, (known = new Newest(told, kept)));
    return known;
  }
}

/** Metres per second as the crow flies; undefined where that is none. */
function speedBetween(
  visit: Visit,
  next: Visit,
  site: (siteId: string) => Place | undefined,
): number | undefined {
  const [here, there] = [site(visit.siteId), site(next.siteId)];
  if (here === undefined || there === undefined || next.from <= visit.to) return undefined;
  const speed = distanceM(here, there) / ((next.from - visit.to) / 1000);
  return speed >= plausibleMps.min && speed <= plausibleMps.max ? speed : undefined;
}
