import type Database from 'better-sqlite3';

/** When anything was scanned at all, by event time in epoch milliseconds. */
export interface ScanActivity {
  /** The last scan after `from`, up to `to`. */
  lastWithin(from: number, to: number): number | undefined;
  /** The first scan after an instant. */
  firstAfter(from: number): number | undefined;
  /** Whether there were so many scans after `from`, up to `to`. */
  hasAtLeast(count: number, from: number, to: number): boolean;
}

export function createScanActivity(db: Database.Database): ScanActivity {
  const last = db
    .prepare<[number, number], number | null>(
      'SELECT max(event_time) FROM scans WHERE event_time > ? AND event_time <= ?',
    )
    .pluck();
  const first = db
    .prepare<[number], number | null>('SELECT min(event_time) FROM scans WHERE event_time > ?')
    .pluck();
  const counted = db
    .prepare<[number, number, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM scans WHERE event_time > ? AND event_time <= ? LIMIT ?)',
    )
    .pluck();
  return {
    lastWithin: (from, to) => last.get(from, to) ?? undefined,
    firstAfter: (from) => first.get(from) ?? undefined,
    hasAtLeast: (count, from, to) => counted.get(from, to, count) === count,
  };
}
