import { randomInt } from 'node:crypto';

import type { ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { normaliseOrderNumber, type OrderNumberFormat } from '#shared/domain/order-number/format.ts';
import { newOrderNumber, orderNumberFormats } from '#shared/domain/order-number/registry.ts';
import { DomainError } from '#shared/result.ts';

import type { Store } from '../store/store.ts';

type Numbered = Pick<Store, 'orders'>;

/** The newest orders tell how a shop numbers, and how far it is. */
const looked = 200;

/** True when an order or a parcel goes by this number already. */
export function isTaken({ orders }: Numbered, orderNumber: string): boolean {
  return orders.get(orderNumber) !== undefined || orders.byCode(canonicalCode(orderNumber)).length > 0;
}

/** From 0 up to but without 1; others must not be able to tell it beforehand. */
function anyFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

/** A number for a new order, in the named format or else in the one that most of the newest orders have. */
export function proposeNumber(store: Numbered, formatId: string | undefined): ResultOf<'orders.newNumber'> {
  const newest = store.orders.newestNumbers(looked);
  const format =
    formatId === undefined ? usualFormat(newest) : orderNumberFormats.find(({ id }) => id === formatId);
  if (format === undefined)
    throw new DomainError('invalid-request', `No format of order numbers is called ${formatId}.`, {
      field: 'format',
    });
  const orderNumber = newOrderNumber(
    format,
    { inUse: inUseOf(newest, format), random: anyFraction },
    (number) => isTaken(store, number),
  );
  if (orderNumber === undefined)
    throw new DomainError('conflict', 'No free number was found; please type one.');
  return {
    orderNumber,
    format: format.id,
    formats: orderNumberFormats.map(({ id, shop }) => ({ id, shop })),
  };
}

function inUseOf(numbers: readonly string[], format: OrderNumberFormat): string[] {
  return numbers.flatMap((number) => normaliseOrderNumber(number, format) ?? []);
}

/** Where several fit as many, the one that fixes more of its shape. */
function usualFormat(newest: readonly string[]): OrderNumberFormat | undefined {
  const [first] = orderNumberFormats;
  const ranked = orderNumberFormats
    .map((format) => ({ format, count: inUseOf(newest, format).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || b.format.fixed - a.format.fixed);
  return ranked[0]?.format ?? first;
}
