import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { localToUtc, toIso, zoneOffsetMs } from '#shared/domain/time.ts';

import { orderFormText as text } from '#renderer/text/order-form.ts';

export interface ItemDraft {
  readonly name: string;
  readonly sku: string;
  readonly quantity: string;
  /** Where it stood in the order, so that what the form does not show of it stays. */
  readonly from?: number | undefined;
}

export interface ParcelDraft {
  readonly parcelId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly from?: number | undefined;
}

/** An order as it stands in the form: text throughout, empty for none. */
export interface OrderDraft {
  readonly orderNumber: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly recipient: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly serviceLevel: string;
  /** Local time of the zone the form is in. */
  readonly promisedFrom: string;
  readonly promisedUntil: string;
  readonly items: readonly ItemDraft[];
  readonly parcels: readonly ParcelDraft[];
  readonly isCancelled: boolean;
}

export const emptyItem: ItemDraft = { name: '', sku: '', quantity: '1' };
export const emptyParcel: ParcelDraft = { parcelId: '', carrier: '', trackingNumber: '' };

export const emptyDraft: OrderDraft = {
  orderNumber: '',
  name: '',
  email: '',
  phone: '',
  recipient: '',
  street: '',
  postalCode: '',
  city: '',
  region: '',
  country: '',
  serviceLevel: '',
  promisedFrom: '',
  promisedUntil: '',
  items: [emptyItem],
  parcels: [emptyParcel],
  isCancelled: false,
};

/** The form as the order is now. */
export function draftOfOrder(order: OrderBelievedRow, timeZone: string): OrderDraft {
  const { customer, shipTo, promised } = order;
  return {
    orderNumber: order.orderNumber,
    name: customer.name ?? '',
    email: customer.email ?? '',
    phone: customer.phone ?? '',
    recipient: shipTo.name ?? '',
    street: shipTo.street ?? '',
    postalCode: shipTo.postalCode ?? '',
    city: shipTo.city ?? '',
    region: shipTo.region ?? '',
    country: shipTo.country ?? '',
    serviceLevel: order.serviceLevel ?? '',
    promisedFrom: localOf(promised?.from, timeZone),
    promisedUntil: localOf(promised?.until, timeZone),
    items: order.items.map(({ name, sku, quantity }, from) => ({
      name,
      sku: sku ?? '',
      quantity: String(quantity),
      from,
    })),
    parcels: order.parcels.map(({ parcelId, carrier, trackingNumber }, from) => ({
      parcelId,
      carrier: carrier ?? '',
      trackingNumber: trackingNumber ?? '',
      from,
    })),
    isCancelled: order.cancelledTime !== undefined,
  };
}

export interface DraftContext {
  readonly timeZone: string;
  readonly now: number;
}

/** The order to post: what the form shows, and of the order as it was what it does not show. */
export function orderOfDraft(
  draft: OrderDraft,
  before: OrderBelievedRow | undefined,
  { timeZone, now }: DraftContext,
): Record<string, unknown> {
  const [from, until] = [instantOf(draft.promisedFrom, timeZone), instantOf(draft.promisedUntil, timeZone)];
  const address = said({
    name: draft.recipient,
    street: draft.street,
    city: draft.city,
    region: draft.region,
    postalCode: draft.postalCode,
    country: draft.country,
  });
  const items = draft.items.filter(isItemSaid).map(({ from: at, name, sku, quantity }) => ({
    ...without(at === undefined ? {} : before?.items[at], 'sku'),
    ...said({ name, sku }),
    quantity: Number(quantity),
  }));
  const parcels = draft.parcels
    .filter(isParcelSaid)
    .map(({ from: at, parcelId, carrier, trackingNumber }) => {
      const { temperatureProfileId, quantity } = (at === undefined ? undefined : before?.parcels[at]) ?? {};
      return {
        ...(temperatureProfileId === undefined ? {} : { temperatureProfileId }),
        ...(quantity === undefined ? {} : { quantity }),
        parcelId: parcelId.trim() === '' ? trackingNumber.trim() : parcelId.trim(),
        ...said({ carrier, trackingNumber }),
      };
    });
  return {
    ...kept(before),
    orderNumber: draft.orderNumber.trim(),
    placedTime: before === undefined ? toIso(now) : before.placedTime,
    ...(draft.isCancelled ? { cancelledTime: before?.cancelledTime ?? toIso(now) } : {}),
    customer: said({ name: draft.name, email: draft.email, phone: draft.phone }),
    shipTo: { ...address, ...coordinatesOf(before, address) },
    ...said({ serviceLevel: draft.serviceLevel }),
    ...(until === undefined ? {} : { promised: { ...(from === undefined ? {} : { from }), until } }),
    items,
    parcels,
  };
}

