import type { Migration } from './migration.ts';

/** Whether an order was posted as it is already is told by its text itself: its hash cost more than that. */
export const ordersWithoutHash: Migration = {
  version: 240,
  name: 'orders-without-hash',
  up(db) {
    db.exec('ALTER TABLE orders DROP COLUMN posted_hash');
  },
};
