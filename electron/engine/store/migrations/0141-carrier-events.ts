import type { Migration } from './migration.ts';

/** What carriers said of parcels, in their own codes and words, for ever; and what each was taken to mean. */
export const carrierEvents: Migration = {
  version: 141,
  name: 'carrier-events',
  up(db) {
    db.exec(`
      CREATE TABLE carrier_events (
        event_key INTEGER PRIMARY KEY,
        provider TEXT NOT NULL,
        carrier TEXT NOT NULL,
        code TEXT NOT NULL,
        event_time INTEGER NOT NULL,
        record_time INTEGER NOT NULL,
        raw_code TEXT NOT NULL,
        raw_text TEXT NOT NULL,
        place TEXT,
        milestone TEXT,
        mapping_version INTEGER NOT NULL,
        UNIQUE (provider, carrier, code, event_time, raw_code, raw_text)
      ) STRICT;
      CREATE INDEX carrier_events_code ON carrier_events (code, event_time);
    `);
  },
};
