import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { plannedHaul } from './line-haul.ts';
import type { Order, Parcel } from './orders.ts';
import type { ScanDraft } from './scan.ts';
import type { Step } from './step.ts';
import type { Wave } from './wave.ts';

/** News older than this says nothing any more: an order that nobody has heard of is silent, not late. */
const newsMs = 24 * hourMs;
/** What happened this long before the promise leaves time to see what will come of it. */
const noticedMs = 30 * minuteMs;
/** Trucks leave some minutes late every day. */
const graceMs = 30 * minuteMs;

/** What of a day's orders came too late or did not come at all, whatever the reason. */
export function endsOf(wave: Wave, scans: readonly ScanDraft[]): TruthEntry[] {
  const stepsOf = byOrder(wave.steps);
  const scansOf = byOrder(scans);
  return wave.orders.flatMap((order) => {
    const steps = stepsOf.get(order.orderNumber) ?? [];
    const said = (scansOf.get(order.orderNumber) ?? []).map(({ step }) => step);
    return [
      ...departures(wave, order, steps),
      ...lateness(wave, order, { steps, said }),
      ...strandings(order, steps),
    ];
  });
}

function byOrder<T extends Pick<Step, 'parcels'>>(list: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of list) {
    for (const orderNumber of new Set(each.parcels.map((parcel) => parcel.orderNumber))) {
      const own = found.get(orderNumber);
      if (own === undefined) found.set(orderNumber, [each]);
      else own.push(each);
    }
  }
  return found;
}

/** What really happened to an order, and what is said of it. */
interface Course {
  readonly steps: readonly Step[];
  readonly said: readonly Step[];
}

/** When a part of an order left the warehouse long after its truck should have: left behind, or the truck waited. */
function departures({ baseMs }: Wave, order: Order, steps: readonly Step[]): TruthEntry[] {
  const { orderNumber, lane, slot } = order;
  const plannedMs = plannedHaul(lane, slot, baseMs).departMs;
  const left = steps.filter(({ event, atMs }) => event === 'departing' && atMs > plannedMs + graceMs);
  const last = left.at(-1);
  if (last === undefined) return [];
  const behind = left.flatMap(({ parcels }) => parcels.filter((each) => each.orderNumber === orderNumber));
  const missed: TruthEntry = {
    atMs: plannedMs + graceMs,
    kind: 'departure-missed',
    subject: { type: 'order', id: orderNumber },
    fromMs: plannedMs,
    toMs: last.atMs,
    detail: { siteId: lane.from },
  };
  return [missed, ...behind.map(({ parcelId }) => longStay(parcelId, order, last.atMs))];
}

/** It may have been there longer than anything else: that depends on when it was ordered. */
function longStay(parcelId: string, { orderNumber, placedMs, lane }: Order, leftMs: number): TruthEntry {
  return {
    atMs: leftMs,
    kind: 'dwell-exceeded',
    subject: { type: 'parcel', id: parcelId },
    fromMs: placedMs,
    toMs: leftMs,
    detail: { orderNumber, siteId: lane.from, optional: true },
  };
}

/** An order is late when its promise has passed, not all of it is delivered, and there is news of about that time. */
function lateness(wave: Wave, order: Order, { steps, said }: Course): TruthEntry[] {
  const { promisedUntilMs, orderNumber } = order;
  const deliveredMs = wave.deliveredMs.get(orderNumber);
  if (deliveredMs !== undefined && deliveredMs <= promisedUntilMs) return [];
  const subject = { type: 'order', id: orderNumber } as const;
  const doomedMs = doomedAt(order, said);
  const isForeseeable = doomedMs !== undefined && promisedUntilMs - doomedMs > noticedMs;
  const predicted: TruthEntry = {
    atMs: isForeseeable ? doomedMs + noticedMs : promisedUntilMs,
    kind: 'late-predicted',
    subject,
    fromMs: isForeseeable ? doomedMs : order.placedMs,
    toMs: promisedUntilMs,
    // Right where it is raised, and not missed where nothing had happened yet that shows it.
    detail: { cause: causeOf(order), ...(isForeseeable ? {} : { optional: true }) },
    live: true,
  };
  const isHeardOf = steps.some(({ atMs }) => atMs <= promisedUntilMs && atMs >= promisedUntilMs - newsMs);
  const late: TruthEntry = {
    atMs: Math.max(promisedUntilMs, foundOutAt(said) ?? promisedUntilMs),
    kind: 'late',
    subject,
    fromMs: promisedUntilMs,
    ...(deliveredMs === undefined ? {} : { toMs: deliveredMs }),
    detail: { cause: causeOf(order), ...(deliveredMs === undefined && !isHeardOf ? { optional: true } : {}) },
  };
  return [predicted, late];
}

/** When it was seen again after it had been called delivered, and was not. */
function foundOutAt(said: readonly Step[]): number | undefined {
  const claimed = said.find(({ event }) => event === 'delivered');
  const again = said.find(({ event, atMs }) => event !== 'delivered' && atMs > (claimed?.atMs ?? Infinity));
  return again?.atMs;
}

/** When something had been seen after which it could not come in time any more. */
function doomedAt({ firstAttemptFails, orderNumber }: Order, steps: readonly Step[]): number | undefined {
  const seen = steps.find(
    ({ event, parcels }) =>
      (firstAttemptFails && event === 'attempt-failed') ||
      (event === 'arriving' &&
        parcels.some((parcel) => parcel.misrouted && parcel.orderNumber === orderNumber)),
  );
  return seen?.atMs;
}

function causeOf(order: Order): string {
  if (order.parcels.some((parcel) => parcel.misrouted)) return 'parcel at the wrong site';
  if (order.parcels.some((parcel) => parcel.lost)) return 'parcel lost at the centre';
  return order.firstAttemptFails ? 'nobody at home' : 'tour delayed';
}

/** Parcels that stay where they are: of their order nothing more is heard. */
function strandings(order: Order, steps: readonly Step[]): TruthEntry[] {
  const stranded = order.parcels.filter(({ misrouted, lost }) => misrouted || lost);
  const lastMs = steps.at(-1)?.atMs;
  if (stranded.length === 0 || lastMs === undefined) return [];
  const { orderNumber } = order;
  const stalled: TruthEntry = {
    atMs: lastMs + newsMs,
    kind: 'stalled',
    subject: { type: 'order', id: orderNumber },
    fromMs: lastMs,
    detail: { cause: causeOf(order) },
    live: true,
  };
  return [stalled, ...stranded.flatMap((parcel) => stay(parcel, steps))];
}

function stay({ parcelId, orderNumber }: Parcel, steps: readonly Step[]): TruthEntry[] {
  const arrived = steps.find(
    ({ event, parcels }) => event === 'arriving' && parcels.some((parcel) => parcel.parcelId === parcelId),
  );
  if (arrived === undefined) return [];
  return [
    {
      atMs: arrived.atMs + newsMs,
      kind: 'dwell-exceeded',
      subject: { type: 'parcel', id: parcelId },
      fromMs: arrived.atMs,
      detail: { orderNumber, ...(arrived.place.kind === 'site' ? { siteId: arrived.place.id } : {}) },
      live: true,
    },
  ];
}
