import type Database from 'better-sqlite3';

import type { SpanPoint } from '#shared/domain/series.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { MeasuredReadings } from './measured-readings.ts';
import { storedValue, valueSql } from './reading-facts.ts';
import { rollUpHour, type Rolled } from './roll-up.ts';

/** Spans of the rollups, in minutes. */
export const rollupSteps = [1, 15, 60, 1440] as const;
export type RollupStep = (typeof rollupSteps)[number];

const minuteMs = 60_000;
/** The current hour is rolled up when it is over and its last readings have had this long to arrive. */
const settleMs = 2 * minuteMs;
const marksAtOnce = 200;
const hourBits = 2 ** 20;
/** As the minutes of an hour: its readings were deleted for their age, what comes late is added to its rollups. */
const gone = -1;

/** One span of a series; `time` is where it begins. */
export interface RollupSpan extends SpanPoint {
  readonly sum: number;
}

/** Rollups of what was measured. They are made again from the readings, so that the order of arrival leaves no trace. */
export interface RollupStore {
  /** To be called in the transaction in which a reading of that instant is written or taken away. */
  touch(seriesKey: number, eventTime: number): void;
  /** Makes the rollups of some marked hours that are over again, for at most this long; true when none are left. */
  renew(now: number, forMs: number, monotonic: () => number): boolean;
  /** Rollups of a series that begin in a half-open range, oldest first; only those of clean hours are true. */
  spans(seriesKey: number, step: RollupStep, from: number, to: number): RollupSpan[];
  /** Hours in a half-open range (each by its beginning) that have no true rollups. */
  dirtyHours(seriesKey: number, from: number, to: number): number[];
  /** Hours in a half-open range whose one-minute rollups are their readings. */
  sparseHours(seriesKey: number, from: number, to: number): number[];
  /** Hours in a half-open range whose readings were deleted for their age. */
  goneHours(seriesKey: number, from: number, to: number): number[];
  waiting(): number;
  /** Readings of whole hours in a half-open range were deleted for their age: longer rollups stay, minutes go. */
  expire(seriesKey: number, from: number, to: number): void;
  reload(): void;
}

