import type { Migration } from './migration.ts';

/** By how much the clocks of devices were off, and from when to when by arrival: what they said is compared put right. */
export const clockOffsets: Migration = {
  version: 160,
  name: 'clock-offsets',
  up(db) {
    db.exec(`
      CREATE TABLE clock_offsets (
        device_key INTEGER NOT NULL REFERENCES devices,
        since INTEGER NOT NULL,
        until INTEGER,
        offset_ms INTEGER NOT NULL,
        PRIMARY KEY (device_key, since)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
