import type { Migration } from './migration.ts';

/** Links for customers to the page of their order; only hashes of the tokens are kept. */
export const trackingLinks: Migration = {
  version: 122,
  name: 'tracking-links',
  up(db) {
    db.exec(`
      CREATE TABLE tracking_links (
        token_hash BLOB PRIMARY KEY,
        order_key INTEGER NOT NULL REFERENCES orders,
        created_time INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        expires INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
