import type { Migration } from './migration.ts';

/** What each turn of a long import entered, so that an import may be taken back after its first orders are there. */
export const importSlices: Migration = {
  version: 241,
  name: 'import-slices',
  up(db) {
    db.exec(`
      ALTER TABLE order_imports ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0;
      -- Orders of a cancelled one that stay: somebody works on them.
      ALTER TABLE order_imports ADD COLUMN stayed INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE order_import_slices (
        job_id TEXT NOT NULL,
        -- Orders of the file before the slice.
        start INTEGER NOT NULL,
        entered_time INTEGER NOT NULL,
        -- Keys of its new orders, both ends included; NULL where it had none.
        first_key INTEGER,
        last_key INTEGER,
        -- Keys of the orders it changed, as JSON.
        updated TEXT NOT NULL,
        PRIMARY KEY (job_id, start)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tracking_links_by_order ON tracking_links (order_key);
    `);
  },
};
