import type { PostedOrder } from '../tracking/believe.ts';
import { fieldsOf, textOf } from '../carriers/carrier-event.ts';

/** What a shop says of one order. */
export interface ShopOrder {
  /** The shop's own key of the order, which its other messages name. */
  readonly shopKey: string;
  /** When the shop last changed it: an older word never undoes a newer one. */
  readonly updatedTime: number;
  readonly order: ShopContent;
}

/** Parcels of an order whose content was told before. */
export interface ShopParcels {
  readonly shopKey: string;
  readonly parcels: PostedOrder['parcels'];
}

export type ShopContent = Pick<
  PostedOrder,
  'orderNumber' | 'channel' | 'placedTime' | 'cancelledTime' | 'customer' | 'shipTo' | 'items' | 'parcels'
>;

/** What a webhook of a shop holds; a reason where nothing is to be done with it. */
export type ShopMessage =
  | { readonly kind: 'orders'; readonly orders: readonly ShopOrder[] }
  | { readonly kind: 'parcels'; readonly parcels: ShopParcels }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * The order as it is posted next: the shop decides about what it sells, to whom and whither; what others added
 * (promise, plan, service, coordinates, parcels of the warehouse) stays.
 */
export function withShopWord(known: PostedOrder | undefined, told: ShopContent): PostedOrder {
  if (known === undefined) return { ...told };
  const { cancelledTime: _, ...others } = known;
  const isSameAddress = ['street', 'city', 'postalCode', 'country'].every(
    (name) => textOf(fieldsOf(known.shipTo)[name]) === textOf(fieldsOf(told.shipTo)[name]),
  );
  const { lat, lon } = known.shipTo;
  const placed = isSameAddress && lat !== undefined && lon !== undefined ? { lat, lon } : {};
  return {
    ...others,
    ...told,
    shipTo: { ...told.shipTo, ...placed },
    parcels: withParcels(known.parcels, told.parcels),
  };
}

/** Parcels are known again by their tracking number or id; none is taken away. */
export function withParcels(
  known: PostedOrder['parcels'],
  told: PostedOrder['parcels'],
): PostedOrder['parcels'] {
  const isKnown = ({ parcelId, trackingNumber }: PostedOrder['parcels'][number]): boolean =>
    known.some(
      (each) =>
        each.parcelId === parcelId ||
        (trackingNumber !== undefined && each.trackingNumber === trackingNumber),
    );
  return [...known, ...told.filter((parcel) => !isKnown(parcel))];
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
};

/** A text in which a shop wrote characters as HTML entities. */
export function plainText(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|(\w{2,8}));/g, (whole, code: string | undefined, name: string) => {
    if (code === undefined) return entities[name] ?? whole;
    const point = Number(code);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The fields that say something. */
export function said<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Texts that say something, joined; undefined for none. */
export function joined(separator: string, ...parts: readonly unknown[]): string | undefined {
  const known = parts.map(textOf).filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(separator);
}
