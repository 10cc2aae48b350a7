import type { Migration } from './migration.ts';

/**
 * What makes the data last: raw messages in compressed blocks, a quarantine that counts what it does not keep, how
 * long each class is kept, and what is held whatever its age.
 */
export const retention: Migration = {
  version: 52,
  name: 'retention',
  up(db) {
    db.exec(`
      -- Consecutive messages, deflated together. The keys of its topics stand before the body, so that a look for one
      -- topic reads no bodies of others.
      CREATE TABLE message_blocks (
        first_key INTEGER PRIMARY KEY,
        last_key INTEGER NOT NULL,
        first_time INTEGER NOT NULL,
        last_time INTEGER NOT NULL,
        count INTEGER NOT NULL,
        payload_bytes INTEGER NOT NULL,
        topics BLOB NOT NULL,
        body BLOB NOT NULL
      ) STRICT;

      -- How many different messages of a device are kept for a reason, and how many more were only counted.
      CREATE TABLE quarantine_groups (
        device_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        kept INTEGER NOT NULL,
        counted INTEGER NOT NULL,
        PRIMARY KEY (device_id, reason)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO quarantine_groups SELECT ifnull(device_id, ''), reason, count(*), 0 FROM quarantine GROUP BY 1, 2;
      CREATE INDEX quarantine_by_group ON quarantine (ifnull(device_id, ''), reason, quarantine_key);

      CREATE TABLE retention_classes (class TEXT PRIMARY KEY, keep_days REAL) STRICT, WITHOUT ROWID;

      CREATE TABLE legal_holds (
        hold_id TEXT PRIMARY KEY,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        valid_from INTEGER, valid_to INTEGER,
        note TEXT NOT NULL,
        who TEXT NOT NULL,
        placed_time INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- How large the data was at some instants, for the forecast.
      CREATE TABLE size_samples (time INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;
    `);
  },
};
