import type { Migration } from './migration.ts';

/**
 * How punctual each device is (facts by how late they came, and the newest differences between its clock and ours),
 * and the books again by day, device and topic: 0 stands for a device nobody could name.
 */
export const accounting: Migration = {
  version: 62,
  name: 'accounting',
  up(db) {
    db.exec(`
      ALTER TABLE devices ADD COLUMN lateness TEXT;
      ALTER TABLE devices ADD COLUMN clock_differences TEXT;

      CREATE TABLE tallies (
        day INTEGER NOT NULL,
        topic_key INTEGER NOT NULL REFERENCES topics,
        device_key INTEGER NOT NULL,
        stored INTEGER NOT NULL, duplicate INTEGER NOT NULL, ignored INTEGER NOT NULL,
        quarantined INTEGER NOT NULL, limited INTEGER NOT NULL, late INTEGER NOT NULL,
        PRIMARY KEY (day, topic_key, device_key)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
