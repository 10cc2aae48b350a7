import type { Migration } from './migration.ts';

/** How orders that ended went: which touchpoints they passed, how long after they were placed, and who scanned them. */
export const laneTrips: Migration = {
  version: 72,
  name: 'lane trips',
  up(db) {
    db.exec(`
      CREATE TABLE lane_trips (
        order_key INTEGER PRIMARY KEY,
        lane TEXT NOT NULL,
        order_number TEXT NOT NULL,
        ended INTEGER NOT NULL,
        delivered_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX lane_trips_by_lane ON lane_trips (lane, ended);
      CREATE TABLE lane_touches (
        order_key INTEGER NOT NULL,
        site_id TEXT NOT NULL,
        biz_step TEXT NOT NULL,
        after_ms INTEGER NOT NULL,
        event_time INTEGER NOT NULL,
        device_id TEXT NOT NULL,
        read_point TEXT,
        PRIMARY KEY (order_key, site_id, biz_step)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX lane_touches_by_step ON lane_touches (site_id, biz_step, event_time);
    `);
  },
};
