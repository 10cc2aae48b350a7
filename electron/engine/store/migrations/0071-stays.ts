import type { Migration } from './migration.ts';

/**
 * What was on what, and when: follows from the scans and can be computed again from them. Ordered so that what is
 * aboard now is found without reading what left long ago.
 */
export const stays: Migration = {
  version: 71,
  name: 'stays',
  up(db) {
    db.exec(`
      CREATE TABLE stays (
        container TEXT NOT NULL,
        to_time INTEGER NOT NULL,
        from_time INTEGER NOT NULL,
        child TEXT NOT NULL,
        PRIMARY KEY (container, to_time, from_time, child)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX stays_by_child ON stays (child);
      INSERT INTO meta (key, value) VALUES ('stays-wanted', '1');
    `);
  },
};
