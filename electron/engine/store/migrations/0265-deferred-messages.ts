import type { Migration } from './migration.ts';

/** Messages of a burst, on disk and acknowledged, that are read once those of others are. */
export const deferredMessages: Migration = {
  version: 265,
  name: 'deferred-messages',
  up(db) {
    db.exec(`
      CREATE TABLE deferred_messages (
        deferred_key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        topic TEXT NOT NULL,
        payload BLOB NOT NULL,
        qos INTEGER NOT NULL,
        retained INTEGER NOT NULL,
        dup INTEGER NOT NULL,
        -- Of the session it came in; NULL for QoS 0, and once that session is gone.
        message_id INTEGER,
        received_at INTEGER NOT NULL
      ) STRICT;
    `);
  },
};
