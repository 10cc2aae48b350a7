import type Database from 'better-sqlite3';

import { createNewOrderStatements, type OrderCode, type OrderToKeep } from './new-orders.ts';
import { createBeliefStore, type BeliefStore } from './order-beliefs.ts';
import { createVocabularyStatements, type VocabularyStore } from './order-vocabulary.ts';
import { Remembered } from './remembered.ts';
import { createTakeBackStatements } from './taken-back-orders.ts';

/** An order as it is kept; `posted` is its JSON as validated. */
export interface StoredOrder {
  readonly key: number;
  readonly orderNumber: string;
  readonly posted: string;
  readonly createdTime: number;
  readonly updatedTime: number;
}

/** Whose a code is. */
export interface OwnedCode {
  readonly orderKey: number;
  /** '' for codes of the order itself. */
  readonly parcelId: string;
}

export interface OrderStore extends BeliefStore, VocabularyStore {
  count(): number;
  get(orderNumber: string): StoredOrder | undefined;
  byKey(key: number): StoredOrder | undefined;
  /** The order as it was posted at an instant: before its first posting as it was posted first. */
  asPostedAt(order: StoredOrder, knownAt: number): StoredOrder;
  /** Keeps an order with its codes and words. 'unchanged' when the same content is there already. */
  upsert(
    order: OrderToKeep,
    now: number,
  ): {
    readonly key: number;
    readonly status: 'created' | 'updated' | 'unchanged';
  };
  /** Which of the numbers orders have. */
  knownNumbers(numbers: readonly string[]): Set<string>;
  /** Keeps many orders whose numbers nobody has; gives the key of the first, the others follow it. */
  enter(orders: readonly OrderToKeep[], now: number): number;
  /** Which orders with keys in a span somebody has edited, or has a case, a return or a tracking link of. */
  inUse(from: number, to: number): Set<number>;
  /** Removes an order that nothing refers to. */
  remove(key: number): void;
  /** Orders and parcels a canonical code belongs to. */
  byCode(code: string): readonly OwnedCode[];
  /** Codes that begin or end like the text, at most `limit`. */
  codesLike(
    text: string,
    limit: number,
  ): { readonly code: string; readonly orderKey: number; readonly parcelId: string }[];
  /** Orders whose words match an FTS query, the newest first. */
  byWords(query: string, limit: number): number[];
  /** Which of the canonical codes any order has. */
  knownCodes(codes: readonly string[]): string[];
  /** Numbers of the orders that were entered last, the newest first. */
  newestNumbers(limit: number): string[];
  /** Forgets what a failed transaction left in memory. */
  reload(): void;
}

/** Enough for the orders a site has in hand. */
const rememberedOrders = 10_000;

interface OrderRecord {
  order_key: number;
  order_number: string;
  posted: string;
  created_time: number;
  updated_time: number;
}

export function createOrderStore(db: Database.Database): OrderStore {
  const select = db.prepare<[string], OrderRecord>('SELECT * FROM orders WHERE order_number = ?');
  const selectKey = db.prepare<[number], OrderRecord>('SELECT * FROM orders WHERE order_key = ?');
  // A parcel is scanned many times in a row of days, its order is posted once.
  const orders = new Remembered<number, StoredOrder | undefined>(rememberedOrders);
  const codes = new Remembered<string, OwnedCode[]>(2 * rememberedOrders);
  const beliefs = createBeliefStore(db);
  const all = db.prepare<[], number>('SELECT count(*) FROM orders').pluck();
  const newest = db
    .prepare<[number], string>('SELECT order_number FROM orders ORDER BY order_key DESC LIMIT ?')
    .pluck();
  const { learn, forget: forgetWords, ...vocabulary } = createVocabularyStatements(db);
  const takenBack = createTakeBackStatements(db);
  const { knownNumbers, enter, nextKey } = createNewOrderStatements(db);
  const { upsert } = writeStatements(db, (orderNumber) => select.get(orderNumber), nextKey);
  return {
    get: (orderNumber) => toOrder(select.get(orderNumber)),
    byKey: (key) => orders.of(key, () => toOrder(selectKey.get(key))),
    asPostedAt: versionStatement(db),
    inUse: takenBack.inUse,
    remove(key) {
      beliefs.dropBelief(key);
      takenBack.remove(key);
      orders.forget(key);
      codes.clear();
    },
    knownNumbers,
    enter(entered, now) {
      for (const order of entered) {
        for (const { code } of order.codes) codes.forget(code);
        learn(order.vocabulary);
      }
      return enter(entered, now);
    },
    upsert(order, now) {
      const result = upsert(order, now);
      if (result.status !== 'unchanged') learn(order.vocabulary);
      const { orderNumber, posted } = order;
      if (result.status === 'created') for (const { code } of order.codes) codes.forget(code);
      if (result.status === 'updated') codes.clear();
      if (result.status === 'created')
        orders.set(result.key, { key: result.key, orderNumber, posted, createdTime: now, updatedTime: now });
      else orders.forget(result.key);
      return result;
    },
    ...codeStatements(db, codes),
    ...vocabulary,
    ...beliefs,
    count: () => all.get() ?? 0,
    newestNumbers: (limit) => newest.all(limit),
    reload() {
      orders.clear();
      codes.clear();
      beliefs.forget();
      forgetWords();
    },
  };
}

