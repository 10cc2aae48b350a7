import type { SiteRow } from '#shared/contract/types.ts';
import type { orderFilters } from '#shared/contract/orders.ts';

import { hrefOf, navigate } from '#renderer/data/location-state.ts';

export type OrderFilter = (typeof orderFilters)[number];

/** The page of an order; the list's filter stays in the address, so that the way back to it is a link too. */
export function orderHref(orderNumber: string, filter?: OrderFilter): string {
  return hrefOf('/orders', orderParams(orderNumber, filter));
}

/** Goes to the page of an order. */
export function openOrder(orderNumber: string, filter?: OrderFilter): void {
  navigate('/orders', orderParams(orderNumber, filter));
}

function orderParams(orderNumber: string, filter: OrderFilter | undefined) {
  return { filter: filter === 'open' ? undefined : filter, order: orderNumber };
}

/** The list of orders with a filter. */
export function orderListHref(filter: OrderFilter): string {
  return hrefOf('/orders', { filter: filter === 'open' ? undefined : filter });
}

/** A vehicle on the map of the fleet. */
export function vehicleHref(vehicleId: string): string {
  return hrefOf('/fleet', { vehicle: vehicleId });
}

const siteZoom = 13;

/** A site on the map of the fleet. */
export function siteHref({ siteId, lat, lon }: Pick<SiteRow, 'siteId' | 'lat' | 'lon'>): string {
  return hrefOf('/fleet', { site: siteId, map: `${siteZoom}/${lat.toFixed(5)}/${lon.toFixed(5)}` });
}

/** A device with what it last said. */
export function deviceHref(deviceId: string): string {
  return hrefOf('/devices', { device: deviceId });
}
