import type Database from 'better-sqlite3';

/** A rollup as anybody reads it from the file, without the product. */
export interface OracleRollup {
  readonly step: number;
  readonly start: number;
  readonly min: number;
  readonly max: number;
  readonly mean: string;
  readonly count: number;
}

const steps = [1, 15, 60, 1440];

export function readReadings(db: Database.Database, seriesKey: number): { time: number; value: number }[] {
  return db
    .prepare<[number], { time: number; value: number }>(
      'SELECT event_time AS time, value FROM readings WHERE series_key = ?',
    )
    .all(seriesKey);
}

function plain(name: string): string {
  return `CASE typeof(${name}) WHEN 'integer' THEN ${name} / 1000.0 ELSE ${name} END AS ${name}`;
}

/** Every rollup of a series; an hour with fewer than two readings a minute has none of single minutes. */
export function readRollups(db: Database.Database, seriesKey: number): OracleRollup[] {
  return db
    .prepare<
      [number],
      { step: number; bucket: number; min: number; max: number; sum: number; count: number }
    >(
      `SELECT step, bucket, ${plain('min')}, ${plain('max')}, ${plain('sum')}, count FROM rollups WHERE series_key = ? ORDER BY step, bucket`,
    )
    .all(seriesKey)
    .map(({ step, bucket, min, max, sum, count }) => {
      return { step, start: bucket * step * 60_000, min, max, mean: (sum / count).toFixed(6), count };
    });
}

/** What the rollups of these readings are. */
export function recompute(readings: readonly { time: number; value: number }[]): OracleRollup[] {
  return steps.flatMap((step) => {
    const spans = new Map<number, number[]>();
    for (const { time, value } of readings) {
      const start = time - (time % (step * 60_000));
      spans.set(start, [...(spans.get(start) ?? []), value]);
    }
    return [...spans]
      .sort(([a], [b]) => a - b)
      .filter(([start]) => step > 1 || isDense(readings, start))
      .map(([start, values]) => ({
        step,
        start,
        min: Math.min(...values),
        max: Math.max(...values),
        mean: (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(6),
        count: values.length,
      }));
  });
}

function isDense(readings: readonly { time: number }[], minute: number): boolean {
  const hour = minute - (minute % 3_600_000);
  const inside = readings.filter(({ time }) => time >= hour && time < hour + 3_600_000);
  const minutes = new Set(inside.map(({ time }) => Math.floor(time / 60_000)));
  return inside.length >= 2 * minutes.size;
}
