import type { Migration } from './migration.ts';

/** What shops and carriers send by webhook, kept as it came; and which order a shop's own key means. */
export const webhooks: Migration = {
  version: 140,
  name: 'webhooks',
  up(db) {
    db.exec(`
      CREATE TABLE webhook_deliveries (
        delivery_key INTEGER PRIMARY KEY,
        provider TEXT NOT NULL,
        delivery_id TEXT NOT NULL,
        topic TEXT,
        received_time INTEGER NOT NULL,
        body TEXT NOT NULL,
        outcome TEXT NOT NULL,
        detail TEXT,
        UNIQUE (provider, delivery_id)
      ) STRICT;
      CREATE TABLE shop_orders (
        provider TEXT NOT NULL,
        shop_key TEXT NOT NULL,
        order_number TEXT NOT NULL,
        updated_time INTEGER NOT NULL,
        PRIMARY KEY (provider, shop_key)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
