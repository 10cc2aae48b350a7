import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import type { PostedOrder } from '#engine/tracking/believe.ts';
import { checkOrder } from '#engine/tracking/intake.ts';
import { lookUp } from '#engine/tracking/look-up.ts';
import { type PreparedOrder, prepareOrders } from '#engine/tracking/prepared-orders.ts';

import { atMost, quantile, type Figure } from './figures.ts';
import { schemaHash } from './readings-database.ts';

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'waymark-bench');
const atOnce = 5000;
const asked = 200;
const targetMs = 50;

const syllables = [
  'ma',
  'lo',
  'ri',
  'ver',
  'di',
  'ne',
  'sa',
  'tor',
  'bel',
  'cha',
  'mi',
  'gue',
  'pon',
  'lar',
  'fi',
  'ros',
];
const streets = ['rue de la Gare', 'avenue Foch', 'rue Victor Hugo', 'place du Marché', 'chemin des Vignes'];

/** A different word for each number, as many as there are people's names in a country: 65,536. */
function wordOf(number: number): string {
  let rest = number % 65_536;
  let word = '';
  for (let index = 0; index < 4; index += 1) {
    word += syllables[rest % 16];
    rest = Math.floor(rest / 16);
  }
  return word;
}

interface Person {
  readonly first: string;
  readonly last: string;
  readonly postalCode: string;
  readonly phone: string;
  readonly tracking: string;
}

function personOf(number: number): Person {
  return {
    first: wordOf((number * 7919) % 2000),
    last: wordOf((number * 104_729 + 17) % 60_000),
    // Departments up to 95: none begins with 96.
    postalCode: String(10_000 + ((number * 31) % 85_999)),
    phone: `+336${String(10_000_000 + ((number * 7919) % 89_999_999))}`,
    tracking: `TRK${String((number * 15_485_863) % 1_000_000_007).padStart(10, '0')}`,
  };
}

/** Not every number is an order's: one with a wrong digit is nobody's, as where numbers have gaps. */
function orderNumberOf(number: number): string {
  return `WM-${1_000_000 + 7 * number}`;
}

function orderOf(number: number): object {
  const { first, last, postalCode, phone, tracking } = personOf(number);
  return {
    orderNumber: orderNumberOf(number),
    channel: 'shop',
    customer: { name: `${first} ${last}`, email: `${first}.${last}@example.org`, phone },
    shipTo: {
      street: `${1 + (number % 200)} ${streets[number % 5]}`,
      city: wordOf(number % 3000),
      postalCode,
      country: 'FR',
    },
    items: [{ sku: `SKU-${number % 5000}`, name: `Cheese ${wordOf(number % 500)}`, quantity: 1 }],
    parcels: [{ parcelId: `${orderNumberOf(number)}-A`, trackingNumber: tracking }],
  };
}