interface StoredRollup {
  readonly bucket: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

export function createRollupStore(db: Database.Database, readings: MeasuredReadings): RollupStore {
  const marks = markStatements(db);
  const remake = remaker(db, readings);
  const select = db.prepare<[number, number, number, number], StoredRollup>(
    `SELECT bucket, ${columnSql('min')}, ${columnSql('max')}, ${columnSql('sum')}, count FROM rollups
     WHERE series_key = ? AND step = ? AND bucket >= ? AND bucket < ? ORDER BY bucket`,
  );
  const hoursWith = db
    .prepare<[number, number, number, number], number>(
      'SELECT bucket FROM rollups WHERE series_key = ? AND step = 60 AND bucket >= ? AND bucket < ? AND minutes <= ? ORDER BY bucket',
    )
    .pluck();
  const hoursOf = (seriesKey: number, from: number, to: number, minutes: number): number[] =>
    hoursWith
      .all(seriesKey, Math.floor(from / hourMs), Math.ceil(to / hourMs), minutes)
      .map((hour) => hour * hourMs);
  const due = db.prepare<[number, number], Mark>(
    'SELECT series_key AS seriesKey, hour FROM rollup_marks WHERE hour < ? ORDER BY series_key, hour LIMIT ?',
  );
  const work = db.transaction((batch: readonly Mark[], isOver: () => boolean): number => {
    let done = 0;
    for (const mark of batch) {
      remake.hour(mark.seriesKey, mark.hour);
      done += 1;
      const next = batch[done];
      const day = Math.floor(mark.hour / 24);
      const stop = isOver() || next === undefined;
      if (stop || next.seriesKey !== mark.seriesKey || Math.floor(next.hour / 24) !== day)
        remake.day(mark.seriesKey, day);
      marks.remove(mark);
      if (stop) break;
    }
    return done;
  });

  return {
    touch: (seriesKey, eventTime) => marks.add(seriesKey, Math.floor(eventTime / hourMs)),
    renew(now, forMs, monotonic) {
      const until = monotonic() + forMs;
      const batch = due.all(Math.floor((now - settleMs) / hourMs), marksAtOnce);
      if (batch.length === 0) return true;
      try {
        const done = work.immediate(batch, () => monotonic() >= until);
        return done === batch.length && batch.length < marksAtOnce;
      } catch (error) {
        marks.reload();
        throw error;
      }
    },
    spans(seriesKey, step, from, to) {
      const stepMs = step * minuteMs;
      return select
        .all(seriesKey, step, Math.ceil(from / stepMs), Math.ceil(to / stepMs))
        .map(({ bucket, min, max, sum, count }) => {
          return { time: bucket * stepMs, min, max, sum, count, mean: sum / count };
        });
    },
    dirtyHours: (seriesKey, from, to) =>
      marks.within(seriesKey, Math.floor(from / hourMs), Math.ceil(to / hourMs)).map((hour) => hour * hourMs),
    sparseHours: (seriesKey, from, to) => hoursOf(seriesKey, from, to, 0),
    goneHours: (seriesKey, from, to) => hoursOf(seriesKey, from, to, gone),
    waiting: marks.count,
    expire: (seriesKey, from, to) => remake.expire(seriesKey, from, to),
    reload: marks.reload,
  };
}

interface Mark {
  readonly seriesKey: number;
  readonly hour: number;
}

/** A value column of a rollup as the number it stands for. */
export function columnSql(name: string): string {
  return `${valueSql.replaceAll('value', name)} AS ${name}`;
}

/** Known marks are kept in memory, so that only the first reading of an hour costs a row. */
function markStatements(db: Database.Database) {
  const marked = new Set<number>();
  const insert = db.prepare('INSERT OR IGNORE INTO rollup_marks (series_key, hour) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM rollup_marks WHERE series_key = ? AND hour = ?');
  const within = db
    .prepare<[number, number, number], number>(
      'SELECT hour FROM rollup_marks WHERE series_key = ? AND hour >= ? AND hour < ? ORDER BY hour',
    )
    .pluck();
  const all = db.prepare<[], Mark>('SELECT series_key AS seriesKey, hour FROM rollup_marks');
  const nameOf = ({ seriesKey, hour }: Mark): number => seriesKey * hourBits + hour;
  function reload(): void {
    marked.clear();
    for (const mark of all.iterate()) marked.add(nameOf(mark));
  }
  reload();
  return {
    add(seriesKey: number, hour: number): void {
      const name = nameOf({ seriesKey, hour });
      if (marked.has(name)) return;
      insert.run(seriesKey, hour);
      marked.add(name);
    },
    remove(mark: Mark): void {
      remove.run(mark.seriesKey, mark.hour);
      marked.delete(nameOf(mark));
    },
    within: (seriesKey: number, from: number, to: number) => within.all(seriesKey, from, to),
    count: () => marked.size,
    reload,
  };
}

function remaker(db: Database.Database, readings: MeasuredReadings) {
  // Of readings at one instant the order is that of arrival: a sum must not depend on it.
  const measured = (key: number, from: number, to: number) => readings.measured(key, from, to, 'value');
  const clear = db.prepare(
    'DELETE FROM rollups WHERE series_key = ? AND step = ? AND bucket >= ? AND bucket < ?',
  );
  const insert = db.prepare(
    'INSERT INTO rollups (series_key, step, bucket, min, max, sum, count, minutes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const hours = db.prepare<[number, number, number], StoredRollup>(
    `SELECT bucket, ${columnSql('min')}, ${columnSql('max')}, ${columnSql('sum')}, count FROM rollups
     WHERE series_key = ? AND step = 60 AND bucket >= ? AND bucket < ? ORDER BY bucket`,
  );
  function write(seriesKey: number, { step, bucket, min, max, sum, count, minutes }: Rolled): void {
    insert.run(seriesKey, step, bucket, storedValue(min), storedValue(max), storedValue(sum), count, minutes);
  }
  const forget = db.prepare(
    'DELETE FROM reading_rows WHERE series_key = ? AND event_time >= ? AND event_time < ?',
  );
  const sparse = db.prepare(
    `UPDATE rollups SET minutes = ${gone} WHERE series_key = ? AND step = 60 AND bucket >= ? AND bucket < ?`,
  );
  const isGone = db
    .prepare<[number, number], number>(
      `SELECT 1 FROM rollups WHERE series_key = ? AND step = 60 AND bucket = ? AND minutes = ${gone}`,
    )
    .pluck();
  const one = db.prepare<[number, number, number], StoredRollup>(
    `SELECT bucket, ${columnSql('min')}, ${columnSql('max')}, ${columnSql('sum')}, count FROM rollups
     WHERE series_key = ? AND step = ? AND bucket = ?`,
  );
  /** Adds readings that came after those of their hour were deleted, and deletes them too. */
  function add(seriesKey: number, hour: number): void {
    const [from, to] = [hour * hourMs, (hour + 1) * hourMs];
    for (const rolled of rollUpHour(measured(seriesKey, from, to))) {
      if (rolled.step === 1) continue;
      const known = one.get(seriesKey, rolled.step, rolled.bucket);
      clear.run(seriesKey, rolled.step, rolled.bucket, rolled.bucket + 1);
      const minutes = rolled.step === 60 ? gone : 0;
      write(seriesKey, { ...(known === undefined ? rolled : merged(rolled, known)), minutes });
    }
    forget.run(seriesKey, from, to);
  }

  return {
    expire(seriesKey: number, from: number, to: number): void {
      clear.run(seriesKey, 1, Math.floor(from / minuteMs), Math.ceil(to / minuteMs));
      sparse.run(seriesKey, Math.floor(from / hourMs), Math.ceil(to / hourMs));
    },
    hour(seriesKey: number, hour: number): void {
      if (isGone.get(seriesKey, hour) === 1) {
        add(seriesKey, hour);
        return;
      }
      for (const step of [1, 15, 60]) {
        const perHour = 60 / step;
        clear.run(seriesKey, step, hour * perHour, (hour + 1) * perHour);
      }
      const rows = measured(seriesKey, hour * hourMs, (hour + 1) * hourMs);
      for (const rolled of rollUpHour(rows)) write(seriesKey, rolled);
    },
    day(seriesKey: number, day: number): void {
      clear.run(seriesKey, dayMs / minuteMs, day, day + 1);
      const rows = hours.all(seriesKey, day * 24, (day + 1) * 24);
      if (rows.length === 0) return;
      const sum = rows.reduce((total, row) => total + row.sum, 0);
      const count = rows.reduce((total, row) => total + row.count, 0);
      const min = rows.reduce((least, row) => Math.min(least, row.min), Infinity);
      const max = rows.reduce((most, row) => Math.max(most, row.max), -Infinity);
      write(seriesKey, { step: dayMs / minuteMs, bucket: day, min, max, sum, count, minutes: 0 });
    },
  };
}

function merged(rolled: Rolled, known: StoredRollup): Rolled {
  return {
    ...rolled,
    min: Math.min(rolled.min, known.min),
    max: Math.max(rolled.max, known.max),
    sum: rolled.sum + known.sum,
    count: rolled.count + known.count,
    minutes: 0,
  };
}
