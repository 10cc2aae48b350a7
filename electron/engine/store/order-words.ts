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
  const text = folded(words);
  const [part, digit] = isAscii.test(text) ? asciiWords : anyWords;
  const vocabulary = new Set<string>();
  for (const word of text.match(part) ?? [])
    if (word.length >= shortestKnown && !digit.test(word)) vocabulary.add(word);
  return { words, vocabulary: [...vocabulary] };
}

/** What a word is made of, and what numbers are: most texts are plain, and told at half of what any text costs. */
const asciiWords = [/[a-z0-9]+/g, /[0-9]/] as const;
const anyWords = [/[\p{L}\p{N}]+/gu, /\p{N}/u] as const;

/** Everything a caller may name, in one text of words; numbers also from their end and in pieces. */
export function orderWords(order: FindableOrder): string {
  const { customer, shipTo } = order;
  const words: string[] = [];
  const add = (part: string | undefined): void => {
    if (part !== undefined && part !== '') words.push(part);
  };
  add(order.channel);
  add(customer.name);
  add(customer.email);
  if (shipTo.name !== customer.name) add(shipTo.name);
  add(shipTo.street);
  add(shipTo.city);
  add(shipTo.region);
  add(shipTo.postalCode);
  if (shipTo.postalCode?.includes(' ') === true) add(shipTo.postalCode.replaceAll(/\s/g, ''));
  for (const item of order.items) {
    add(item.name);
    add(item.sku);
    add(item.gtin?.replace(/^0+/, ''));
  }
  const phone = customer.phone?.replaceAll(/\D/g, '') ?? '';
  if (phone.length >= shortestPiece) add(endToken(phone));
  for (const number of numbersOf(order)) addPieces(number, add);
  return words.join(' ');
}

/** What stands between the signs of its number and of those of its parcels, each once. */
function numbersOf({ orderNumber, parcels }: FindableOrder): Set<string> {
  const numbers = new Set<string>();
  const take = (code: string | undefined): void => {
    if (code === undefined) return;
    for (const number of canonicalCode(code).split(/[^\p{L}\p{N}]+/u)) numbers.add(number);
  };
  take(orderNumber);
  for (const { parcelId, trackingNumber } of parcels) {
    take(parcelId);
    take(trackingNumber);
  }
  return numbers;
}

/** Only numbers are given by their end or a piece of them; of letters alone the beginning is enough. */
function addPieces(number: string, add: (piece: string) => void): void {
  if (number.length < shortestPiece || !/\d/.test(number)) {
    add(number);
    return;
  }
  add(endToken(number));
  for (let start = 0; start + shortestPiece <= number.length; start += pieceEvery) add(number.slice(start));
}
