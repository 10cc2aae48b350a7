import Database from 'better-sqlite3';

import { dayMs, hourMs } from '#shared/domain/time.ts';

import { outcomes } from './devices.ts';
import { checkDatabase } from './offline.ts';
import { createMeasuredReadings, type PlainReading } from './measured-readings.ts';
import { rollUpHour } from './roll-up.ts';
import { columnSql } from './rollups.ts';

/** One thing that was looked at. */
export interface Verification {
  readonly check: 'integrity' | 'books' | 'references' | 'rollups';
  readonly ok: boolean;
  /** One sentence. */
  readonly says: string;
}

/**
 * Reads the whole database of a folder and checks it against itself: pages and references, books, and every rollup
 * against the readings it was made of. An engine may be running on it.
 */
export function verifyDatabase(dataDir: string): readonly Verification[] {
  const { exists, path, problems, bytes } = checkDatabase(dataDir);
  if (!exists) return [{ check: 'integrity', ok: false, says: `There is no database in ${dataDir}.` }];
  if (problems.length > 0) return [{ check: 'integrity', ok: false, says: problems.join(' ') }];
  const integrity = { check: 'integrity', ok: true, says: `${bytes} bytes are sound.` } as const;
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    // One view of the database, whatever is written meanwhile.
    return db.transaction(() => [integrity, checkBooks(db), checkReferences(db), checkRollups(db)])();
  } finally {
    db.close();
  }
}

/** Rows are counted when they are stored, and only deletion of old ones makes them fewer. */
function checkBooks(db: Database.Database): Verification {
  const books = db.prepare<[], Record<string, number>>('SELECT * FROM books').get()!;
  const counted = ['scans', 'positions', 'readings', 'statuses'] as const;
  const tables = { scans: 'scans', positions: 'positions', readings: 'reading_rows', statuses: 'statuses' };
  const wrong: string[] = outcomes.filter((name) => books[name]! < 0).map((name) => `${name} is negative`);
  for (const name of counted) {
    const rows = Number(db.prepare(`SELECT count(*) FROM ${tables[name]}`).pluck().get());
    if (rows > books[name]!) wrong.push(`${rows} ${name} are stored, ${books[name]} were counted`);
  }
  const settled = outcomes.reduce((sum, name) => sum + books[name]!, 0);
  return {
    check: 'books',
    ok: wrong.length === 0,
    says:
      wrong.length === 0
        ? `${settled} messages were settled, ${books['stored']} of them stored.`
        : `${wrong.join('; ')}.`,
  };
}

function checkReferences(db: Database.Database): Verification {
  const missing = ['reading_rows', 'positions', 'scans', 'statuses'].map((table) =>
    Number(
      db
        .prepare(`SELECT count(*) FROM ${table} WHERE origin_key NOT IN (SELECT origin_key FROM origins)`)
        .pluck()
        .get(),
    ),
  );
  const strays = Number(
    db
      .prepare('SELECT count(*) FROM reading_rows WHERE series_key NOT IN (SELECT series_key FROM series)')
      .pluck()
      .get(),
  );
  const lost = missing.reduce((sum, count) => sum + count, strays);
  return {
    check: 'references',
    ok: lost === 0,
    says:
      lost === 0
        ? 'Every fact knows its topic and its series.'
        : `${lost} facts do not know their topic or series.`,
  };
}

interface Rolled {
  readonly step: number;
  readonly bucket: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
  readonly minutes: number;
}

/** Hours that are marked to be made again say nothing yet, and of some the readings were deleted for their age. */
function checkRollups(db: Database.Database): Verification {
  const series = db.prepare<[], number>('SELECT series_key FROM series').pluck().all();
  let checked = 0;
  let wrong = 0;
  for (const key of series) {
    const result = checkSeries(db, key);
    checked += result.checked;
    wrong += result.wrong;
  }
  const waiting = Number(db.prepare('SELECT count(*) FROM rollup_marks').pluck().get());
  return {
    check: 'rollups',
    ok: wrong === 0,
    says:
      wrong === 0
        ? `${checked} rollups are what their readings say; ${waiting} hours are still to be made.`
        : `${wrong} of ${checked} rollups are not what their readings say.`,
  };
}

function checkSeries(db: Database.Database, key: number): { checked: number; wrong: number } {
  const stored = db
    .prepare<[number], Rolled>(
      `SELECT step, bucket, ${columnSql('min')}, ${columnSql('max')}, ${columnSql('sum')}, count, minutes FROM rollups WHERE series_key = ?`,
    )
    .all(key);
  const dirty = new Set(
    db.prepare<[number], number>('SELECT hour FROM rollup_marks WHERE series_key = ?').pluck().all(key),
  );
  const gone = new Set(
    stored.filter(({ step, minutes }) => step === 60 && minutes < 0).map(({ bucket }) => bucket),
  );
  const skips = ({ step, bucket }: { step: number; bucket: number }): boolean => {
    const hour = Math.floor((bucket * step) / 60);
    return step < 1440 && (dirty.has(hour) || gone.has(hour));
  };
  const expected = new Map<string, Rolled>();
  for (const rolled of expectedHours(db, key)) if (!skips(rolled)) expected.set(nameOf(rolled), rolled);
  const found = stored.filter((row) => row.step < 1440 && !skips(row));
  const days = checkDays(stored, dirty);
  let wrong = found.filter((row) => !isSame(row, expected.get(nameOf(row)))).length;
  const names = new Set(found.map(nameOf));
  for (const name of expected.keys()) if (!names.has(name)) wrong += 1;
  return { checked: Math.max(found.length, expected.size) + days.checked, wrong: wrong + days.wrong };
}

function* expectedHours(db: Database.Database, key: number): Iterable<Rolled> {
  const readings = createMeasuredReadings(db);
  const edges = db
    .prepare<[number], { first: number | null; last: number | null }>(
      'SELECT min(event_time) AS first, max(event_time) AS last FROM reading_rows WHERE series_key = ?',
    )
    .get(key);
  if (edges?.first == null || edges.last === null) return;
  // A part at a time: a series may hold more than memory does.
  for (let at = Math.floor(edges.first / dayMs) * dayMs; at <= edges.last; at += dayMs)
    yield* expectedOfDay(readings.measured(key, at, at + dayMs, 'value'));
}

function expectedOfDay(rows: readonly PlainReading[]): Rolled[] {
  const hours = Map.groupBy(rows, ({ time }) => Math.floor(time / hourMs));
  return [...hours.values()].flatMap(rollUpHour);
}

/** A day is the sum of its hours. */
function checkDays(
  stored: readonly Rolled[],
  dirty: ReadonlySet<number>,
): { checked: number; wrong: number } {
  const perDay = dayMs / hourMs;
  const dirtyDays = new Set([...dirty].map((hour) => Math.floor(hour / perDay)));
  const counts = new Map<number, number>();
  for (const { step, bucket, count } of stored) {
    const day = Math.floor(bucket / perDay);
    if (step === 60) counts.set(day, (counts.get(day) ?? 0) + count);
  }
  const days = stored.filter(({ step, bucket }) => step === 1440 && !dirtyDays.has(bucket));
  return {
    checked: days.length,
    wrong: days.filter(({ bucket, count }) => counts.get(bucket) !== count).length,
  };
}

function nameOf({ step, bucket }: Rolled): string {
  return `${step} ${bucket}`;
}

function isSame(a: Rolled, b: Rolled | undefined): boolean {
  return b !== undefined && a.min === b.min && a.max === b.max && a.sum === b.sum && a.count === b.count;
}
