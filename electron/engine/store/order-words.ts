import { canonicalCode } from '#shared/domain/codes.ts';

/** What of an order it can be found by. */
export interface FindableOrder {
  readonly orderNumber: string;
  readonly channel?: string | undefined;
  readonly customer: {
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
  };
  readonly shipTo: {
    readonly name?: string | undefined;
    readonly street?: string | undefined;
    readonly city?: string | undefined;
    readonly region?: string | undefined;
    readonly postalCode?: string | undefined;
  };
  readonly items: readonly {
    readonly name: string;
    readonly sku?: string | undefined;
    readonly gtin?: string | undefined;
  }[];
  readonly parcels: readonly { readonly parcelId: string; readonly trackingNumber?: string | undefined }[];
}

/** The shortest piece of a number that people give: of a phone, or on a label. */
export const shortestPiece = 4;
/** A number is indexed from every so many characters on: a piece of this and three more is sure to hold a beginning. */
export const pieceEvery = 4;
const endMark = 'zz';

/** How the ends of a number are looked up: by the beginnings of what it is backwards. */
export function endToken(end: string): string {
  let backwards = endMark;
  for (let at = end.length - 1; at >= 0; at -= 1) backwards += end[at];
  return backwards;
}

/** How an order is found by words. */
export interface Findable {
  /** Everything a caller may name, in one text of words; numbers also from their end and in pieces. */
  readonly words: string;
  /** Those of letters alone, in lower case and without accents. */
  readonly vocabulary: readonly string[];
}

const isAscii = /^[ -~]*$/;
const shortestKnown = 3;

/** Lower case, without accents, as the index of words has them. */
export function folded(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

export function findableAs(order: FindableOrder): Findable {
  const words = orderWords(order);
  const parts = folded(words).match(/[\p{L}\p{N}]+/gu) ?? [];
  const vocabulary = new Set(parts.filter((part) => part.length >= shortestKnown && !/\p{N}/u.test(part)));
  return { words, vocabulary: [...vocabulary] };
}

/** Everything a caller may name, in one text of words; numbers also from their end and in pieces. */
export function orderWords(order: FindableOrder): string {
  const { customer, shipTo } = order;
  const codes = new Set(
    [
      order.orderNumber,
      ...order.parcels.flatMap(({ parcelId, trackingNumber }) => [parcelId, trackingNumber]),
    ]
      .filter((code) => code !== undefined)
      .map(canonicalCode),
  );
  const numbers = new Set([...codes].flatMap((code) => code.split(/[^\p{L}\p{N}]+/u)));
  const phone = customer.phone?.replaceAll(/\D/g, '') ?? '';
  const parts = [
    order.channel,
    customer.name,
    customer.email,
    shipTo.name === customer.name ? undefined : shipTo.name,
    shipTo.street,
    shipTo.city,
    shipTo.region,
    shipTo.postalCode,
    shipTo.postalCode?.includes(' ') ? shipTo.postalCode.replaceAll(/\s/g, '') : undefined,
    ...order.items.flatMap((item) => [item.name, item.sku, item.gtin?.replace(/^0+/, '')]),
    phone.length >= shortestPiece ? endToken(phone) : undefined,
    ...[...numbers].flatMap(piecesOf),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function piecesOf(number: string): string[] {
  if (number.length < shortestPiece) return number === '' ? [] : [number];
  const pieces = [endToken(number)];
  for (let start = 0; start + shortestPiece <= number.length; start += pieceEvery)
    pieces.push(number.slice(start));
  return pieces;
}
