import type { Migration } from './migration.ts';

/** The calibration register, and logger files that were imported with what the logger itself had worked out. */
export const calibrationsAndLoggers: Migration = {
  version: 90,
  name: 'calibrations-and-loggers',
  up(db) {
    db.exec(`
      CREATE TABLE calibrations (
        calibration_id TEXT PRIMARY KEY,
        device_id TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE logger_imports (
        import_key INTEGER PRIMARY KEY,
        device_id TEXT NOT NULL,
        imported_time INTEGER NOT NULL,
        -- Of the file: the same file imported again is the same import.
        file_hash TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX logger_imports_by_device ON logger_imports (device_id, imported_time);
    `);
  },
};
