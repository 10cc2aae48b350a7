import type Database from 'better-sqlite3';

import { packQuality, type QualityFlag } from '#shared/domain/quality.ts';
import { futureLimitMs } from '#shared/domain/time.ts';

/** A reading in the order rules take them; `time` is its event time, or its arrival where the device's clock runs ahead. */
export interface RankedReading {
  readonly time: number;
  readonly value: number;
  readonly recordTime: number;
}

/** Facts as rules need them: by time of happening, without what is no measurement or no sign of life. */
export interface AlertFacts {
  /** Readings of a series in a closed span, oldest first. */
  readings(seriesKey: number, from: number, to: number): RankedReading[];
  /** The newest `count` readings before an instant, oldest first. */
  readingsBefore(seriesKey: number, before: number, count: number): RankedReading[];
  newestReading(seriesKey: number): number | undefined;
  /** Instants of the readings of these series in a closed span, ascending. */
  readingInstants(seriesKeys: readonly number[], from: number, to: number): number[];
  readingInstantsBefore(seriesKeys: readonly number[], before: number, count: number): number[];
  /** Instants at which a device said where it is or how it does. */
  otherInstants(deviceKey: number, from: number, to: number): number[];
  otherInstantsBefore(deviceKey: number, before: number, count: number): number[];
  /** Instants of a device's scans: signs of life, but no rhythm. */
  scanInstants(deviceKey: number, from: number, to: number): number[];
  newestScan(deviceKey: number): number | undefined;
  /** When the first fact of a device that happened at an instant was known; undefined where there is none. */
  recordTimeOf(deviceKey: number, at: number): number | undefined;
  /** Facts of a device that happened in a closed span and came late, in no order. */
  lateFacts(
    deviceKey: number,
    seriesKeys: readonly number[],
    from: number,
    to: number,
  ): { readonly time: number; readonly recordTime: number }[];
  /** What a device said of its battery in a closed span, in percent, oldest first. */
  batteries(
    deviceKey: number,
    seriesKeys: readonly number[],
    from: number,
    to: number,
  ): { readonly time: number; readonly pct: number }[];
}

/** Readings flagged so were not measured. */
export const unmeasured: readonly QualityFlag[] = [
  'sensor-invalid',
  'out-of-range',
  'undecoded',
  'encrypted',
  'simulated',
  'sentinel',
  'unit-suspect',
  'rejected',
];

const unmeasuredBits = packQuality(unmeasured);
const lateBit = packQuality(['late']);
const untimedBits = packQuality(['no-time', 'clock-not-set']);

/** A device whose clock runs ahead must not hide its own later facts: an event counts as no newer than its arrival. */
const rank = 'min(f.event_time, f.record_time)';
/** A retained copy without a time of its own says nothing about now. */
const alive = `((f.quality & ${untimedBits}) = 0 OR (SELECT retained FROM origins o WHERE o.origin_key = f.origin_key) = 0)`;
const ahead = futureLimitMs;

export function createAlertFacts(db: Database.Database): AlertFacts {
  const others = ['positions', 'statuses'].map((table) => instantStatements(db, table, 'device_key'));
  const readings = instantStatements(db, 'readings', 'series_key');
  const scans = instantStatements(db, 'scans', 'device_key');
  return {
    ...readingStatements(db),
    readingInstants: (keys, from, to) => merged(keys.map((key) => readings.within(key, from, to))),
    readingInstantsBefore: (keys, before, count) =>
      merged(keys.map((key) => readings.before(key, before, count))).slice(-count),
    otherInstants: (key, from, to) => merged(others.map((each) => each.within(key, from, to))),
    otherInstantsBefore: (key, before, count) =>
      merged(others.map((each) => each.before(key, before, count))).slice(-count),
    scanInstants: (key, from, to) => merged([scans.within(key, from, to)]),
    newestScan: (key) => scans.before(key, Number.MAX_SAFE_INTEGER, 1)[0],
    recordTimeOf: recordTimes(db),
    ...lateStatements(db),
    ...batteryStatements(db),
  };
}

function recordTimeIn(table: string): string {
  return `SELECT record_time FROM ${table} WHERE device_key = :key AND event_time = :at`;
}

function recordTimes(db: Database.Database): AlertFacts['recordTimeOf'] {
  const known = db
    .prepare<{ key: number; at: number }, number | null>(
      `SELECT min(record_time) FROM (${['scans', 'positions', 'statuses'].map(recordTimeIn).join(' UNION ALL ')}
         UNION ALL SELECT r.record_time FROM series s JOIN readings r USING (series_key)
         WHERE s.device_key = :key AND r.event_time = :at)`,
    )
    .pluck();
  return (key, at) => known.get({ key, at }) ?? undefined;
}

