import type { Migration } from './migration.ts';

/** How much a device may send, where somebody set it otherwise than it is by default. */
export const rateLimit: Migration = {
  version: 130,
  name: 'rate-limit',
  up(db) {
    db.exec(`
      CREATE TABLE rate_limit (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        per_second REAL NOT NULL,
        burst INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