/** A data folder with so many orders; built once for each schema, then kept. */
function folderOf(orders: number, say: (line: string) => void): string {
  const folder = join(cache, `orders-${orders}-${schemaHash()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache))
    if (name.startsWith(`orders-${orders}-`)) rmSync(join(cache, name), { recursive: true, force: true });
  const unfinished = `${folder}.part`;
  mkdirSync(unfinished);
  const store = openStore({ dataDir: unfinished, clock: systemClock, log: silentLog });
  for (let first = 0; first < orders; first += atOnce) {
    if (first % 100_000 === 0) say(`building ${orders.toLocaleString('en-US')} orders (once): ${first}`);
    const many = Array.from({ length: Math.min(orders - first, atOnce) }, (_, index) => first + index);
    store.transaction(() => keep(store, prepareOrders(many.map(checked), 0)));
  }
  store.close();
  renameSync(unfinished, folder);
  return folder;
}

function checked(number: number): PostedOrder {
  const result = checkOrder(orderOf(number));
  if (!result.ok) throw new Error(result.message);
  return result.order;
}

/** As an import of new orders keeps them. */
function keep(store: Store, orders: readonly PreparedOrder[]): void {
  const first = store.orders.enter(orders, 0);
  store.orders.putNewBeliefs(
    orders.map(({ orderNumber, belief }, index) => {
      if (belief === undefined) throw new Error(`${orderNumber} is not as plain as it should be`);
      return { ...belief, orderKey: first + index };
    }),
  );
}

/** The letters at a place swapped, as fingers do. */
function swapped(word: string, place: number): string {
  const at = 1 + (place % Math.max(1, word.length - 2));
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}

/** One of the digits read as another, by at most four: never the number of another order. */
function wrongDigit(orderNumber: string, number: number): string {
  const at = orderNumber.length - 1 - (number % 7);
  const digit = Number(orderNumber[at]);
  const by = 1 + (number % 4);
  return orderNumber.slice(0, at) + String(digit < 5 ? digit + by : digit - by) + orderNumber.slice(at + 1);
}

const questions: Readonly<Record<string, (number: number) => string>> = {
  'order number': orderNumberOf,
  'order number, one digit wrong': (number) => wrongDigit(orderNumberOf(number), number),
  'tracking number': (number) => personOf(number).tracking,
  'first half of a tracking number': (number) => personOf(number).tracking.slice(0, 9),
  'end of a tracking number': (number) => personOf(number).tracking.slice(-7),
  'tracking number, two swapped': (number) => swapped(personOf(number).tracking, 6 + (number % 5)),
  'phone tail': (number) => personOf(number).phone.slice(-8),
  'e-mail': (number) => `${personOf(number).first}.${personOf(number).last}@example.org`,
  'last name': (number) => personOf(number).last,
  'last name, two letters swapped': (number) => swapped(personOf(number).last, number),
  'name and postcode': (number) => `${personOf(number).last} ${personOf(number).postalCode}`,
  'name with a mistake and postcode': (number) =>
    `${swapped(personOf(number).last, number)} ${personOf(number).postalCode}`,
  street: (number) => `${1 + (number % 200)} ${streets[number % 5]} ${personOf(number).postalCode}`,
  product: (number) => `cheese ${wordOf(number % 500)}`,
};

/** Questions that name one order, though with a mistake: it should be among the answers, the first if no other fits. */
const typos = [
  'order number, one digit wrong',
  'tracking number, two swapped',
  'name with a mistake and postcode',
];

/** How long each kind of question takes in the engine, and how often one with a mistake finds its order. */
export function measureLookUp(orders: number, say: (line: string) => void): Figure[] {
  const store = openStore({ dataDir: folderOf(orders, say), clock: systemClock, log: silentLog });
  const section = `look-up among ${orders.toLocaleString('en-US')} orders`;
  const figures: Figure[] = [
    { section, name: 'database', value: store.queries.bytes() / orders, unit: 'bytes/order' },
  ];
  try {
    for (const [name, question] of Object.entries(questions)) {
      const durations: number[] = [];
      let [first, offered] = [0, 0];
      for (let index = 0; index < asked; index += 1) {
        const number = (index * 7_368_787 + 13) % orders;
        const begin = performance.now();
        const found = lookUp(store, question(number), 20);
        if (index >= asked / 10) durations.push(performance.now() - begin);
        const place = found.findIndex(({ orderNumber }) => orderNumber === orderNumberOf(number));
        if (place === 0) first += 1;
        if (place >= 0) offered += 1;
      }
      figures.push({ section, name: `${name}, p50`, value: quantile(durations, 0.5), unit: 'ms' });
      figures.push({ section, name: `${name}, p95`, value: quantile(durations, 0.95), unit: 'ms' });
      figures.push({
        section,
        name: `${name}, p99`,
        value: quantile(durations, 0.99),
        unit: 'ms',
        target: atMost(targetMs),
      });
      if (typos.includes(name)) {
        figures.push({ section, name: `${name}: found`, value: offered / asked, unit: 'of 1' });
        figures.push({ section, name: `${name}: found first`, value: first / asked, unit: 'of 1' });
      }
    }
  } finally {
    store.close();
  }
  return figures;
}
