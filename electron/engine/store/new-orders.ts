import type Database from 'better-sqlite3';

import { insertMany } from './insert-many.ts';
import type { Findable } from './order-words.ts';

export interface OrderCode {
  readonly code: string;
  /** '' for codes of the order itself. */
  readonly parcelId: string;
}

/** An order as it is to be kept; `posted` is its JSON as validated. */
export interface OrderToKeep extends Findable {
  readonly orderNumber: string;
  readonly posted: string;
  readonly codes: readonly OrderCode[];
}

/** What has a row in several tables, written at once. */
export interface NewOrderStatements {
  /** Which of the numbers orders have. */
  readonly knownNumbers: (numbers: readonly string[]) => Set<string>;
  /** Keeps orders whose numbers nobody has; gives the key of the first, the others follow it. Only inside a transaction. */
  readonly enter: (orders: readonly OrderToKeep[], now: number) => number;
  /** The key of the next order: never one that was given before, though its order was taken back. */
  readonly nextKey: () => number;
}

export function createNewOrderStatements(db: Database.Database): NewOrderStatements {
  const known = db
    .prepare<[string], string>(
      'SELECT order_number FROM json_each(?) JOIN orders ON order_number = json_each.value',
    )
    .pluck();
  const newest = db.prepare<[], number | null>('SELECT max(order_key) FROM orders').pluck();
  const insertOrders = insertMany(
    db,
    'INSERT INTO orders (order_key, order_number, posted, created_time, updated_time)',
    '(?, ?, ?, ?, ?)',
  );
  const insertCodes = insertMany(
    db,
    'INSERT OR IGNORE INTO order_codes (code, order_key, parcel_id)',
    '(?, ?, ?)',
  );
  const insertWords = insertMany(db, 'INSERT INTO order_words (rowid, words)', '(CAST(? AS INTEGER), ?)');
  let given = 0;
  const nextKey = (): number => (given = Math.max(given, newest.get() ?? 0) + 1);
  return {
    knownNumbers: (numbers) => new Set(known.all(JSON.stringify(numbers))),
    nextKey,
    enter(orders, now) {
      const first = nextKey();
      given = first + orders.length - 1;
      insertOrders(
        orders.map(({ orderNumber, posted }, index) => [first + index, orderNumber, posted, now, now]),
      );
      insertCodes(
        orders.flatMap(({ codes }, index) =>
          codes.map(({ code, parcelId }) => [code, first + index, parcelId]),
        ),
      );
      insertWords(orders.map(({ words }, index) => [first + index, words]));
      return first;
    },
  };
}