/** What cannot be saved as it stands, by field; a field is named as in the order that is posted. */
export function problemsOf(draft: OrderDraft): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  if (draft.orderNumber.trim() === '') problems['orderNumber'] = text.needed;
  for (const [index, item] of draft.items.entries()) {
    if (!isItemSaid(item)) continue;
    if (item.name.trim() === '') problems[`items.${index}.name`] = text.needed;
    const quantity = Number(item.quantity);
    if (item.quantity.trim() === '' || !Number.isFinite(quantity) || quantity < 0)
      problems[`items.${index}.quantity`] = text.notNumber;
  }
  for (const [index, parcel] of draft.parcels.entries())
    if (!isParcelSaid(parcel) && parcel.carrier.trim() !== '')
      problems[`parcels.${index}.parcelId`] = text.needed;
  if (isBlank(draft) && !draft.isCancelled) problems['order'] = text.nothingSaid;
  if (draft.promisedFrom !== '' && draft.promisedUntil === '') problems['promised.until'] = text.untilNeeded;
  if (draft.promisedFrom !== '' && draft.promisedUntil !== '' && draft.promisedFrom > draft.promisedUntil)
    problems['promised.until'] = text.endsFirst;
  return problems;
}

function isItemSaid({ name, sku }: ItemDraft): boolean {
  return name.trim() !== '' || sku.trim() !== '';
}

function isParcelSaid({ parcelId, trackingNumber }: ParcelDraft): boolean {
  return parcelId.trim() !== '' || trackingNumber.trim() !== '';
}

/** Nobody could say whose it is, where it goes or what it is. */
function isBlank({ items, parcels, ...draft }: OrderDraft): boolean {
  const { name, email, phone, recipient, street, postalCode, city } = draft;
  return (
    [name, email, phone, recipient, street, postalCode, city].every((value) => value.trim() === '') &&
    !items.some(isItemSaid) &&
    !parcels.some(isParcelSaid)
  );
}

function kept(before: OrderBelievedRow | undefined): Record<string, unknown> {
  const { channel, plan } = before ?? {};
  return { ...(channel === undefined ? {} : { channel }), ...(plan === undefined ? {} : { plan }) };
}

/** Coordinates belong to the address they were found for. */
function coordinatesOf(
  before: OrderBelievedRow | undefined,
  address: Readonly<Record<string, string>>,
): { readonly lat?: number; readonly lon?: number } {
  if (before === undefined) return {};
  const { lat, lon, ...was } = before.shipTo;
  const isSame = ['street', 'city', 'region', 'postalCode', 'country'].every(
    (name) => (Object.entries(was).find(([key]) => key === name)?.[1] ?? '') === (address[name] ?? ''),
  );
  return isSame && lat !== undefined && lon !== undefined ? { lat, lon } : {};
}

function without(row: object | undefined, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row ?? {}).filter(([key]) => key !== name));
}

function said(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );
}

function localOf(instant: string | undefined, timeZone: string): string {
  if (instant === undefined) return '';
  const time = Date.parse(instant);
  return toIso(time + zoneOffsetMs(time, timeZone)).slice(0, 16);
}

function instantOf(local: string, timeZone: string): string | undefined {
  const wall = Date.parse(`${local}Z`);
  return Number.isNaN(wall) ? undefined : toIso(localToUtc(wall, timeZone));
}
