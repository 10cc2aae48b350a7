import { alertIdOf } from '#shared/domain/alert.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { AlertRecord } from './book.ts';

/** Holds the orders of an alert where its limit says so. */
export type HoldAffected = (record: AlertRecord) => void;

/**
 * Places a quality hold on every order an alert concerns, once for each: one that somebody lifted is not placed again.
 * `touch` is told of the orders, by key.
 */
export function createHoldAffected(
  store: Store,
  clock: Clock,
  touch: (orderKeys: readonly number[]) => void,
): HoldAffected {
  return ({ key, measure, silence, orderNumbers, message, life }) => {
    if ((measure ?? silence)?.limit.hold !== true || life.withdrawn) return;
    const mark = `${alertIdOf(key)}: `;
    for (const orderNumber of orderNumbers) {
      const code = canonicalCode(orderNumber);
      const order = store.orders.get(orderNumber);
      if (order === undefined || store.holds.of(code).some(({ note }) => note.startsWith(mark))) continue;
      store.holds.place({
        subjectType: 'order',
        subjectId: order.orderNumber,
        code,
        kind: 'quality',
        note: `${mark}${message}`.slice(0, 2000),
        placedTime: clock.now(),
        placedBy: 'waymark',
      });
      touch([order.key]);
    }
  };
}
