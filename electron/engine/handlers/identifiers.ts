import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { identify } from '#shared/domain/identifiers/identify.ts';

import type { EngineParts } from './engine-parts.ts';

export function identifierHandlers({ store }: EngineParts) {
  const ordersOf = (value: string): string[] => {
    const keys = store.orders.byCode(canonicalCode(value)).map(({ orderKey }) => orderKey);
    return [...new Set(keys)].flatMap((key) => store.orders.byKey(key)?.orderNumber ?? []);
  };
  const withOrders = <T extends { readonly value: string; readonly score: number }>(each: T) => ({
    ...each,
    orderNumbers: ordersOf(each.value),
  });
  return {
    'identifiers.read': ({ text }: ParamsOut<'identifiers.read'>): ResultOf<'identifiers.read'> => {
      const { candidates, didYouMean, canonical, elements, problem } = identify(text);
      return {
        canonical,
        ...(problem === undefined ? {} : { problem }),
        elements: [...elements],
        items: candidates.map(withOrders).toSorted(knownFirst),
        didYouMean: didYouMean.map(withOrders).toSorted(knownFirst),
      };
    },
  };
}

interface Ranked {
  readonly score: number;
  readonly orderNumbers: readonly string[];
}

function knownFirst(a: Ranked, b: Ranked): number {
  return Number(b.orderNumbers.length > 0) - Number(a.orderNumbers.length > 0) || b.score - a.score;
}
