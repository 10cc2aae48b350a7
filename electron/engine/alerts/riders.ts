import { canonicalCode } from '#shared/domain/codes.ts';

import type { Store } from '../store/store.ts';
import type { Containment } from '../tracking/containment.ts';
import type { Journey } from '../tracking/journey.ts';
import type { StoredOrder } from '../store/orders.ts';

/** A span of event time; without an end it goes on. */
export interface During {
  readonly start: number;
  readonly end: number | undefined;
}

/** Who knows where orders were. */
export interface Journeys {
  journeys(order: StoredOrder): ReadonlyMap<string, Journey>;
  readonly containment: Pick<Containment, 'contentsOf'>;
}

const forever = Number.MAX_SAFE_INTEGER;

/** Numbers of the orders of which something was on a vehicle (or in a pallet or parcel) during a span, in order. */
export function ordersWith(store: Store, tracking: Journeys, subjectId: string, during: During): string[] {
  return ridersOf(store, tracking, subjectId, during).map(({ orderNumber }) => orderNumber);
}

/** The same orders whole, by their numbers. */
export function ridersOf(store: Store, tracking: Journeys, subjectId: string, during: During): StoredOrder[] {
  const carrier = canonicalCode(subjectId);
  const found = [...candidates(store, tracking, carrier, during)].flatMap((orderKey) => {
    const order = store.orders.byKey(orderKey);
    if (order === undefined) return [];
    return rode(tracking.journeys(order), carrier, during) || isOwn(store, carrier, orderKey) ? [order] : [];
  });
  return found.sort((a, b) => (a.orderNumber < b.orderNumber ? -1 : 1));
}

/** A sensor with a parcel concerns the parcel's order, wherever that is. */
function isOwn(store: Store, code: string, orderKey: number): boolean {
  return store.orders.byCode(code).some((row) => row.orderKey === orderKey);
}

function rode(
  journeys: ReadonlyMap<string, Journey>,
  carrier: string,
  { start, end = forever }: During,
): boolean {
  return [...journeys.values()].some(({ stays }) =>
    stays.some((stay) => stay.on === carrier && stay.from <= end && stay.to > start),
  );
}

/** Orders of everything that was on a carrier, or in something that was, by the scans of each thing alone. */
function candidates(
  store: Store,
  { containment }: Journeys,
  carrier: string,
  { start, end = forever }: During,
): Set<number> {
  const orders = new Set<number>();
  for (const code of containment.contentsOf([carrier], start, end))
    for (const { orderKey } of store.orders.byCode(code)) orders.add(orderKey);
  return orders;
}
