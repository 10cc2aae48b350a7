import type { Migration } from './migration.ts';

/** Orders that ended by when they did, without those that are open: of a million the newest are found at once. */
export const endedOrders: Migration = {
  version: 191,
  name: 'ended-orders',
  up(db) {
    db.exec(`
      CREATE INDEX order_beliefs_by_end ON order_beliefs (state_time) WHERE final = 1;
      CREATE INDEX order_beliefs_told ON order_beliefs (state_time) WHERE final = 1 AND announced = 1;
    `);
  },
};