function toOrder(record: OrderRecord | undefined): StoredOrder | undefined {
  return (
    record && {
      key: record.order_key,
      orderNumber: record.order_number,
      posted: record.posted,
      createdTime: record.created_time,
      updatedTime: record.updated_time,
    }
  );
}

function versionStatement(db: Database.Database): OrderStore['asPostedAt'] {
  const select = db.prepare<[number, number], { posted: string; from_time: number }>(
    'SELECT posted, from_time FROM order_versions WHERE order_key = ? AND to_time > ? ORDER BY from_time LIMIT 1',
  );
  return (order, knownAt) => {
    if (knownAt >= order.updatedTime) return order;
    const version = select.get(order.key, knownAt);
    return version === undefined
      ? order
      : { ...order, posted: version.posted, updatedTime: version.from_time };
  };
}

function writeStatements(
  db: Database.Database,
  find: (orderNumber: string) => OrderRecord | undefined,
  nextKey: () => number,
) {
  const insert = db.prepare(
    'INSERT INTO orders (order_key, order_number, posted, created_time, updated_time) VALUES (?, ?, ?, ?, ?)',
  );
  const update = db.prepare('UPDATE orders SET posted = ?, updated_time = ? WHERE order_key = ?');
  const keepVersion = db.prepare(
    'INSERT INTO order_versions (order_key, from_time, to_time, posted) VALUES (?, ?, ?, ?)',
  );
  const dropCodes = db.prepare('DELETE FROM order_codes WHERE order_key = ?');
  const insertCode = db.prepare(
    'INSERT OR IGNORE INTO order_codes (code, order_key, parcel_id) VALUES (?, ?, ?)',
  );
  const dropWords = db.prepare('DELETE FROM order_words WHERE rowid = ?');
  const insertWords = db.prepare('INSERT INTO order_words (rowid, words) VALUES (CAST(? AS INTEGER), ?)');
  const describe = (key: number, codes: readonly OrderCode[], words: string): void => {
    for (const { code, parcelId } of codes) insertCode.run(code, key, parcelId);
    insertWords.run(key, words);
  };
  const upsert: OrderStore['upsert'] = ({ orderNumber, posted, codes, words }, now) => {
    const known = find(orderNumber);
    if (known === undefined) {
      const key = nextKey();
      insert.run(key, orderNumber, posted, now, now);
      describe(key, codes, words);
      return { key, status: 'created' };
    }
    if (known.posted === posted) return { key: known.order_key, status: 'unchanged' };
    keepVersion.run(known.order_key, known.updated_time, now, known.posted);
    update.run(posted, now, known.order_key);
    dropCodes.run(known.order_key);
    dropWords.run(known.order_key);
    describe(known.order_key, codes, words);
    return { key: known.order_key, status: 'updated' };
  };
  return { upsert };
}

function codeStatements(db: Database.Database, remembered: Remembered<string, OwnedCode[]>) {
  const byCode = db.prepare<[string], OwnedCode>(
    'SELECT order_key AS orderKey, parcel_id AS parcelId FROM order_codes WHERE code = ?',
  );
  const like = db.prepare<
    { from: string; to: string; limit: number },
    { code: string; orderKey: number; parcelId: string }
  >(
    `SELECT code, order_key AS orderKey, parcel_id AS parcelId FROM order_codes
     WHERE code >= :from AND code < :to ORDER BY code LIMIT :limit`,
  );
  const words = db
    .prepare<[string, number], number>(
      'SELECT rowid FROM order_words WHERE order_words MATCH ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck();
  const codes = db
    .prepare<[string], string>(
      'SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM order_codes WHERE code = value)',
    )
    .pluck();
  return {
    knownCodes: (asked: readonly string[]) => codes.all(JSON.stringify(asked)),
    byCode: (code: string) => remembered.of(code, () => byCode.all(code)),
    codesLike: (text: string, limit: number) => like.all({ from: text, to: `${text}\u{10ffff}`, limit }),
    byWords: (query: string, limit: number) => words.all(query, limit),
  };
}
