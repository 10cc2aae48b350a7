import type { Store } from '../store/store.ts';
import { endToken, folded, pieceEvery, shortestPiece } from '../store/order-words.ts';
import type { PostedOrder } from './believe.ts';

/** An order that has the words asked for. */
export interface WordHit {
  readonly orderKey: number;
  readonly score: number;
  readonly matchedOn: string;
  readonly because: string;
}

/** Of what has the words, so many of the newest are looked at; a name as common as that needs a second word. */
const looked = 80;
const mostWords = 8;
const shortestPrefix = 3;
/** Shorter words have too many neighbours. */
const shortestTypo = 4;
const isLatin = /^[a-z]+$/;
/** Longer lists of words that begin alike cost more than they save. */
const mostBeginnings = 64;

/** Finds orders by words: all of them, else with a mistake in some, else all but one. */
export function findByWords(store: Store, query: string): WordHit[] {
  const words = wordsOf(query);
  const number = spacedNumber(query);
  const asked = [words, ...(number === undefined ? [] : [[number]])].filter((each) => each.length > 0);
  const hits = asked.flatMap((each) => search(store, each, new Map()));
  if (hits.length > 0 || words.length === 0) return hits;
  const meant = new Map(words.map((word) => [word, meantBy(store, word)]));
  const mended = search(store, words, meant);
  // A number with its parts left out is another number: only of separate words may one be wrong.
  if (mended.length > 0 || words.length < 2 || !/\s/.test(query.trim())) return mended;
  return words
    .flatMap((left) =>
      search(
        store,
        words.filter((word) => word !== left),
        meant,
      ),
    )
    .map((hit) => ({ ...hit, score: hit.score * 0.6 }));
}

function wordsOf(query: string): string[] {
  return [...new Set(partsOf(query))].slice(0, mostWords);
}

