import type { Migration } from './migration.ts';

/**
 * Whether the sender of a message without time and number was given its acknowledgement. One that was not sends it
 * again, and not every device marks what it sends again.
 */
export const answered: Migration = {
  version: 35,
  name: 'answered',
  up(db) {
    db.exec('ALTER TABLE unacknowledged ADD COLUMN answered INTEGER NOT NULL DEFAULT 1');
  },
};
