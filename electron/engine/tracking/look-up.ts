import type { z } from 'zod';

import type { OrderMatch } from '#shared/contract/orders.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { lookAlikesOf } from '#shared/domain/identifiers/corrections.ts';
import { identify } from '#shared/domain/identifiers/identify.ts';

import type { Store } from '../store/store.ts';
import { findByWords, type WordHit } from './look-up-words.ts';
import type { OrderSummaryRow } from './order-view.ts';
import { codesOfParcel } from './scan-facts.ts';
import { readPosted } from './posted.ts';

export type OrderMatchRow = z.output<typeof OrderMatch>;

/**
 * Finds orders by anything a caller may hold in hand, best first, and says why each was found. Every step asks the
 * indexes for a bounded number of things, so that the millionth order costs no more than the first.
 */
export function lookUp(store: Store, text: string, limit: number): OrderMatchRow[] {
  const query = text.trim();
  if (query === '') return [];
  const exact = exactCodes(store, query);
  const best = new Map<number, WordHit>();
  const guesses = exact.length > 0 ? [] : nearMisses(store, query);
  // Nobody's name or street is written like a code with letters and digits that an order has.
  const isCode = exact.length > 0 && /^[\w-]*$/.test(query) && /[a-z]/i.test(query) && /\d/.test(query);
  for (const hit of [
    ...exact,
    ...beginnings(store, query),
    ...guesses,
    ...(isCode ? [] : findByWords(store, gtinOf(query) ?? query)),
  ]) {
    const known = best.get(hit.orderKey);
    if (known === undefined || hit.score > known.score) best.set(hit.orderKey, hit);
  }
  // Of equals the newest is most likely the one that is asked about.
  return [...best.values()]
    .sort((a, b) => b.score - a.score || b.orderKey - a.orderKey)
    .slice(0, limit)
    .flatMap((hit) => toMatch(store, hit));
}

function toMatch(store: Store, { orderKey, score, matchedOn, because }: WordHit): OrderMatchRow[] {
  const summary = store.orders.beliefOf(orderKey);
  if (summary === undefined) return [];
  return [{ ...(JSON.parse(summary) as OrderSummaryRow), score, matchedOn, because }];
}

/** The GTIN of a barcode, as it stands in the index. */
function gtinOf(query: string): string | undefined {
  const gtin = identify(query).elements.find(({ ai }) => ai === '01' || ai === '02');
  return gtin?.value.replace(/^0+/, '');
}

/** By the code itself, and by the numbers it holds or is another writing of. */
function exactCodes(store: Store, query: string): WordHit[] {
  const own = hitsOf(store, canonicalCode(query), 1, `is exactly ${query}`);
  if (own.length > 0) return own;
  const { candidates, elements } = identify(query);
  const values = new Map(
    candidates.filter(({ check }) => check !== 'wrong').map(({ value, title }) => [value, title]),
  );
  for (const { value, title } of elements) if (!values.has(value)) values.set(value, title);
  return [...values].flatMap(([value, title]) =>
    hitsOf(store, canonicalCode(value), 0.97, `is ${title} ${value}`),
  );
}

function hitsOf(store: Store, code: string, score: number, because: string): WordHit[] {
  const returned = store.returns.orderOf(code);
  if (returned !== undefined) return [{ orderKey: returned, score, matchedOn: 'returnNumber', because }];
  return store.orders.byCode(code).map(({ orderKey, parcelId }) => ({
    orderKey,
    score,
    matchedOn: nameOfCode(store, orderKey, code, parcelId),
    because,
  }));
}

function nameOfCode(store: Store, orderKey: number, code: string, parcelId: string): string {
  if (parcelId === '') return 'orderNumber';
  const order = store.orders.byKey(orderKey);
  const parcel =
    order === undefined ? undefined : readPosted(order).parcels.find((each) => each.parcelId === parcelId);
  if (parcel === undefined) return 'parcel';
  return canonicalCode(parcel.parcelId) === code
    ? 'parcelId'
    : codesOfParcel(parcel).includes(code)
      ? 'trackingNumber'
      : 'parcel';
}

function beginnings(store: Store, query: string): WordHit[] {
  const code = canonicalCode(query);
  if (code.length < 3) return [];
  return store.orders
    .codesLike(code, 20)
    .filter((row) => row.code !== code)
    .map(({ code: found, orderKey, parcelId }) => ({
      orderKey,
      score: 0.8 * (code.length / found.length),
      matchedOn: nameOfCode(store, orderKey, found, parcelId),
      because: `${found} begins with ${code}`,
    }));
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-';

/**
 * One wrong, missing or added character, two swapped, or look-alikes read otherwise: offered, never taken for the
 * thing itself.
 */
function nearMisses(store: Store, query: string): WordHit[] {
  return knownGuesses(store, query).flatMap(([value, score]) =>
    hitsOf(store, value, score, `did you mean ${value}?`),
  );
}

/** Codes of orders and parcels that a code nobody has may have been meant to be, the most likely first. */
export function nearCodes(store: Store, code: string): string[] {
  const known = new Set(store.orders.knownCodes([...guessesOf(code).keys()]));
  return [...guessesOf(code)]
    .filter(([value]) => known.has(value))
    .toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([value]) => value);
}

/** Guesses that an order or a return has: of a thousand there are few, so all are asked for at once. */
function knownGuesses(store: Store, query: string): [string, number][] {
  const guesses = guessesOf(query);
  const known = new Set(store.orders.knownCodes([...guesses.keys()]));
  return [...guesses].filter(([value]) => known.has(value) || store.returns.orderOf(value) !== undefined);
}

function guessesOf(query: string): Map<string, number> {
  const code = canonicalCode(query);
  const guesses = new Map<string, number>();
  if (code.length < 5 || code.length > 40 || /\s|@/.test(code)) return guesses;
  if (!/\d/.test(code) && !/^[A-Z]{9}$/.test(code) && lookAlikesOf(code).length === 0) return guesses;
  for (const value of lookAlikesOf(code)) guesses.set(value, 0.72);
  for (const { value, score } of identify(query).didYouMean) guesses.set(canonicalCode(value), 0.2 + score);
  for (const value of variantsOf(code)) guesses.set(value, Math.max(0.7, guesses.get(value) ?? 0));
  return guesses;
}

function variantsOf(code: string): Set<string> {
  const variants = new Set<string>();
  for (let index = 0; index <= code.length; index += 1) {
    const head = code.slice(0, index);
    const tail = code.slice(index);
    if (tail.length > 1) variants.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
    if (tail !== '') variants.add(head + tail.slice(1));
    for (const letter of letters) {
      if (tail !== '') variants.add(head + letter + tail.slice(1));
      variants.add(head + letter + tail);
    }
  }
  variants.delete(code);
  return variants;
}
