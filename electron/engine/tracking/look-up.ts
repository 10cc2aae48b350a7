import type { z } from 'zod';

import type { OrderMatch } from '#shared/contract/orders.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import type { OrderSummaryRow } from './order-view.ts';
import { codesOfParcel } from './scan-facts.ts';
import { readPosted } from './tracking.ts';

export type OrderMatchRow = z.output<typeof OrderMatch>;

interface Hit {
  readonly orderKey: number;
  readonly score: number;
  readonly matchedOn: string;
  readonly because: string;
}

/** Finds orders by anything a caller may hold in hand, best first, and says why each was found. */
export function lookUp(store: Store, text: string, limit: number): OrderMatchRow[] {
  const query = text.trim();
  if (query === '') return [];
  const best = new Map<number, Hit>();
  for (const hit of [
    ...exactCodes(store, query),
    ...beginnings(store, query),
    ...nearMisses(store, query),
    ...words(store, query, limit),
  ]) {
    const known = best.get(hit.orderKey);
    if (known === undefined || hit.score > known.score) best.set(hit.orderKey, hit);
  }
  return [...best.values()]
    .sort((a, b) => b.score - a.score || a.orderKey - b.orderKey)
    .slice(0, limit)
    .flatMap((hit) => toMatch(store, hit));
}

function toMatch(store: Store, { orderKey, score, matchedOn, because }: Hit): OrderMatchRow[] {
  const summary = store.orders.beliefOf(orderKey);
  if (summary === undefined) return [];
  return [{ ...(JSON.parse(summary) as OrderSummaryRow), score, matchedOn, because }];
}

function exactCodes(store: Store, query: string): Hit[] {
  const code = canonicalCode(query);
  return store.orders.byCode(code).map(({ orderKey, parcelId }) => ({
    orderKey,
    score: 1,
    matchedOn: nameOfCode(store, orderKey, code, parcelId),
    because: `is exactly ${query}`,
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

function beginnings(store: Store, query: string): Hit[] {
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

/** One wrong, missing or added character, or two swapped: offered, never taken for the thing itself. */
function nearMisses(store: Store, query: string): Hit[] {
  const code = canonicalCode(query);
  if (code.length < 5 || code.length > 40 || /\s|@/.test(code)) return [];
  const hits: Hit[] = [];
  for (const variant of variantsOf(code)) {
    for (const { orderKey, parcelId } of store.orders.byCode(variant)) {
      hits.push({
        orderKey,
        score: 0.7,
        matchedOn: nameOfCode(store, orderKey, variant, parcelId),
        because: `did you mean ${variant}?`,
      });
    }
  }
  return hits;
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

function words(store: Store, query: string, limit: number): Hit[] {
  const tokens =
    query
      .normalize('NFKD')
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 12) ?? [];
  const number = spacedNumber(query);
  return [tokens, number === undefined ? [] : [number]].flatMap((each) => wordHits(store, each, limit));
}

/**
 * The digits of a number that was typed in groups, as people say phone numbers; without the zeros it may be dialled
 * with, which stand in place of a country's number.
 */
function spacedNumber(query: string): string | undefined {
  const isGrouped = /^[+(\d][\d\s()./-]*$/.test(query) && /\d\D+\d/.test(query);
  const digits = query.replaceAll(/\D/g, '').replace(/^0+/, '');
  return isGrouped && digits.length >= 4 ? digits : undefined;
}

function wordHits(store: Store, tokens: readonly string[], limit: number): Hit[] {
  if (tokens.length === 0) return [];
  const found = store.orders.byWords(tokens.map((token) => `"${token}"*`).join(' '), limit);
  return found.map((orderKey, rank) => {
    const order = store.orders.byKey(orderKey);
    const fields = order === undefined ? [] : fieldsMatching(readPosted(order), tokens);
    return {
      orderKey,
      score: 0.6 - (0.1 * rank) / Math.max(1, found.length),
      matchedOn: fields[0]?.field ?? 'text',
      because: fields.map(({ field, value }) => `${field} ${value}`).join(', ') || `has ${tokens.join(' ')}`,
    };
  });
}

/** Lower case, without accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function isIn(value: string, token: string): boolean {
  return plain(value).includes(plain(token)) || value.replaceAll(/\D/g, '').endsWith(token);
}

function fieldsMatching(order: PostedOrder, tokens: readonly string[]): { field: string; value: string }[] {
  const { customer, shipTo } = order;
  const fields: [string, string | undefined][] = [
    ['name', customer.name],
    ['e-mail', customer.email],
    ['phone', customer.phone],
    ['orderNumber', order.orderNumber],
    ...order.parcels.flatMap((parcel): [string, string | undefined][] => [
      ['parcelId', parcel.parcelId],
      ['trackingNumber', parcel.trackingNumber],
    ]),
    ['recipient', shipTo.name],
    ['street', shipTo.street],
    ['city', shipTo.city],
    ['postcode', shipTo.postalCode],
    ...order.items.map((item): [string, string] => ['product', item.name]),
  ];
  return fields.flatMap(([field, value]) =>
    value !== undefined && tokens.some((token) => isIn(value, token)) ? [{ field, value }] : [],
  );
}
