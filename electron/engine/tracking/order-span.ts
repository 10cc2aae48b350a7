import { isFinal } from '#shared/domain/order-state.ts';

import type { Store } from '../store/store.ts';
import type { Tracking } from './tracking.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** From when to when an order had anything to do with what was recorded; an order that is open goes on. */
export function orderSpanOf(
  store: Store,
  tracking: Tracking,
  orderNumber: string,
): { from: number; to: number } | undefined {
  const order = store.orders.get(orderNumber);
  if (order === undefined) return undefined;
  const journeys = [...tracking.journeys(order).values()];
  const times = journeys.flatMap(({ events }) => events.map(({ scan }) => scan.eventTime));
  const { state } = tracking.belief(order);
  return {
    from: Math.min(order.createdTime, ...times),
    to: isFinal(state) ? Math.max(order.updatedTime, ...times) : forever,
  };
}
