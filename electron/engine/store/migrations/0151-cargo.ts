import type { Migration } from './migration.ts';

/** Goods with limits of their own, on what they were and when: follows from orders and scans. */
export const cargo: Migration = {
  version: 151,
  name: 'cargo',
  up(db) {
    db.exec(`
      CREATE TABLE cargo (
        order_key INTEGER NOT NULL,
        carrier TEXT NOT NULL,
        from_time INTEGER NOT NULL,
        to_time INTEGER NOT NULL,
        profile_id TEXT NOT NULL,
        PRIMARY KEY (order_key, carrier, from_time, to_time, profile_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX cargo_by_carrier ON cargo (carrier, to_time);
      CREATE INDEX cargo_by_end ON cargo (to_time);
    `);
  },
};
