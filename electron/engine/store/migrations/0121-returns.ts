import type { Migration } from './migration.ts';

/** Goods on their way back under a number of their own. Every decision is kept, the newest counts. */
export const returns: Migration = {
  version: 121,
  name: 'returns',
  up(db) {
    db.exec(`
      CREATE TABLE returns (
        return_key INTEGER PRIMARY KEY,
        order_key INTEGER NOT NULL REFERENCES orders,
        return_number TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        items TEXT NOT NULL,
        note TEXT,
        created_time INTEGER NOT NULL,
        created_by TEXT NOT NULL
      ) STRICT;
      CREATE INDEX returns_by_order ON returns (order_key);

      CREATE TABLE return_decisions (
        decision_key INTEGER PRIMARY KEY,
        return_key INTEGER NOT NULL REFERENCES returns,
        decision TEXT NOT NULL,
        note TEXT,
        time INTEGER NOT NULL,
        who TEXT NOT NULL
      ) STRICT;
      CREATE INDEX return_decisions_by_return ON return_decisions (return_key, decision_key);
    `);
  },
};
