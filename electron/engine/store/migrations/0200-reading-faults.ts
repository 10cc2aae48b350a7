import type { Migration } from './migration.ts';

/** Flags of readings that were not measured, as bits. */
const unmeasured = 1_174_448_512;

/**
 * What a sensor says that is no measurement is found without reading the others, and hours that hold such values have
 * their rollups made again without them.
 */
export const readingFaults: Migration = {
  version: 200,
  name: 'reading faults',
  up(db) {
    db.exec(`
      CREATE INDEX reading_faults ON reading_rows (series_key, event_time) WHERE (quality & ${unmeasured}) <> 0;
      INSERT OR IGNORE INTO rollup_marks (series_key, hour)
        SELECT DISTINCT series_key, event_time / 3600000 FROM reading_rows WHERE (quality & ${unmeasured}) <> 0;
      INSERT OR IGNORE INTO rollup_marks (series_key, hour)
        SELECT DISTINCT d.ref, d.event_time / 3600000 FROM fact_doubts d
        WHERE d.kind = 'reading'
          AND EXISTS (SELECT 1 FROM reading_rows r WHERE r.series_key = d.ref AND r.event_time = d.event_time);
    `);
  },
};