function lateStatements(db: Database.Database): Pick<AlertFacts, 'lateFacts'> {
  const of = (table: string, keyColumn: string) =>
    db.prepare<[number, number, number], { time: number; recordTime: number }>(
      `SELECT event_time AS time, record_time AS recordTime FROM ${table}
       WHERE ${keyColumn} = ? AND event_time BETWEEN ? AND ? AND (quality & ${lateBit}) <> 0`,
    );
  const others = ['scans', 'positions', 'statuses'].map((table) => of(table, 'device_key'));
  const readings = of('readings', 'series_key');
  return {
    lateFacts: (deviceKey, seriesKeys, from, to) => [
      ...others.flatMap((statement) => statement.all(deviceKey, from, to)),
      ...seriesKeys.flatMap((key) => readings.all(key, from, to)),
    ],
  };
}

function batteryStatements(db: Database.Database): Pick<AlertFacts, 'batteries'> {
  const statuses = db.prepare<[number, number, number], { time: number; pct: number }>(
    'SELECT event_time AS time, battery_pct AS pct FROM statuses WHERE device_key = ? AND event_time BETWEEN ? AND ? AND battery_pct IS NOT NULL',
  );
  const readings = db.prepare<[number, number, number], { time: number; pct: number }>(
    'SELECT event_time AS time, value AS pct FROM readings WHERE series_key = ? AND event_time BETWEEN ? AND ?',
  );
  return {
    batteries: (deviceKey, seriesKeys, from, to) =>
      [
        ...statuses.all(deviceKey, from, to),
        ...seriesKeys.flatMap((key) => readings.all(key, from, to)),
      ].sort((a, b) => a.time - b.time || a.pct - b.pct),
  };
}

function readingStatements(db: Database.Database) {
  const fields = `${rank} AS time, f.value, f.record_time AS recordTime`;
  const doubt = `EXISTS (SELECT 1 FROM fact_doubts d WHERE d.kind = 'reading' AND d.ref = f.series_key AND d.event_time = f.event_time AND d.decision`;
  const measured = `((f.quality & ${unmeasuredBits}) = 0 OR ${doubt} = 1)) AND NOT ${doubt} <> 1)`;
  const within = db.prepare<Record<string, number>, RankedReading>(
    `SELECT ${fields} FROM readings f WHERE f.series_key = :key AND f.event_time >= :from AND f.event_time <= :to + ${ahead}
       AND ${rank} BETWEEN :from AND :to AND ${measured} ORDER BY ${rank}`,
  );
  const older = db.prepare<Record<string, number>, RankedReading>(
    `SELECT ${fields} FROM readings f WHERE f.series_key = :key AND f.event_time < :before AND ${measured} ORDER BY f.event_time DESC LIMIT :count`,
  );
  const early = db.prepare<Record<string, number>, RankedReading>(
    `SELECT ${fields} FROM readings f WHERE f.series_key = :key AND f.event_time >= :before AND f.event_time <= :before + ${ahead}
       AND f.record_time < :before AND ${measured}`,
  );
  // Only what is from a clock that runs ahead has a rank before its event time, and then by a day at most.
  const newest = db
    .prepare<{ key: number }, number | null>(
      `SELECT max(${rank}) FROM readings f WHERE f.series_key = :key AND ${measured}
         AND f.event_time >= (SELECT max(event_time) FROM readings WHERE series_key = :key) - ${ahead}`,
    )
    .pluck();
  return {
    readings: (key: number, from: number, to: number) => within.all({ key, from, to }),
    readingsBefore: (key: number, before: number, count: number) =>
      [...older.all({ key, before, count }), ...early.all({ key, before })]
        .sort((a, b) => a.time - b.time)
        .slice(-count),
    newestReading: (key: number) => newest.get({ key }) ?? undefined,
  };
}

function instantStatements(db: Database.Database, table: string, keyColumn: string) {
  const within = db
    .prepare<Record<string, number>, number>(
      `SELECT ${rank} FROM ${table} f WHERE f.${keyColumn} = :key AND f.event_time >= :from AND f.event_time <= :to + ${ahead}
         AND ${rank} BETWEEN :from AND :to AND ${alive}`,
    )
    .pluck();
  const older = db
    .prepare<Record<string, number>, number>(
      `SELECT ${rank} FROM ${table} f WHERE f.${keyColumn} = :key AND f.event_time < :before AND ${alive} ORDER BY f.event_time DESC LIMIT :count`,
    )
    .pluck();
  const early = db
    .prepare<Record<string, number>, number>(
      `SELECT ${rank} FROM ${table} f WHERE f.${keyColumn} = :key AND f.event_time >= :before AND f.event_time <= :before + ${ahead}
         AND f.record_time < :before AND ${alive}`,
    )
    .pluck();
  return {
    within: (key: number, from: number, to: number) => within.all({ key, from, to }),
    // Several rows may share an instant, so that more rows than instants are looked at.
    before: (key: number, before: number, count: number) =>
      merged([older.all({ key, before, count: count * 2 }), early.all({ key, before })]).slice(-count),
  };
}

/** Ascending, each instant once. */
function merged(lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}
