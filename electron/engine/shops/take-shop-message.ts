import type { ResultOf } from '#shared/contract/index.ts';

import type { EngineParts } from '../handlers/engine-parts.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import { checkOrder, keepOrder } from '../tracking/intake.ts';
import { readPosted } from '../tracking/posted.ts';
import { editNews } from '../tracking/believed.ts';
import { type ShopMessage, type ShopOrder, withParcels, withShopWord } from './shop-order.ts';

type Results = ResultOf<'webhooks.receive'>['orders'];

export interface TakenMessage {
  readonly orders: Results;
  /** Why nothing was done, where that is so. */
  readonly reason?: string;
}

/** Keeps what a shop says of its orders; each is judged alone. */
export function takeShopMessage(
  parts: EngineParts,
  provider: string,
  message: Extract<ShopMessage, { readonly kind: 'orders' | 'parcels' }>,
): TakenMessage {
  const { store, onOrdersChanged } = parts;
  const taken = store.transaction(() =>
    message.kind === 'parcels'
      ? addParcels(parts, provider, message.parcels)
      : { orders: message.orders.map((order) => takeOrder(parts, provider, order)) },
  );
  onOrdersChanged();
  return taken;
}

/** An older word of the shop than the one that is kept changes nothing, whatever came first. */
function takeOrder(
  parts: EngineParts,
  provider: string,
  { shopKey, updatedTime, order }: ShopOrder,
): Results[number] {
  const { store } = parts;
  const known = store.webhooks.shopOrder(provider, shopKey);
  const { orderNumber } = order;
  if (known !== undefined && known.updatedTime > updatedTime) return { orderNumber, status: 'unchanged' };
  const stored = store.orders.get(orderNumber);
  const result = keep(parts, withShopWord(postedOf(stored), order));
  if (result.status !== 'rejected')
    store.webhooks.putShopOrder(provider, shopKey, { orderNumber, updatedTime });
  return result;
}

/** A fulfilment names the shop's key of an order; the order itself brings its fulfilments with it too. */
function addParcels(
  parts: EngineParts,
  provider: string,
  { shopKey, parcels }: { readonly shopKey: string; readonly parcels: PostedOrder['parcels'] },
): TakenMessage {
  const known = parts.store.webhooks.shopOrder(provider, shopKey);
  const posted = postedOf(known && parts.store.orders.get(known.orderNumber));
  if (posted === undefined)
    return { orders: [], reason: 'its order is not known yet; it will bring its parcels with it' };
  return { orders: [keep(parts, { ...posted, parcels: withParcels(posted.parcels, parcels) })] };
}

function postedOf(stored: StoredOrder | undefined): PostedOrder | undefined {
  return stored && readPosted(stored);
}

function keep({ store, clock, tracking }: EngineParts, order: PostedOrder): Results[number] {
  const checked = checkOrder(order);
  if (!checked.ok) {
    const { message, field } = checked;
    return {
      orderNumber: order.orderNumber,
      status: 'rejected',
      error: { code: 'invalid-request', message, ...(field === undefined ? {} : { field }) },
    };
  }
  const { key, status } = keepOrder(store, checked.order, clock.now());
  if (status !== 'unchanged') tracking.update(key, editNews);
  return { orderNumber: checked.order.orderNumber, status };
}
