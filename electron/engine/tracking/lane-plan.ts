import type { Touch, Trip } from '../store/lanes.ts';
import type { PostedOrder } from './believe.ts';
import { quantile } from './eta.ts';
import type { Journey, JourneyEvent } from './journey.ts';

/** Fewer like orders than this teach nothing. */
export const enoughTrips = 5;

/** A touchpoint like orders pass, and when after being placed. */
export interface UsualTouch {
  readonly siteId: string;
  readonly bizStep: string;
  readonly afterMs: number;
  /** How much longer than that is nothing to speak of: up to what nine of ten took. */
  readonly slackMs: number;
}

/** What orders of a lane and service level usually pass; learned from those that were delivered. */
export interface LanePlan {
  readonly trips: number;
  /** What more than half of them passed, in the order of their usual times. */
  readonly usual: readonly UsualTouch[];
  /** Everything enough of them passed, by site and step. */
  readonly touches: ReadonlyMap<string, UsualTouch>;
  readonly deliveredMs: number;
  readonly deliveredSlackMs: number;
}

export function touchKey(siteId: string, bizStep: string): string {
  return `${siteId}\n${bizStep}`;
}

/** Where an order goes and how fast, as far as it is known; undefined where nothing says where it goes. */
export function laneOf({ shipTo, plan, serviceLevel }: PostedOrder): string | undefined {
  const { country = '', region, postalCode, city } = shipTo;
  const area = region ?? postalCode?.slice(0, 2) ?? city ?? plan?.at(-1)?.siteId;
  if (area === undefined) return undefined;
  return [country, area, serviceLevel ?? ''].map((part) => part.trim().toLowerCase()).join('\n');
}

/** The site it begins at: planned, else the first that scanned it. */
export function originOf({ plan }: PostedOrder, journeys: ReadonlyMap<string, Journey>): string | undefined {
  if (plan?.[0] !== undefined) return plan[0].siteId;
  let first: JourneyEvent | undefined;
  for (const { events } of journeys.values()) {
    const event = events.find(isTouch);
    if (event !== undefined && (first === undefined || event.scan.eventTime < first.scan.eventTime))
      first = event;
  }
  return first?.scan.siteId;
}

function isTouch({ scan, state }: JourneyEvent): boolean {
  return (
    state !== undefined &&
    scan.siteId !== undefined &&
    scan.bizStep !== undefined &&
    scan.outcome === undefined
  );
}

/** How a delivered order went: each touchpoint that all its parcels passed, when the last of them first did. */
export function tripOf(
  orderNumber: string,
  placed: number,
  ended: number,
  journeys: ReadonlyMap<string, Journey>,
): Trip {
  const [first, ...rest] = [...journeys.values()].map(firstTouches);
  const touches = [...(first ?? [])].flatMap(([key, touch]) => {
    const all = [touch, ...rest.flatMap((other) => other.get(key) ?? [])];
    if (all.length <= rest.length) return [];
    const last = all.reduce((latest, each) => (each.scan.eventTime > latest.scan.eventTime ? each : latest));
    return [toTouch(last, placed)];
  });
  return { orderNumber, ended, deliveredMs: ended - placed, touches };
}

function firstTouches({ events }: Journey): Map<string, JourneyEvent> {
  const found = new Map<string, JourneyEvent>();
  for (const event of events) {
    if (!isTouch(event)) continue;
    const key = touchKey(event.scan.siteId ?? '', event.scan.bizStep ?? '');
    if (!found.has(key)) found.set(key, event);
  }
  return found;
}

function toTouch({ scan }: JourneyEvent, placed: number): Touch {
  const { siteId = '', bizStep = '', eventTime, deviceId, readPoint } = scan;
  return { siteId, bizStep, afterMs: eventTime - placed, eventTime, deviceId, readPoint };
}

/**
 * What trips of one lane have in common. Without an origin it is that of the origin most of them began at. Undefined
 * while they are too few. The same for the same trips in whatever order.
 */
export function lanePlanOf(trips: readonly Trip[], origin: string | undefined): LanePlan | undefined {
  const from = origin ?? commonOrigin(trips);
  const like = trips.filter((trip) => tripOrigin(trip) === from);
  if (from === undefined || like.length < enoughTrips) return undefined;
  const times = new Map<string, number[]>();
  for (const { siteId, bizStep, afterMs } of like.flatMap(({ touches }) => touches)) {
    const key = touchKey(siteId, bizStep);
    times.set(key, [...(times.get(key) ?? []), afterMs]);
  }
  const touches = new Map<string, UsualTouch>();
  const usual: UsualTouch[] = [];
  for (const [key, all] of times) {
    const [siteId = '', bizStep = ''] = key.split('\n');
    const touch = { siteId, bizStep, ...usualTime(all) };
    if (all.length >= enoughTrips) touches.set(key, touch);
    if (all.length > like.length / 2) usual.push(touch);
  }
  usual.sort(
    (a, b) =>
      a.afterMs - b.afterMs || (touchKey(a.siteId, a.bizStep) < touchKey(b.siteId, b.bizStep) ? -1 : 1),
  );
  const delivered = usualTime(like.map(({ deliveredMs }) => deliveredMs));
  return {
    trips: like.length,
    usual,
    touches,
    deliveredMs: delivered.afterMs,
    deliveredSlackMs: delivered.slackMs,
  };
}

function usualTime(times: readonly number[]): { afterMs: number; slackMs: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const afterMs = quantile(sorted, 0.5);
  return { afterMs, slackMs: quantile(sorted, 0.9) - afterMs };
}

function tripOrigin({ touches }: Trip): string | undefined {
  let first: Touch | undefined;
  for (const each of touches)
    if (
      first === undefined ||
      each.afterMs < first.afterMs ||
      (each.afterMs === first.afterMs && each.siteId < first.siteId)
    )
      first = each;
  return first?.siteId;
}

function commonOrigin(trips: readonly Trip[]): string | undefined {
  const counts = new Map<string, number>();
  for (const trip of trips) {
    const origin = tripOrigin(trip);
    if (origin !== undefined) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}
