import type { Migration } from './migration.ts';

/** Devices that were expected before they ever said anything, and since when; a line goes with their first message. */
export const expectedDevices: Migration = {
  version: 201,
  name: 'expected devices',
  up(db) {
    db.exec(`
      CREATE TABLE expected_devices (
        device_id TEXT PRIMARY KEY,
        since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
