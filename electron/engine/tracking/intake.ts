import { OrderInput } from '#shared/contract/orders.ts';
import { parseBizStep } from '#shared/domain/cbv.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import { findableAs } from '../store/order-words.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import { rememberPosted } from './posted.ts';
import { codesToKeep } from './prepared-orders.ts';

export type CheckedOrder =
  | { readonly ok: true; readonly order: PostedOrder }
  | {
      readonly ok: false;
      readonly orderNumber: string | undefined;
      readonly message: string;
      readonly field: string | undefined;
    };

/** Judges one posted order by itself, in one sentence when it cannot be taken. */
export function checkOrder(raw: unknown): CheckedOrder {
  const parsed = OrderInput.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === undefined ? undefined : fieldOf(issue);
    return {
      ok: false,
      orderNumber: numberOf(raw),
      message: `${field ?? 'order'}: ${issue?.message ?? 'not an order'}`,
      field,
    };
  }
  return checkMeaning(parsed.data);
}

function fieldOf(issue: {
  readonly path: readonly PropertyKey[];
  readonly code?: string;
  readonly keys?: readonly string[];
}): string | undefined {
  const path = [...issue.path.map(String), ...(issue.keys?.slice(0, 1) ?? [])].join('.');
  return path === '' ? undefined : path;
}

function numberOf(raw: unknown): string | undefined {
  const value: unknown =
    typeof raw === 'object' && raw !== null && 'orderNumber' in raw ? raw.orderNumber : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What the schema cannot see: times in order, steps of the standard, parcels named once. */
function checkMeaning(order: PostedOrder): CheckedOrder {
  const refuse = (field: string, message: string): CheckedOrder => ({
    ok: false,
    orderNumber: order.orderNumber,
    message: `${field}: ${message}`,
    field,
  });
  const orderNumber = order.orderNumber.trim();
  if (orderNumber === '') return refuse('orderNumber', 'is empty');
  const { promised } = order;
  if (promised?.from !== undefined && Date.parse(promised.from) > Date.parse(promised.until))
    return refuse('promised', 'begins after it ends');
  if ((order.shipTo.lat === undefined) !== (order.shipTo.lon === undefined))
    return refuse('shipTo', 'has one coordinate without the other');
  const ids = order.parcels.map((parcel) => canonicalCode(parcel.parcelId));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) return refuse('parcels', `the parcel ${twice} is listed twice`);
  const plan: PostedOrder['plan'] = [];
  for (const step of order.plan ?? []) {
    const bizStep = parseBizStep(step.bizStep);
    if (bizStep === undefined) return refuse('plan', `'${step.bizStep}' is not a CBV business step`);
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
