import type { Migration } from './migration.ts';

/** What each of the newest orders that ended taught of what is usual, with when it ended. */
export const orderLessons: Migration = {
  version: 280,
  name: 'order-lessons',
  up(db) {
    db.exec(`
      CREATE TABLE order_lessons (
        order_key INTEGER PRIMARY KEY,
        ended INTEGER NOT NULL,
        lesson TEXT NOT NULL
      ) STRICT;
      CREATE INDEX order_lessons_by_end ON order_lessons (ended);
    `);
  },
};
