import { OrderInput } from '#shared/contract/orders.ts';
import { parseBizStep } from '#shared/domain/cbv.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import { findableAs } from '../store/order-words.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import { rememberPosted } from './posted.ts';
import { type OrderProblem, problemOf, shown } from './order-problems.ts';
import { codesToKeep } from './prepared-orders.ts';

export type CheckedOrder =
  | { readonly ok: true; readonly order: PostedOrder }
  | {
      readonly ok: false;
      readonly orderNumber: string | undefined;
      /** The field and what is wrong with it. */
      readonly message: string;
      readonly field: string | undefined;
      /** The same without the field. */
      readonly problem: string;
    };

/** Judges one posted order by itself, in one sentence when it cannot be taken. */
export function checkOrder(raw: unknown): CheckedOrder {
  const parsed = OrderInput.safeParse(raw);
  if (!parsed.success) return refused(numberOf(raw), problemOf(raw, parsed.error.issues));
  return checkMeaning(parsed.data);
}

function refused(orderNumber: string | undefined, { field, problem }: OrderProblem): CheckedOrder {
  return { ok: false, orderNumber, message: `${field ?? 'order'}: ${problem}`, field, problem };
}

function numberOf(raw: unknown): string | undefined {
  const value: unknown =
    typeof raw === 'object' && raw !== null && 'orderNumber' in raw ? raw.orderNumber : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What the schema cannot see: times in order, steps of the standard, parcels named once. */
function checkMeaning(order: PostedOrder): CheckedOrder {
  const refuse = (field: string, problem: string): CheckedOrder =>
    refused(order.orderNumber, { field, problem });
  const orderNumber = order.orderNumber.trim();
  if (orderNumber === '') return refuse('orderNumber', 'is empty');
  const { promised } = order;
  if (promised?.from !== undefined && Date.parse(promised.from) > Date.parse(promised.until))
    return refuse(
      'promised.from',
      `${shown(promised.from)} is after promised.until, ${shown(promised.until)}`,
    );
  const { lat, lon } = order.shipTo;
  if (lat === undefined && lon !== undefined)
    return refuse('shipTo.lat', 'is missing, though shipTo.lon is there; give both or none');
  if (lat !== undefined && lon === undefined)
    return refuse('shipTo.lon', 'is missing, though shipTo.lat is there; give both or none');
  const ids = order.parcels.map((parcel) => canonicalCode(parcel.parcelId));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    return refuse(
      'parcels',
      `the parcel ${twice} is listed twice, with other particulars; leave one of them`,
    );
  const plan: PostedOrder['plan'] = [];
  for (const step of order.plan ?? []) {
    const bizStep = parseBizStep(step.bizStep);
    if (bizStep === undefined)
      return refuse(
        'plan',
        `${shown(step.bizStep)} is not a step of the standard; write one like picking, loading or arriving`,
      );
    plan.push({ ...step, bizStep });
  }
  return { ok: true, order: { ...order, orderNumber, ...(order.plan === undefined ? {} : { plan }) } };
}

/** Keeps an order with everything it can be found by. Only inside a transaction. */
export function keepOrder(
  store: Store,
  order: PostedOrder,
  now: number,
): { key: number; status: 'created' | 'updated' | 'unchanged' } {
  const kept = store.orders.upsert(
    {
      orderNumber: order.orderNumber,
      posted: JSON.stringify(order),
      codes: codesToKeep(order),
      ...findableAs(order),
    },
    now,
  );
  const stored = kept.status === 'created' ? store.orders.byKey(kept.key) : undefined;
  if (stored !== undefined) rememberPosted(stored, order);
  return kept;
}
