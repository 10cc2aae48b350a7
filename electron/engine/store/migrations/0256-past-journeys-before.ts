import type { Migration } from './migration.ts';

/** What an import of history that is still kept in slices has replaced, null for what is new: it is put back should the import end early. */
export const pastJourneysBefore: Migration = {
  version: 256,
  name: 'past-journeys-before',
  up(db) {
    db.exec(`
      CREATE TABLE past_journeys_before (
        order_number TEXT PRIMARY KEY,
        started INTEGER,
        delivered INTEGER,
        journey TEXT,
        record_time INTEGER
      ) STRICT;
    `);
  },
};
