import type { Migration } from './migration.ts';

/**
 * Journeys that ended before Waymark was there, imported to learn from, and the models learned from them. They are no
 * orders: nothing is believed, alerted or announced of them.
 */
export const pastJourneys: Migration = {
  version: 210,
  name: 'past-journeys',
  up(db) {
    db.exec(`
      CREATE TABLE past_journeys (
        order_number TEXT PRIMARY KEY,
        started INTEGER NOT NULL,
        delivered INTEGER NOT NULL,
        journey TEXT NOT NULL,
        record_time INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX past_journeys_by_delivery ON past_journeys (delivered);
      CREATE TABLE eta_models (
        version INTEGER PRIMARY KEY AUTOINCREMENT,
        trained_time INTEGER NOT NULL,
        format INTEGER NOT NULL,
        summary TEXT NOT NULL,
        model BLOB NOT NULL
      ) STRICT;
    `);
  },
};
