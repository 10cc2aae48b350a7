import type { Migration } from './migration.ts';

/**
 * How likely each order was to come too late, at the instants at which that was asked; from which of them on it is to be
 * asked again, and when there is something to ask.
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
        again_from INTEGER,
        due INTEGER
      ) STRICT;
      CREATE INDEX order_outlooks_by_due ON order_outlooks (due) WHERE due IS NOT NULL;
      CREATE INDEX order_outlooks_by_newest ON order_outlooks (newest) WHERE newest IS NOT NULL;
    `);
  },
};
