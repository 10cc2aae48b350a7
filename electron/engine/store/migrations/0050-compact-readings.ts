import type { Migration } from './migration.ts';

/**
 * Readings in a layout chosen by measurement. What repeats from row to row (topic, retained, boot) is one small
 * number; an arrival is kept as its delay; a value of at most three decimals is kept as thousandths, which give the
 * very same number back. Clustered by (series, event time) as before. `readings` is read as before. Since raw
 * messages do not last as long as facts, facts know their topic without them.
 */
export const compactReadings: Migration = {
  version: 50,
  name: 'compact readings',
  up(db) {
    db.exec(`
      CREATE TABLE origins (
        origin_key INTEGER PRIMARY KEY,
        topic_key INTEGER NOT NULL REFERENCES topics,
        retained INTEGER NOT NULL,
        boot TEXT NOT NULL,
        UNIQUE (topic_key, retained, boot)
      ) STRICT;
      INSERT INTO origins (topic_key, retained, boot)
        SELECT topic_key, retained, '' FROM messages
        UNION
        SELECT m.topic_key, m.retained, ifnull(r.boot, '')
        FROM readings r JOIN messages m ON m.message_key = r.message_key;

      CREATE TABLE reading_rows (
        series_key INTEGER NOT NULL,
        event_time INTEGER NOT NULL,
        n INTEGER NOT NULL,
        value ANY NOT NULL,
        delay INTEGER NOT NULL,
        origin_key INTEGER NOT NULL,
        quality INTEGER NOT NULL,
        seq INTEGER,
        content INTEGER NOT NULL,
        PRIMARY KEY (series_key, event_time, n)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO reading_rows
        SELECT r.series_key, r.event_time, r.n,
          CASE WHEN abs(r.value) < 2e9 AND round(r.value * 1000) / 1000.0 = r.value
            THEN CAST(round(r.value * 1000) AS INTEGER) ELSE r.value END,
          r.record_time - r.event_time,
          o.origin_key, r.quality, r.seq, r.content & 0x7fffffff
        FROM readings r CROSS JOIN messages m CROSS JOIN origins o
        WHERE m.message_key = r.message_key AND o.topic_key = m.topic_key AND o.retained = m.retained
          AND o.boot = ifnull(r.boot, '')
        ORDER BY r.series_key, r.event_time, r.n;
    `);
    const rows = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    if (rows('reading_rows') !== rows('readings'))
      throw new Error('Some readings belong to no message: they would be lost.');
    db.exec(`
      DROP TABLE readings;
      CREATE VIEW readings AS
        SELECT series_key, event_time, n,
          CASE typeof(value) WHEN 'integer' THEN value / 1000.0 ELSE value END AS value,
          event_time + delay AS record_time,
          origin_key, quality,
          (SELECT nullif(o.boot, '') FROM origins o WHERE o.origin_key = r.origin_key) AS boot,
          seq, content
        FROM reading_rows r;
    `);
    for (const table of ['positions', 'scans', 'statuses'])
      db.exec(`
        ALTER TABLE ${table} ADD COLUMN origin_key INTEGER NOT NULL DEFAULT 0;
        UPDATE ${table} SET origin_key = (
          SELECT o.origin_key FROM messages m
          JOIN origins o ON o.topic_key = m.topic_key AND o.retained = m.retained AND o.boot = ''
          WHERE m.message_key = ${table}.message_key);
      `);
  },
};
