import type { Migration } from './migration.ts';

/** What was predicted of orders, as it was said; kept as long as the orders. Nothing in it is ever changed. */
export const predictions: Migration = {
  version: 100,
  name: 'predictions',
  up(db) {
    db.exec(`
      CREATE TABLE eta_predictions (
        prediction_key INTEGER PRIMARY KEY,
        order_key INTEGER NOT NULL REFERENCES orders,
        made_time INTEGER NOT NULL,
        state TEXT NOT NULL,
        model TEXT NOT NULL,
        p10 INTEGER NOT NULL,
        p50 INTEGER NOT NULL,
        p90 INTEGER NOT NULL,
        -- What it is compared by: the site it was last at, where it goes, who brings it and how.
        site TEXT NOT NULL,
        lane TEXT NOT NULL,
        carrier TEXT NOT NULL,
        service TEXT NOT NULL
      ) STRICT;
      CREATE INDEX eta_predictions_by_order ON eta_predictions (order_key, made_time);
      CREATE INDEX order_beliefs_ended ON order_beliefs (state, state_time);
    `);
  },
};
