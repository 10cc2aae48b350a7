import type { Migration } from './migration.ts';

/**
 * Alerts with everything that was said and decided about them, temperature profiles, and what the rules still have
 * to look at. `body` holds what is only ever shown; what is searched by has a column of its own.
 */
export const alerts: Migration = {
  version: 30,
  name: 'alerts',
  up(db) {
    db.exec(`
      CREATE TABLE alerts (
        alert_key INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        -- What makes two alerts of one subject two: the rule, and the limit where it has several.
        rule_key TEXT NOT NULL,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        device_id TEXT,
        start_time INTEGER NOT NULL,
        end_time INTEGER,
        raised_time INTEGER NOT NULL,
        changed_time INTEGER NOT NULL,
        -- When nothing was left to do.
        closed_time INTEGER,
        state TEXT NOT NULL,
        withdrawn INTEGER NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX alerts_by_subject ON alerts (subject_id, rule_key, start_time);
      CREATE INDEX alerts_by_device ON alerts (device_id) WHERE device_id IS NOT NULL;
      CREATE INDEX alerts_open ON alerts (alert_key) WHERE closed_time IS NULL;
      CREATE INDEX alerts_closed ON alerts (closed_time) WHERE closed_time IS NOT NULL;

      CREATE TABLE alert_orders (
        order_number TEXT NOT NULL,
        alert_key INTEGER NOT NULL REFERENCES alerts,
        PRIMARY KEY (order_number, alert_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX alert_orders_by_alert ON alert_orders (alert_key);

      -- Spans of event time that rules on timers have to look at again; written with the facts, dropped once done.
      CREATE TABLE alert_marks (
        kind TEXT NOT NULL,
        ref TEXT NOT NULL,
        from_time INTEGER NOT NULL,
        to_time INTEGER NOT NULL,
        PRIMARY KEY (kind, ref)
      ) STRICT, WITHOUT ROWID;

      -- Times in which nothing could be heard: the engine was down or had no broker. An open one is going on.
      CREATE TABLE deaf_times (from_time INTEGER PRIMARY KEY, to_time INTEGER) STRICT;
      CREATE TABLE listening (id INTEGER PRIMARY KEY CHECK (id = 1), until_time INTEGER NOT NULL) STRICT;

      CREATE TABLE temperature_profiles (profile_id TEXT PRIMARY KEY, profile TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `);
  },
};
