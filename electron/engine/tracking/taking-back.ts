import type { Clock } from '../clock.ts';
import type { ImportSlice } from '../store/order-imports.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import { editNews } from './believed.ts';
import { holdsOn } from './holding.ts';
import { codesToKeep, prepareOrder } from './prepared-orders.ts';
import { readPosted } from './posted.ts';
import type { Tracking } from './tracking.ts';

export interface TakingBackOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
}

/**
 * Takes back what one turn of an import entered: its new orders go, those it changed are again what they were before.
 * Orders stay that were edited, scanned, held or otherwise worked on since; gives how many. Only inside a transaction.
 */
export function takeBack(options: TakingBackOptions, { created, updated, time }: ImportSlice): number {
  let stayed = 0;
  if (created !== undefined) {
    const inUse = options.store.orders.inUse(created.from, created.to);
    for (let key = created.from; key <= created.to; key += 1) {
      const order = options.store.orders.byKey(key);
      if (order === undefined) continue;
      if (inUse.has(key) || isHeardOf(options, order) || !ended(options, order)) stayed += 1;
      else options.store.orders.remove(key);
    }
  }
  for (const key of updated) if (!restored(options, key, time)) stayed += 1;
  return stayed;
}

/** Something of it was scanned or is on hold. */
function isHeardOf({ store, clock }: TakingBackOptions, order: StoredOrder): boolean {
  const codes = codesToKeep(readPosted(order)).map(({ code }) => code);
  return (
    codes.some((code) => store.tracking.isScanned(code)) ||
    holdsOn(store.holds, codes, [clock.now()]).length > 0
  );
}

/** Ends what alerts say of an order, as of one that was cancelled; false where one stands all the same. */
function ended({ store, clock, tracking }: TakingBackOptions, order: StoredOrder): boolean {
  tracking.touch([order.key]);
  if (store.alerts.ofOrder(order.orderNumber).length === 0) return true;
  const cancelled = { state: 'cancelled', stateTime: clock.now() } as const;
  const belief = { ...tracking.belief(order), ...cancelled };
  tracking.tell({ order, posted: readPosted(order), belief, journeys: tracking.journeys(order) });
  return store.alerts.ofOrder(order.orderNumber).every(({ end }) => end !== undefined);
}

/** False where it was edited since. */
function restored({ store, clock, tracking }: TakingBackOptions, key: number, time: number): boolean {
  const order = store.orders.byKey(key);
  if (order === undefined || order.updatedTime !== time) return false;
  const { posted } = store.orders.asPostedAt(order, time - 1);
  const now = clock.now();
  store.orders.upsert(prepareOrder(JSON.parse(posted) as PostedOrder, now), now);
  tracking.update(key, editNews);
  return true;
}
