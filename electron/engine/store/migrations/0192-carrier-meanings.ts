import type { Migration } from './migration.ts';

/** What people here said carriers' codes mean, each a version of the table; and webhook calls that proved nothing. */
export const carrierMeanings: Migration = {
  version: 192,
  name: 'carrier-meanings',
  up(db) {
    db.exec(`
      CREATE TABLE carrier_meanings (
        version INTEGER PRIMARY KEY,
        provider TEXT NOT NULL,
        carrier TEXT NOT NULL,
        raw_code TEXT NOT NULL,
        milestone TEXT NOT NULL,
        set_time INTEGER NOT NULL,
        UNIQUE (provider, carrier, raw_code)
      ) STRICT;
      CREATE TABLE webhook_refusals (
        provider TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        last_time INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
