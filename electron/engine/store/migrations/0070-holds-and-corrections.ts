import type { Migration } from './migration.ts';

/**
 * What people say about goods and facts: holds, and scans declared wrong. Neither is ever edited: a hold is lifted, a
 * correction undone, and both stay readable. Orders keep what they said before each edit, so that what was known at an
 * instant can be asked for.
 */
export const holdsAndCorrections: Migration = {
  version: 70,
  name: 'holds-and-corrections',
  up(db) {
    db.exec(`
      CREATE TABLE holds (
        hold_key INTEGER PRIMARY KEY,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        code TEXT NOT NULL,
        kind TEXT NOT NULL,
        note TEXT NOT NULL,
        placed_time INTEGER NOT NULL,
        placed_by TEXT NOT NULL,
        lifted_time INTEGER,
        lifted_by TEXT,
        lift_note TEXT
      ) STRICT;

      -- 'replacement' is what was really so, as JSON; without one the scan did not happen, or nothing of it is believed.
      CREATE TABLE corrections (
        correction_key INTEGER PRIMARY KEY,
        scan_key INTEGER NOT NULL REFERENCES scans,
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        replacement TEXT,
        declared_time INTEGER NOT NULL,
        declared_by TEXT NOT NULL,
        undone_time INTEGER,
        undone_by TEXT,
        undo_note TEXT
      ) STRICT;
      CREATE INDEX corrections_by_scan ON corrections (scan_key);

      -- What an order said before it was edited, from when until when.
      CREATE TABLE order_versions (
        order_key INTEGER NOT NULL REFERENCES orders,
        from_time INTEGER NOT NULL,
        to_time INTEGER NOT NULL,
        posted TEXT NOT NULL
      ) STRICT;
      CREATE INDEX order_versions_by_order ON order_versions (order_key, from_time);

      -- Set when later news may have changed what is believed of a scan; what its scanner was told stays.
      ALTER TABLE scan_verdicts ADD COLUMN revised INTEGER NOT NULL DEFAULT 0;
    `);
  },
};
