import type { Migration } from './migration.ts';

/**
 * Long files of orders that are being entered: the file itself and how far it is, so that a restart goes on to the end.
 * A row whose orders are all entered stays until their states are announced.
 */
export const orderImports: Migration = {
  version: 190,
  name: 'order-imports',
  up(db) {
    db.exec(`
      CREATE TABLE order_imports (
        import_key INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL UNIQUE,
        start_time INTEGER NOT NULL,
        -- The text of the file, deflated; NULL once all of it is entered.
        file BLOB,
        mapping TEXT,
        time_zone TEXT NOT NULL,
        -- Orders of the file that are entered, good or not.
        entered INTEGER NOT NULL DEFAULT 0,
        -- Among the keys of these are its new orders; those up to the third are announced.
        first_key INTEGER,
        last_key INTEGER,
        announced_key INTEGER
      ) STRICT;
    `);
  },
};
