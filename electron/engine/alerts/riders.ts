import { canonicalCode } from '#shared/domain/codes.ts';

import type { Store } from '../store/store.ts';
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
}

const forever = Number.MAX_SAFE_INTEGER;
/** Nothing is carried for longer: scans further back than this before a span put nothing on that is still there. */
const longestRideMs = 60 * 86_400_000;
const nestingLimit = 6;

/** Orders of which something was on a vehicle (or in a pallet or parcel) during a span, by order number. */
export function ordersWith(store: Store, tracking: Journeys, subjectId: string, during: During): string[] {
  const carrier = canonicalCode(subjectId);
  const found = [...candidates(store, carrier, during)].flatMap((orderKey) => {
    const order = store.orders.byKey(orderKey);
    if (order === undefined) return [];
    return rode(tracking.journeys(order), carrier, during) || isOwn(store, carrier, orderKey)
      ? [order.orderNumber]
      : [];
  });
  return found.sort();
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

/** Orders of everything that was put onto a carrier, or onto something that was, before the span was over. */
function candidates(store: Store, carrier: string, { start, end = forever }: During): Set<number> {
  const orders = new Set(store.orders.byCode(carrier).map(({ orderKey }) => orderKey));
  const seen = new Set<string>();
  let level = new Set([carrier]);
  for (let depth = 0; depth < nestingLimit && level.size > 0; depth += 1) {
    const inside = new Set<string>();
    for (const code of level) {
      if (seen.has(code)) continue;
      seen.add(code);
      for (const scan of store.tracking.scansOnto(code)) {
        if (scan.event_time > end || scan.event_time < start - longestRideMs) continue;
        for (const child of JSON.parse(scan.codes) as string[]) inside.add(canonicalCode(child));
      }
    }
    for (const code of inside) for (const { orderKey } of store.orders.byCode(code)) orders.add(orderKey);
    level = inside;
  }
  return orders;
}
