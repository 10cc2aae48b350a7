import { toIso } from '#shared/domain/time.ts';

import { type Fields, fieldsOf, listOf, textOf, timeOf } from '../carriers/carrier-event.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import { joined, said, type ShopMessage, type ShopOrder } from './shop-order.ts';

/** Orders and fulfilments as Shopify sends them: bare, as its webhooks do, or as its API wraps them. */
export function readShopify(body: unknown): ShopMessage {
  const fields = fieldsOf(body);
  const fulfilment = isFulfilment(fields) ? fields : fieldsOf(fields['fulfillment']);
  if (isFulfilment(fulfilment)) {
    const shopKey = textOf(fulfilment['order_id']) ?? '';
    return { kind: 'parcels', parcels: { shopKey, parcels: parcelsOf(fulfilment) } };
  }
  const raw = isOrder(fields)
    ? [fields]
    : fields['orders'] === undefined
      ? [fieldsOf(fields['order'])]
      : listOf(fields['orders']);
  if (raw.length === 0 || !raw.every(isOrder))
    return { kind: 'nothing', why: 'it is neither an order nor a fulfilment' };
  const orders = raw.map(orderOf);
  const unreadable = orders.find((order) => typeof order === 'string');
  if (unreadable !== undefined) return { kind: 'unreadable', why: unreadable };
  return { kind: 'orders', orders: orders.filter((order) => typeof order !== 'string') };
}

function isOrder(fields: Fields): boolean {
  return 'id' in fields && 'line_items' in fields && ('name' in fields || 'order_number' in fields);
}

function isFulfilment(fields: Fields): boolean {
  return 'order_id' in fields && ('tracking_number' in fields || 'tracking_numbers' in fields);
}

function orderOf(raw: Fields): ShopOrder | string {
  const orderNumber = textOf(raw['name']) ?? textOf(raw['order_number']);
  const shopKey = textOf(raw['id']);
  if (orderNumber === undefined || shopKey === undefined) return 'an order has no number (name) or no id';
  const updatedTime = timeOf(raw['updated_at'] ?? raw['created_at'], 'UTC');
  if (updatedTime === undefined) return `${orderNumber}: updated_at is not a time`;
  const shipping = fieldsOf(raw['shipping_address']);
  const billing = fieldsOf(raw['billing_address']);
  const customer = fieldsOf(raw['customer']);
  const address = Object.keys(shipping).length > 0 ? shipping : billing;
  const [placed, cancelled] = [timeOf(raw['created_at'], 'UTC'), timeOf(raw['cancelled_at'], 'UTC')];
  return {
    shopKey,
    updatedTime,
    order: {
      orderNumber,
      channel: 'shopify',
      ...said({
        placedTime: placed === undefined ? undefined : toIso(placed),
        cancelledTime: cancelled === undefined ? undefined : toIso(cancelled),
      }),
      customer: said({
        name: nameOf(billing) ?? nameOf(customer) ?? nameOf(shipping),
        email: textOf(raw['email']) ?? textOf(raw['contact_email']) ?? textOf(customer['email']),
        phone: textOf(raw['phone']) ?? textOf(billing['phone']) ?? textOf(customer['phone']),
      }),
      shipTo: said({
        name: nameOf(address),
        street: joined(', ', address['address1'], address['address2']),
        city: textOf(address['city']),
        region: textOf(address['province']) ?? textOf(address['province_code']),
        postalCode: textOf(address['zip']),
        country: textOf(address['country_code']) ?? textOf(address['country']),
        ...coordinatesOf(address),
      }),
      items: listOf(raw['line_items']).map((item) => ({
        name: textOf(item['name']) ?? textOf(item['title']) ?? 'item',
        quantity: Number(item['quantity'] ?? 1),
        ...said({ sku: textOf(item['sku']) }),
      })),
      parcels: uniqueParcels(listOf(raw['fulfillments']).flatMap(parcelsOf)),
    },
  };
}

function nameOf(person: Fields): string | undefined {
  return textOf(person['name']) ?? joined(' ', person['first_name'], person['last_name']);
}

function coordinatesOf({ latitude, longitude }: Fields): { lat?: number; lon?: number } {
  const [lat, lon] = [Number(latitude ?? NaN), Number(longitude ?? NaN)];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : {};
}

/** A parcel for each tracking number; a fulfilment that was cancelled has none. */
function parcelsOf(fulfilment: Fields): PostedOrder['parcels'] {
  if (fulfilment['status'] === 'cancelled') return [];
  const numbers = Array.isArray(fulfilment['tracking_numbers'])
    ? fulfilment['tracking_numbers']
    : [fulfilment['tracking_number']];
  const carrier = textOf(fulfilment['tracking_company'])?.slice(0, 64);
  return numbers
    .map(textOf)
    .filter((number) => number !== undefined)
    .map((number) => ({
      parcelId: number,
      trackingNumber: number.slice(0, 128),
      ...said({ carrier }),
    }));
}

function uniqueParcels(parcels: PostedOrder['parcels']): PostedOrder['parcels'] {
  return [...new Map(parcels.map((parcel) => [parcel.parcelId, parcel])).values()];
}
