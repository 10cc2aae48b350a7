import type { Migration } from './migration.ts';

/** Who brought an order, or put it onto its way, when it was predicted: estimates are scored by that too. */
export const predictionDrivers: Migration = {
  version: 171,
  name: 'prediction-drivers',
  up(db) {
    db.exec("ALTER TABLE eta_predictions ADD COLUMN driver TEXT NOT NULL DEFAULT ''");
  },
};
