import type { BizStep } from '#shared/domain/cbv.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import type { Order } from './orders.ts';
import { plannedHaul } from './line-haul.ts';

/** An order as it is posted to the console. */
export interface PostedOrder {
  readonly orderNumber: string;
  readonly channel: string;
  readonly placedTime: string;
  readonly customer: { readonly name: string; readonly email: string; readonly phone: string };
  readonly shipTo: {
    readonly name: string;
    readonly street: string;
    readonly city: string;
    readonly region: string;
    readonly postalCode: string;
    readonly country: string;
    readonly lat: number;
    readonly lon: number;
  };
  readonly serviceLevel: string;
  readonly promised: { readonly from: string; readonly until: string };
  readonly items: readonly {
    readonly sku: string;
    readonly gtin: string;
    readonly name: string;
    readonly quantity: number;
  }[];
  readonly parcels: readonly { readonly parcelId: string; readonly quantity: number }[];
  readonly plan: readonly {
    readonly siteId: string;
    readonly bizStep: string;
    readonly plannedTime: string;
    readonly vehicleId?: string;
  }[];
}

/** What an address says otherwise than it should. */
export type Misaddress = Partial<PostedOrder['shipTo']>;

/** What the shop tells about an order: never what will go wrong with it. */
export function postedOrder(order: Order, baseMs: number, misaddress: Misaddress = {}): PostedOrder {
  const { customer, town, address } = order;
  return {
    orderNumber: order.orderNumber,
    channel: 'web-shop',
    placedTime: toIso(order.placedMs),
    customer: { name: customer.name, email: customer.email, phone: customer.phone },
    shipTo: {
      name: customer.name,
      street: customer.street,
      city: town.name,
      region: town.region,
      postalCode: town.postalCode,
      country: 'FR',
      lat: address.lat,
      lon: address.lon,
      ...misaddress,
    },
    serviceLevel: order.service,
    promised: { from: toIso(order.promisedFromMs), until: toIso(order.promisedUntilMs) },
    items: order.items.map(({ sku, gtin, name, quantity }) => ({ sku, gtin, name, quantity })),
    parcels: order.parcels.map(({ parcelId, pieces }) => ({ parcelId, quantity: pieces })),
    plan: touchpoints(order, baseMs),
  };
}

type Touchpoint = PostedOrder['plan'][number];

function touchpoint(siteId: string, bizStep: BizStep, atMs: number): Touchpoint {
  return { siteId, bizStep, plannedTime: toIso(Math.round(atMs / minuteMs) * minuteMs) };
}

function touchpoints(order: Order, baseMs: number): Touchpoint[] {
  const { from, to } = order.lane;
  const { departMs, arriveMs } = plannedHaul(order.lane, order.slot, baseMs);
  return [
    touchpoint(from, 'packing', departMs - 1.5 * hourMs),
    { ...touchpoint(from, 'departing', departMs), vehicleId: order.lane.trucks[order.slot] },
    touchpoint(to, 'arriving', arriveMs),
    touchpoint(to, 'receiving', arriveMs + 1.25 * hourMs),
    touchpoint(to, 'transporting', baseMs + 32.25 * hourMs),
  ];
}
