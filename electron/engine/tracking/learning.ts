import { distanceM } from '#shared/domain/geo.ts';

import type { Learned } from './eta.ts';
import type { Journey } from './journey.ts';
import { Newest } from './newest.ts';
import type { Place } from './world.ts';

const kept = 200;
/** Slower is a stay, faster is a wrong clock. */
const plausibleMps = { min: 0.5, max: 70 };

/** Learns speeds and dwell times from journeys that ended; the newest 200 of each. */
export interface Learner {
  readonly learned: Learned;
  /** What is learned of a journey anew takes the place of what was learned of it. */
  learn(id: string, journey: Journey, site: (siteId: string) => Place | undefined): void;
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

/** From going out to the door, for journeys that ended there on the same round. */
function roundOf(journey: Journey): { readonly time: number; readonly value: number } | undefined {
  const end = journey.events.findLast((event) => event.state === 'delivered');
  if (end === undefined) return undefined;
  const out = journey.events.findLast(
    (event) => event.state === 'out-for-delivery' && event.scan.eventTime <= end.scan.eventTime,
  );
  const time = end.scan.eventTime;
  return out === undefined ? undefined : { time, value: time - out.scan.eventTime };
}

export function createLearner(): Learner {
  const speeds = new Newest<number>(kept);
  const dwells = new Map<string, Newest<number>>();
  const rounds = new Newest<number>(kept);
  const dwellsMs: Pick<Learned, 'dwellsMs'>['dwellsMs'] = {
    get: (siteId) => dwells.get(siteId)?.values,
  };
  function dwellsAt(siteId: string): Newest<number> {
    let known = dwells.get(siteId);
    if (known === undefined) dwells.set(siteId, (known = new Newest(kept)));
    return known;
  }
  function learnVisits(
    id: string,
    visits: readonly Visit[],
    site: (siteId: string) => Place | undefined,
  ): void {
    for (const [index, visit] of visits.entries()) {
      if (visit.to > visit.from)
        dwellsAt(visit.siteId).add({ id, time: visit.to, value: visit.to - visit.from });
      const next = visits[index + 1];
      const here = site(visit.siteId);
      const there = next === undefined ? undefined : site(next.siteId);
      if (next === undefined || here === undefined || there === undefined || next.from <= visit.to) continue;
      const speed = distanceM(here, there) / ((next.from - visit.to) / 1000);
      if (speed >= plausibleMps.min && speed <= plausibleMps.max)
        speeds.add({ id, time: next.from, value: speed });
    }
  }
  return {
    learned: {
      get speedsMps() {
        return speeds.values;
      },
      dwellsMs,
      get roundsMs() {
        return rounds.values;
      },
    },
    learn(id, journey, site) {
      for (const list of [speeds, rounds, ...dwells.values()]) list.remove(id);
      const round = roundOf(journey);
      if (round !== undefined) rounds.add({ id, ...round });
      learnVisits(id, visitsOf(journey), site);
    },
  };
}
