import { toIso } from '#shared/domain/time.ts';

import { type Fields, fieldsOf, listOf, textOf, timeOf } from '../carriers/carrier-event.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import { joined, plainText, said, type ShopMessage, type ShopOrder } from './shop-order.ts';

/** States in which a shop wants nothing sent any more. */
const ended: ReadonlySet<string> = new Set(['cancelled', 'refunded', 'trash']);

/** Orders as WooCommerce sends them: one, as its webhooks do, or a list. */
export function readWooCommerce(body: unknown, timeZone: string): ShopMessage {
  const raw = Array.isArray(body) ? listOf(body) : [fieldsOf(body)];
  if (raw.length === 1 && raw[0]?.['webhook_id'] !== undefined)
    return { kind: 'nothing', why: 'it only says that the webhook was set up' };
  if (raw.length === 0 || !raw.every((each) => 'number' in each && 'line_items' in each))
    return { kind: 'nothing', why: 'it is not an order' };
  const orders = raw.map((each) => orderOf(each, timeZone));
  const unreadable = orders.find((order) => typeof order === 'string');
  if (unreadable !== undefined) return { kind: 'unreadable', why: unreadable };
  return { kind: 'orders', orders: orders.filter((order) => typeof order !== 'string') };
}

function orderOf(raw: Fields, timeZone: string): ShopOrder | string {
  const orderNumber = textOf(raw['number']);
  const shopKey = textOf(raw['id']);
  if (orderNumber === undefined || shopKey === undefined) return 'an order has no number or no id';
  const placed = instantOf(raw, 'date_created', timeZone);
  const updatedTime = instantOf(raw, 'date_modified', timeZone) ?? placed;
  if (updatedTime === undefined) return `${orderNumber}: date_modified is not a time`;
  const [billing, shipping] = [fieldsOf(raw['billing']), fieldsOf(raw['shipping'])];
  const address = textOf(shipping['address_1']) === undefined ? billing : shipping;
  return {
    shopKey,
    updatedTime,
    order: {
      orderNumber,
      channel: 'woocommerce',
      ...said({
        placedTime: placed === undefined ? undefined : toIso(placed),
        cancelledTime: ended.has(textOf(raw['status']) ?? '') ? toIso(updatedTime) : undefined,
      }),
      customer: said({
        name: joined(' ', billing['first_name'], billing['last_name']) ?? textOf(billing['company']),
        email: textOf(billing['email']),
        phone: textOf(billing['phone']),
      }),
      shipTo: said({
        name: joined(' ', address['first_name'], address['last_name']) ?? textOf(address['company']),
        street: joined(', ', address['address_1'], address['address_2']),
        city: textOf(address['city']),
        region: textOf(address['state']),
        postalCode: textOf(address['postcode']),
        country: textOf(address['country']),
      }),
      items: listOf(raw['line_items']).map((item) => ({
        name: plainText(textOf(item['name']) ?? 'item'),
        quantity: Number(item['quantity'] ?? 1),
        ...said({ sku: textOf(item['sku']) }),
      })),
      parcels: parcelsOf(raw),
    },
  };
}

/** Its own UTC field where it has one; else local time of the shop. */
function instantOf(raw: Fields, name: string, timeZone: string): number | undefined {
  return timeOf(raw[`${name}_gmt`], 'UTC') ?? timeOf(raw[name], timeZone);
}

/** What the shipment-tracking extension keeps with an order. */
function parcelsOf(raw: Fields): PostedOrder['parcels'] {
  const kept = listOf(raw['meta_data']).find(({ key }) => key === '_wc_shipment_tracking_items');
  return listOf(kept?.['value']).flatMap((item) => {
    const trackingNumber = textOf(item['tracking_number'])?.slice(0, 128);
    if (trackingNumber === undefined) return [];
    const carrier = (textOf(item['tracking_provider']) ?? textOf(item['custom_tracking_provider']))?.slice(
      0,
      64,
    );
    return [{ parcelId: trackingNumber, trackingNumber, ...said({ carrier }) }];
  });
}
