import type Database from 'better-sqlite3';

/** How orders are taken back that an import had brought in. */
export interface TakeBackStatements {
  /** Which orders with keys in a span somebody has edited, or has a case, a return or a tracking link of. */
  readonly inUse: (from: number, to: number) => Set<number>;
  /** Removes what is kept of an order but for what is believed of it. */
  readonly remove: (key: number) => void;
}

export function createTakeBackStatements(db: Database.Database): TakeBackStatements {
  const inUse = db
    .prepare<{ from: number; to: number }, number>(
      `SELECT order_key FROM order_versions WHERE order_key BETWEEN :from AND :to
       UNION SELECT order_key FROM cases WHERE order_key BETWEEN :from AND :to
       UNION SELECT order_key FROM returns WHERE order_key BETWEEN :from AND :to
       UNION SELECT order_key FROM tracking_links WHERE order_key BETWEEN :from AND :to`,
    )
    .pluck();
  const removals = [
    'DELETE FROM order_codes WHERE order_key = ?',
    'DELETE FROM order_words WHERE rowid = CAST(? AS INTEGER)',
    'DELETE FROM eta_predictions WHERE order_key = ?',
    'DELETE FROM order_outlooks WHERE order_key = ?',
    'DELETE FROM order_lessons WHERE order_key = ?',
    'DELETE FROM orders WHERE order_key = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  return {
    inUse: (from, to) => new Set(inUse.all({ from, to })),
    remove(key) {
      for (const removal of removals) removal.run(key);
    },
  };
}
