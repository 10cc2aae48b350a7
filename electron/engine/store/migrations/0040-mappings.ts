import type { Migration } from './migration.ts';

export const mappings: Migration = {
  version: 40,
  name: 'mappings',
  up(db) {
    db.exec(`
      -- Every mapping of a source as it was saved; none is changed, and they outlive the source.
      CREATE TABLE mappings (
        source_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        saved_time INTEGER NOT NULL,
        saved_by TEXT NOT NULL,
        mapping TEXT NOT NULL,
        PRIMARY KEY (source_id, version)
      ) STRICT, WITHOUT ROWID;

      -- The version in force; without one the source's format says how its messages are read.
      ALTER TABLE sources ADD COLUMN mapping_version INTEGER;
    `);
  },
};
