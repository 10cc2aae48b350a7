import type Database from 'better-sqlite3';

/** A value of one series as it is written. */
export interface ReadingRow {
  readonly seriesKey: number;
  readonly eventTime: number;
  readonly n: number;
  readonly value: number;
  readonly recordTime: number;
  readonly originKey: number;
  readonly quality: number;
  readonly seq: number | null;
  readonly content: number;
}

/** A stored `value` as the number it stands for. */
export const valueSql = "CASE typeof(value) WHEN 'integer' THEN value / 1000.0 ELSE value END";

/**
 * A value of at most three decimals as whole thousandths, or undefined: the number got back by dividing is then the
 * very same, since both are the nearest to what was written down.
 */
export function thousandthsOf(value: number): bigint | undefined {
  const thousandths = Math.round(value * 1000);
  return Math.abs(value) < 2e9 && thousandths / 1000 === value ? BigInt(thousandths) : undefined;
}

/** A value as it is bound: whole numbers of JavaScript would be bound as floating point. */
export function storedValue(value: number): number | bigint {
  return thousandthsOf(value) ?? value;
}

/** Of the 48 bits of a content a reading keeps 31: what it is compared with shares its series and instant. */
export function shortContent(content: number): number {
  return content % 0x80000000;
}

export function readingWriter(db: Database.Database): (row: ReadingRow) => void {
  const insert = db.prepare(
    'INSERT INTO reading_rows (series_key, event_time, n, value, delay, origin_key, quality, seq, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return (row) =>
    void insert.run(
      row.seriesKey,
      row.eventTime,
      row.n,
      storedValue(row.value),
      row.recordTime - row.eventTime,
      row.originKey,
      row.quality,
      row.seq,
      row.content,
    );
}
