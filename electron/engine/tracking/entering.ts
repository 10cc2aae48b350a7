import type { BeliefRow, NewBelief } from '../store/order-beliefs.ts';
import type { ImportSlice } from '../store/order-imports.ts';
import type { Store } from '../store/store.ts';
import type { PreparedOrder } from './prepared-orders.ts';

export interface EnteringOptions {
  readonly store: Pick<Store, 'orders' | 'tracking'>;
  /** Journeys that ended before teach something of new orders. */
  readonly isTaught: boolean;
  /** Orders that went there have shown the way. */
  readonly isLaneKnown: (lane: string) => boolean;
  /** Somebody wants to hear of an order with this code. */
  readonly isAwaited: (code: string) => boolean;
  /** Believes a new order, from all that is known. */
  readonly believe: (orderKey: number) => void;
  /** An order that was there already was changed. */
  readonly updated: (orderKey: number) => void;
  /** A new order is believed as it was prepared. */
  readonly entered: (orderNumber: string) => void;
}

/** When the file came in, as of which its new orders are, and now, as of which others are changed. */
export interface EnteringTimes {
  readonly came: number;
  readonly now: number;
}

/** What was entered: the first and the last key of the new orders, and the keys of those that changed. */
export type Entered = Pick<ImportSlice, 'created' | 'updated'>;

/**
 * Keeps many orders. What is believed of a new one nobody has heard of follows from the order alone and is written as it
 * was prepared. New ones are as of when the file came in, changes as of now. Only inside a transaction.
 */
export function enterOrders(
  { store, isTaught, isLaneKnown, isAwaited, believe, updated, entered }: EnteringOptions,
  orders: readonly PreparedOrder[],
  { came, now }: EnteringTimes,
): Entered {
  const changed: number[] = [];
  const known = store.orders.knownNumbers(orders.map(({ orderNumber }) => orderNumber));
  for (const order of orders) {
    if (!known.has(order.orderNumber)) continue;
    const { key, status } = store.orders.upsert(order, now);
    if (status !== 'updated') continue;
    changed.push(key);
    updated(key);
  }
  const fresh = orders.filter(({ orderNumber }) => !known.has(orderNumber));
  if (fresh.length === 0) return { created: undefined, updated: changed };
  const scanned = store.tracking.scannedAmong(fresh.flatMap(({ codes }) => codes.map(({ code }) => code)));
  const from = store.orders.enter(fresh, came);
  const beliefs: (NewBelief & Pick<BeliefRow, 'orderKey'>)[] = [];
  for (const [index, { orderNumber, codes, belief, lane }] of fresh.entries()) {
    const isHeardOf = codes.some(({ code }) => scanned.has(code) || isAwaited(code));
    if (belief === undefined || isTaught || isHeardOf || (lane !== undefined && isLaneKnown(lane))) {
      believe(from + index);
      continue;
    }
    beliefs.push({ ...belief, orderKey: from + index });
    entered(orderNumber);
  }
  store.orders.putNewBeliefs(beliefs);
  return { created: { from, to: from + fresh.length - 1 }, updated: changed };
}
