import type { Migration } from './migration.ts';

/** What a cage was on last is found without reading what it was on in years before. */
export const staysByEnd: Migration = {
  version: 255,
  name: 'stays-by-end',
  up(db) {
    db.exec(`
      CREATE INDEX stays_by_child_end ON stays (child, to_time);
      DROP INDEX stays_by_child;
    `);
  },
};
