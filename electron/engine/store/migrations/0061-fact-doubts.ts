import type { Migration } from './migration.ts';

/**
 * Doubts about single facts and what people decided about them; the facts stay as they came. `ref` is the series of a
 * reading and the device of a position, `flags` are bits as in the facts, `decision` is 0 open, 1 accepted, 2 rejected.
 */
export const factDoubts: Migration = {
  version: 61,
  name: 'fact-doubts',
  up(db) {
    db.exec(`
      CREATE TABLE fact_doubts (
        kind TEXT NOT NULL,
        ref INTEGER NOT NULL,
        event_time INTEGER NOT NULL,
        device_key INTEGER NOT NULL REFERENCES devices,
        flags INTEGER NOT NULL,
        decision INTEGER NOT NULL DEFAULT 0,
        decided_time INTEGER,
        decided_by TEXT,
        note TEXT,
        PRIMARY KEY (kind, ref, event_time)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX fact_doubts_by_device ON fact_doubts (device_key, event_time);
      CREATE INDEX fact_doubts_open ON fact_doubts (event_time) WHERE decision = 0;
    `);
  },
};
