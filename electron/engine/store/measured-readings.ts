import type Database from 'better-sqlite3';

import { packQuality } from '#shared/domain/quality.ts';

import { unmeasured } from './alert-facts.ts';
import { valueSql } from './reading-facts.ts';

/** A reading of a series. */
export interface PlainReading {
  readonly time: number;
  readonly value: number;
}

/** Readings of a series in a half-open range, told apart by whether they were measured. */
export interface MeasuredReadings {
  /** What was measured, by time, and by `tie` at one instant: as it arrived, or by value. */
  measured(seriesKey: number, from: number, to: number, tie?: 'arrival' | 'value'): PlainReading[];
  /** What is no measurement, by time: flagged by the device or its format, doubted, or rejected by somebody. */
  faults(seriesKey: number, from: number, to: number): PlainReading[];
  /** The newest measured reading before an instant, and the first from another on. */
  edges(
    seriesKey: number,
    before: number,
    after: number,
  ): { readonly last?: number; readonly first?: number };
}

interface Row extends PlainReading {
  readonly flagged: number;
}

const isFlagged = `(quality & ${packQuality(unmeasured)}) <> 0`;

/** What somebody accepted counts in spite of its flags; what is doubted or rejected does not. */
function counts({ time, flagged }: Row, accepted: ReadonlyMap<number, boolean>): boolean {
  return accepted.get(time) ?? flagged === 0;
}

export function createMeasuredReadings(db: Database.Database): MeasuredReadings {
  const columns = `event_time AS time, ${valueSql} AS value, ${isFlagged} AS flagged`;
  const all = (order: string) =>
    db.prepare<[number, number, number], Row>(
      `SELECT ${columns} FROM reading_rows WHERE series_key = ? AND event_time >= ? AND event_time < ? ORDER BY ${order}`,
    );
  const byTie = { arrival: all('event_time, n'), value: all('event_time, 2') };
  const flagged = db.prepare<[number, number, number], Row>(
    // Left to itself the planner walks all readings of the range, millions of them, by the key of the table.
    `SELECT ${columns} FROM reading_rows INDEXED BY reading_faults WHERE series_key = ? AND event_time >= ? AND event_time < ? AND ${isFlagged} ORDER BY event_time`,
  );
  const doubts = db.prepare<[number, number, number], { time: number; accepted: number }>(
    `SELECT event_time AS time, decision = 1 AS accepted FROM fact_doubts
     WHERE kind = 'reading' AND ref = ? AND event_time >= ? AND event_time < ?`,
  );
  const at = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM reading_rows WHERE series_key = ? AND event_time = ? ORDER BY n`,
  );
  const before = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM reading_rows WHERE series_key = ? AND event_time < ? ORDER BY event_time DESC`,
  );
  const from = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM reading_rows WHERE series_key = ? AND event_time >= ? ORDER BY event_time`,
  );

  function doubtsIn(key: number, begin: number, end: number): Map<number, boolean> {
    return new Map(doubts.all(key, begin, end).map(({ time, accepted }) => [time, accepted === 1]));
  }

  function firstOf(rows: Iterable<Row>, key: number): number | undefined {
    for (const row of rows) if (counts(row, doubtsIn(key, row.time, row.time + 1))) return row.time;
    return undefined;
  }

  return {
    measured(key, begin, end, tie = 'arrival') {
      const rows = byTie[tie].all(key, begin, end);
      const known = doubtsIn(key, begin, end);
      return known.size === 0
        ? rows.filter((row) => row.flagged === 0)
        : rows.filter((row) => counts(row, known));
    },
    faults(key, begin, end) {
      const known = doubtsIn(key, begin, end);
      const doubted = [...known].flatMap(([time, accepted]) => (accepted ? [] : at.all(key, time)));
      const others = flagged.all(key, begin, end).filter(({ time }) => !known.has(time));
      return [...doubted, ...others]
        .sort((a, b) => a.time - b.time)
        .map(({ time, value }) => ({ time, value }));
    },
    edges(key, end, begin) {
      const last = firstOf(before.iterate(key, end), key);
      const first = firstOf(from.iterate(key, begin), key);
      return { ...(last === undefined ? {} : { last }), ...(first === undefined ? {} : { first }) };
    },
  };
}
