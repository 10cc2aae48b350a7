import type { Migration } from './migration.ts';

/**
 * Rollups of readings and the hours whose rollups are to be made again. `step` is minutes of the span (1, 15, 60,
 * 1440), `bucket` its number since 1970. Values are stored as those of readings. `minutes` of an hour is how many
 * one-minute rollups it has: none where there are so few readings that they say it themselves.
 */
export const rollups: Migration = {
  version: 51,
  name: 'rollups',
  up(db) {
    db.exec(`
      CREATE TABLE rollups (
        series_key INTEGER NOT NULL,
        step INTEGER NOT NULL,
        bucket INTEGER NOT NULL,
        min ANY NOT NULL, max ANY NOT NULL, sum ANY NOT NULL, count INTEGER NOT NULL,
        minutes INTEGER NOT NULL,
        PRIMARY KEY (series_key, step, bucket)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE rollup_marks (
        series_key INTEGER NOT NULL,
        hour INTEGER NOT NULL,
        PRIMARY KEY (series_key, hour)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO rollup_marks SELECT DISTINCT series_key, event_time / 3600000 FROM reading_rows;
    `);
  },
};