/** Letters and digits that stand together. */
function partsOf(text: string): readonly string[] {
  return folded(text.normalize('NFKC')).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The digits of a number that was typed in groups, as people say phone numbers; without the zeros it may be dialled
 * with, which stand in place of a country's number.
 */
function spacedNumber(query: string): string | undefined {
  const isGrouped = /^[+(\d][\d\s()./-]*$/.test(query) && /\d\D+\d/.test(query);
  const digits = query.replaceAll(/\D/g, '').replace(/^0+/, '');
  return isGrouped && digits.length >= shortestPiece ? digits : undefined;
}

function search(
  store: Store,
  words: readonly string[],
  meant: ReadonlyMap<string, readonly string[]>,
): WordHit[] {
  const text = words
    .map((word) => `(${[...termsOf(store, word), ...(meant.get(word) ?? []).map(quoted)].join(' OR ')})`)
    .join(' AND ');
  return store.orders.byWords(text, looked).flatMap((orderKey): WordHit[] => {
    const order = store.orders.byKey(orderKey);
    const hit = order && judge(JSON.parse(order.posted) as PostedOrder, words, meant);
    return hit === undefined ? [] : [{ orderKey, ...hit }];
  });
}

function quoted(word: string): string {
  return `"${word}"`;
}

/** Everything in the index a word may stand for: itself, a beginning, and of a number an end or a piece. */
function termsOf(store: Store, word: string): string[] {
  if (!/\d/.test(word)) return beginningsOf(store, word);
  const terms = [word.length >= shortestPrefix ? `${quoted(word)}*` : quoted(word)];
  const stripped = word.replace(/^0+/, '');
  if (/^0\d{7,13}$/.test(word)) terms.push(quoted(stripped));
  if (word.length < shortestPiece) return terms;
  terms.push(`${quoted(endToken(word))}*`);
  // Wherever the piece begins, one of its next beginnings is one of the index.
  for (let skip = 1; skip < pieceEvery && word.length - skip >= shortestPiece; skip += 1)
    terms.push(`${quoted(word.slice(skip))}*`);
  return terms;
}

/**
 * The words that begin so: asked for one by one, the index skips through the orders of each; asked for as a beginning,
 * it walks them all, a million for a word of every order.
 */
function beginningsOf(store: Store, word: string): string[] {
  if (word.length < shortestPrefix) return [quoted(word)];
  const words = isLatin.test(word) ? store.orders.wordsFrom(word, mostBeginnings + 1) : [];
  if (words.length === 0 || words.length > mostBeginnings) return [`${quoted(word)}*`];
  return words.map(quoted);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/** Words of the index that differ by one letter, or by two that are swapped. */
function meantBy(store: Store, word: string): readonly string[] {
  if (word.length < shortestTypo || word.length > 30 || /\d/.test(word)) return [];
  return store.orders.knownWords([...neighboursOf(word)]);
}

function neighboursOf(word: string): Set<string> {
  const found = new Set<string>();
  for (let index = 0; index <= word.length; index += 1) {
    const [head, tail] = [word.slice(0, index), word.slice(index)];
    if (tail.length > 1) found.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
    if (tail !== '') found.add(head + tail.slice(1));
    for (const letter of alphabet) {
      found.add(head + letter + tail);
      if (tail !== '') found.add(head + letter + tail.slice(1));
    }
  }
  found.delete(word);
  return found;
}

interface Field {
  readonly name: string;
  readonly value: string;
  /** Its words, in lower case and without accents. */
  readonly parts: readonly string[];
  readonly isNumber: boolean;
}

interface Match {
  readonly field: Field;
  readonly score: number;
}

/** How well an order's fields have the words; undefined when one of them is nowhere. */
function judge(
  order: PostedOrder,
  words: readonly string[],
  meant: ReadonlyMap<string, readonly string[]>,
): Omit<WordHit, 'orderKey'> | undefined {
  const fields = fieldsOf(order);
  const matches: Match[] = [];
  for (const word of words) {
    const match = bestMatch(fields, word, meant.get(word) ?? []);
    if (match === undefined) return undefined;
    matches.push(match);
  }
  const told = fields.filter((field) => matches.some((match) => match.field === field));
  const mean = matches.reduce((sum, { score }) => sum + score, 0) / matches.length;
  return {
    score: Number((0.75 * mean).toFixed(4)),
    matchedOn: told[0]?.name ?? 'text',
    because: told.map(({ name, value }) => `${name} ${value}`).join(', '),
  };
}

function bestMatch(fields: readonly Field[], word: string, meant: readonly string[]): Match | undefined {
  let best: Match | undefined;
  for (const field of fields) {
    const score = scoreIn(field, word, meant);
    if (score > (best?.score ?? 0)) best = { field, score };
  }
  return best;
}

function scoreIn({ parts, isNumber }: Field, word: string, meant: readonly string[]): number {
  if (parts.includes(word)) return 1;
  if (isNumber) {
    const whole = parts.join('');
    const at = whole.indexOf(word);
    const stripped = word.replace(/^0+/, '');
    if (whole.endsWith(word)) return 0.9;
    if (at >= 0) return 0.8;
    return stripped.length >= shortestPiece && whole.replace(/^0+/, '') === stripped ? 1 : 0;
  }
  const longest = parts.filter((part) => part.startsWith(word)).toSorted((a, b) => a.length - b.length)[0];
  if (longest !== undefined) return 0.75 + (0.2 * word.length) / longest.length;
  return parts.some((part) => meant.includes(part)) ? 0.7 : 0;
}

function fieldsOf(order: PostedOrder): Field[] {
  const { customer, shipTo } = order;
  const fields: [string, string | undefined, boolean][] = [
    ['name', customer.name, false],
    ['e-mail', customer.email, false],
    ['phone', customer.phone, true],
    ['orderNumber', order.orderNumber, true],
    ...order.parcels.flatMap((parcel): [string, string | undefined, boolean][] => [
      ['parcelId', parcel.parcelId, true],
      ['trackingNumber', parcel.trackingNumber, true],
    ]),
    ['recipient', shipTo.name, false],
    ['street', shipTo.street, false],
    ['city', shipTo.city, false],
    ['region', shipTo.region, false],
    ['postcode', shipTo.postalCode, true],
    ['channel', order.channel, false],
    ...order.items.flatMap((item): [string, string | undefined, boolean][] => [
      ['product', item.name, false],
      ['product', item.sku, true],
      ['product', item.gtin, true],
    ]),
  ];
  return fields.flatMap(([name, value, isNumber]) =>
    value === undefined ? [] : [{ name, value, parts: partsOf(value), isNumber }],
  );
}
