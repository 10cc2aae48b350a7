import type { Migration } from './migration.ts';

/**
 * How likely each order was to come too late, at the instants at which that was asked, and from when on it is to be
 * asked again; nothing where nothing is to be asked.
 */
export const orderOutlooks: Migration = {
  version: 310,
  name: 'order-outlooks',
  up(db) {
    db.exec(`
      CREATE TABLE order_outlooks (
        order_key INTEGER PRIMARY KEY,
        promise INTEGER,
        settled_until INTEGER,
        samples TEXT NOT NULL,
        newest INTEGER,
        ask_from INTEGER
      ) STRICT;
      CREATE INDEX order_outlooks_waiting ON order_outlooks (ask_from) WHERE ask_from IS NOT NULL;
      CREATE INDEX order_outlooks_by_newest ON order_outlooks (newest) WHERE newest IS NOT NULL;
    `);
  },
};
