import type { Migration } from './migration.ts';

/** Findings that somebody does not want to see for a while: scoped, with an end, never deleted. */
export const ignores: Migration = {
  version: 170,
  name: 'ignores',
  up(db) {
    db.exec(`
      CREATE TABLE ignores (
        ignore_key INTEGER PRIMARY KEY,
        kind TEXT,
        subject_type TEXT,
        subject_id TEXT,
        until_time INTEGER NOT NULL,
        note TEXT NOT NULL,
        created_time INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        lifted_time INTEGER,
        lifted_by TEXT,
        CHECK (kind IS NOT NULL OR subject_id IS NOT NULL)
      ) STRICT;
      -- How often a kind of flag was right is asked of its newest.
      CREATE INDEX alerts_by_kind ON alerts (kind, alert_key);
    `);
  },
};
