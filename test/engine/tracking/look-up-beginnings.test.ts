import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import type { Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { lookUp } from '#engine/tracking/look-up.ts';
import { createTracking } from '#engine/tracking/tracking.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const syllables = ['ma', 'mar', 'ti', 'tin', 'é', 'lo', 'ß', 'n', 'ö', 'ne'];

/** A name of two to four syllables, some written with accents; those of every third number begin alike. */
function nameOf(number: number): string {
  const count = 2 + (number % 3);
  const rest = Array.from({ length: count }, (_, at) => syllables[Math.floor(number / 10 ** at + at) % 10]);
  return (number % 3 === 0 ? 'Mart' : '') + rest.join('');
}

interface Told {
  readonly orderNumber: string;
  readonly words: readonly string[];
}

const orders: Told[] = Array.from({ length: 300 }, (_, index) => ({
  orderNumber: `B-${500 + index}`,
  words: [nameOf(index * 7), nameOf(index * 5 + 1), index % 2 === 0 ? 'Marché' : 'Martinique', 'Fromage'],
}));

let store: Store;
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  const tracking = createTracking(store, systemClock);
  store.transaction(() => {
    for (const { orderNumber, words } of orders) {
      const [first, last, city, product] = words;
      const checked = checkOrder({
        orderNumber,
        customer: { name: `${first} ${last}` },
        shipTo: { city },
        items: [{ name: product, quantity: 1 }],
      });
      if (!checked.ok) throw new Error(checked.message);
      tracking.update(keepOrder(store, checked.order, 0).key);
    }
  });
});

afterAll(() => {
  store.close();
  folder.remove();
});

function bare(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Orders each of whose asked words is a word of the order or, from three letters on, begins one. */
function withAll(asked: readonly string[]): string[] {
  return orders
    .filter(({ words }) =>
      asked.every((word) =>
        words.map(bare).some((own) => own === bare(word) || (word.length >= 3 && own.startsWith(bare(word)))),
      ),
    )
    .map(({ orderNumber }) => orderNumber);
}

const beginning = fc
  .tuple(fc.nat(orders.length - 1), fc.nat(3), fc.integer({ min: 3, max: 10 }))
  .map(([order, word, length]) => orders[order]!.words[word]!.slice(0, length));

describe('looking orders up by the beginnings of words', () => {
  it('finds all that have them, whether few words begin so or many, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(beginning, { minLength: 1, maxLength: 3 }), (asked) => {
        const meant = withAll(asked);
        fc.pre(meant.length > 0);
        const found = lookUp(store, asked.join(' '), 1000).map(({ orderNumber }) => orderNumber);
        // Of what has the words the newest eighty are looked at.
        expect(found.toSorted()).toEqual(meant.slice(-80).toSorted());
      }),
      { numRuns: 120, seed: 25 },
    );
  });
});
