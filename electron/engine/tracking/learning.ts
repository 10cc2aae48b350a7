import { distanceM } from '#shared/domain/geo.ts';

import type { Learned } from './eta.ts';
import type { Journey } from './journey.ts';
import type { Place } from './world.ts';

const kept = 200;
/** Slower is a stay, faster is a wrong clock. */
const plausibleMps = { min: 0.5, max: 70 };

/** Learns speeds and dwell times from journeys that ended; the newest 200 of each. */
export interface Learner {
  readonly learned: Learned;
  learn(journey: Journey, site: (siteId: string) => Place | undefined): void;
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
function roundOf(journey: Journey): number | undefined {
  const end = journey.events.findLast((event) => event.state === 'delivered');
  if (end === undefined) return undefined;
  const out = journey.events.findLast(
    (event) => event.state === 'out-for-delivery' && event.scan.eventTime <= end.scan.eventTime,
  );
  return out === undefined ? undefined : end.scan.eventTime - out.scan.eventTime;
}

function keep(list: number[], value: number): void {
  list.push(value);
  if (list.length > kept) list.shift();
}

export function createLearner(): Learner {
  const speedsMps: number[] = [];
  const dwellsMs = new Map<string, number[]>();
  const roundsMs: number[] = [];
  return {
    learned: { speedsMps, dwellsMs, roundsMs },
    learn(journey, site) {
      const round = roundOf(journey);
      if (round !== undefined) keep(roundsMs, round);
      const visits = visitsOf(journey);
      for (const [index, visit] of visits.entries()) {
        let dwells = dwellsMs.get(visit.siteId);
        if (dwells === undefined) dwellsMs.set(visit.siteId, (dwells = []));
        if (visit.to > visit.from) keep(dwells, visit.to - visit.from);
        const next = visits[index + 1];
        const here = site(visit.siteId);
        const there = next === undefined ? undefined : site(next.siteId);
        if (next === undefined || here === undefined || there === undefined || next.from <= visit.to)
          continue;
        const speed = distanceM(here, there) / ((next.from - visit.to) / 1000);
        if (speed >= plausibleMps.min && speed <= plausibleMps.max) keep(speedsMps, speed);
      }
    },
  };
}
