import type Database from 'better-sqlite3';

import type { ObservationKind } from '#shared/domain/observation.ts';
import { isSuspect, unpackQuality } from '#shared/domain/quality.ts';

import type { DoubtKind, DoubtStore } from './doubts.ts';

/** Columns every stored fact has. */
export interface FactRecord {
  device_key: number;
  event_time: number;
  n: number;
  record_time: number;
  quality: number;
  boot: string | null;
  seq: number | null;
  topic: string;
}

export interface ReadingRecord extends FactRecord {
  series_key: number;
  value: number;
}

export interface PositionRecord extends FactRecord {
  lat: number;
  lon: number;
  speed_mps: number | null;
  heading_deg: number | null;
  accuracy_m: number | null;
  altitude_m: number | null;
}

export interface ScanRecord extends FactRecord {
  scan_key: number;
  site_id: string | null;
  codes: string;
  biz_step: string | null;
  read_point: string | null;
  vehicle_id: string | null;
  parent: string | null;
  outcome: string | null;
  quantity: number | null;
  lat: number | null;
  lon: number | null;
  operator: string | null;
  antenna: number | null;
  rssi_dbm: number | null;
  reads: number | null;
}

export interface StatusRecord extends FactRecord {
  online: number | null;
  battery_pct: number | null;
  rssi_dbm: number | null;
  firmware: string | null;
  event: string | null;
  region: string | null;
}

/** Where a device was. */
export interface FixRecord {
  readonly event_time: number;
  readonly record_time: number;
  readonly lat: number;
  readonly lon: number;
}

export interface FactRange {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Only facts that came on this topic. */
  readonly topicKey?: number | undefined;
}

export interface ScanFilter {
  readonly siteId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly code?: string | undefined;
  readonly verdict?: string | undefined;
}

export interface ScanRange extends ScanFilter {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

const open = Number.MAX_SAFE_INTEGER;

/** Reads of facts, each one statement prepared once; newest event time first. */
export interface FactQueries {
  readings(seriesKey: number, range: FactRange): ReadingRecord[];
  positions(deviceKey: number, range: FactRange): PositionRecord[];
  scans(deviceKey: number, range: FactRange): ScanRecord[];
  statuses(deviceKey: number, range: FactRange): StatusRecord[];
  /** Fixes of a device up to an instant, the newest first: where it was, and nothing else that costs a join. */
  fixes(deviceKey: number, to: number, limit: number): FixRecord[];
  /** Fixes of a device in a range that are not doubted, oldest first. */
  track(deviceKey: number, from: number, to: number): { event_time: number; lat: number; lon: number }[];
  /** Scans in the order they were stored, after a key, oldest first. */
  scansAfter(scanKey: number, filter: ScanFilter, limit: number): ScanRecord[];
  /** The newest scans in the order they were stored, newest first. */
  newestScans(filter: ScanFilter, limit: number): ScanRecord[];
  scansInRange(range: ScanRange): ScanRecord[];
  kindsOf(deviceKey: number): ObservationKind[];
  /** Size of the database file. */
  bytes(): number;
}

/** Facts of one key in a range, newest first. */
function fromTable(table: string, keyColumn: string): string {
  return `
    SELECT f.*, t.topic FROM ${table} f
    JOIN origins o ON o.origin_key = f.origin_key JOIN topics t ON t.topic_key = o.topic_key
    WHERE f.${keyColumn} = :key AND f.event_time >= :from AND f.event_time <= :to
      AND (:topicKey IS NULL OR o.topic_key = :topicKey)
    ORDER BY f.event_time DESC, f.n DESC LIMIT :limit`;
}

function bindRange(key: number, range: FactRange) {
  return { key, ...range, topicKey: range.topicKey ?? null };
}

function bindFilter(filter: ScanFilter) {
  return {
    siteId: filter.siteId ?? null,
    deviceId: filter.deviceId ?? null,
    code: filter.code ?? null,
    verdict: filter.verdict ?? null,
  };
}

export function createFactQueries(db: Database.Database, doubts: DoubtStore): FactQueries {
  const readings = db.prepare<Record<string, unknown>, ReadingRecord>(fromTable('readings', 'series_key'));
  const positions = db.prepare<Record<string, unknown>, PositionRecord>(fromTable('positions', 'device_key'));
  const scans = db.prepare<Record<string, unknown>, ScanRecord>(fromTable('scans', 'device_key'));
  const statuses = db.prepare<Record<string, unknown>, StatusRecord>(fromTable('statuses', 'device_key'));
  const fixes = db.prepare<[number, number, number], FixRecord>(
    `SELECT event_time, record_time, lat, lon FROM positions WHERE device_key = ? AND event_time <= ?
     ORDER BY event_time DESC, n DESC LIMIT ?`,
  );
  const track = db.prepare<
    [number, number, number],
    { event_time: number; lat: number; lon: number; quality: number }
  >(
    'SELECT event_time, lat, lon, quality FROM positions WHERE device_key = ? AND event_time >= ? AND event_time <= ? AND n = 0 ORDER BY event_time',
  );
  return {
    readings: (key, range) => readings.all(bindRange(key, range)).map(asItCounts(doubts, 'reading', key)),
    positions: (key, range) => positions.all(bindRange(key, range)).map(asItCounts(doubts, 'position', key)),
    scans: (key, range) => scans.all(bindRange(key, range)),
    statuses: (key, range) => statuses.all(bindRange(key, range)),
    fixes: (key, to, limit) => fixes.all(key, to, limit),
    track: (key, from, to) =>
      track
        .all(key, from, to)
        .map(asItCounts(doubts, 'position', key))
        .filter(({ quality }) => !isSuspect(unpackQuality(quality))),
    ...scanQueries(db),
    ...kindQueries(db),
  };
}

/** With the doubts about a fact, or without them where a person accepted it. */
function asItCounts(doubts: DoubtStore, kind: DoubtKind, ref: number) {
  return <T extends { event_time: number; quality: number }>(record: T): T => {
    const quality = doubts.effective(kind, ref, record.event_time, record.quality);
    return quality === record.quality ? record : { ...record, quality };
  };
}

function scanQueries(db: Database.Database) {
  const where = `(:siteId IS NULL OR s.site_id = :siteId) AND (:deviceId IS NULL OR d.device_id = :deviceId)
    AND (:code IS NULL OR s.scan_key IN (SELECT scan_key FROM scan_codes WHERE code = :code))
    AND (:verdict IS NULL OR EXISTS (
      SELECT 1 FROM scan_verdicts v WHERE v.scan_key = s.scan_key AND v.verdict = :verdict))`;
  const from = `FROM scans s JOIN devices d ON d.device_key = s.device_key
    JOIN origins o ON o.origin_key = s.origin_key JOIN topics t ON t.topic_key = o.topic_key`;
  const after = db.prepare<Record<string, unknown>, ScanRecord>(
    `SELECT s.*, t.topic ${from} WHERE s.scan_key > :scanKey AND ${where} ORDER BY s.scan_key LIMIT :limit`,
  );
  const newest = db.prepare<Record<string, unknown>, ScanRecord>(
    `SELECT s.*, t.topic ${from} WHERE ${where} ORDER BY s.scan_key DESC LIMIT :limit`,
  );
  const inRange = db.prepare<Record<string, unknown>, ScanRecord>(
    `SELECT s.*, t.topic ${from} WHERE s.event_time >= :from AND s.event_time <= :to AND ${where}
     ORDER BY s.event_time DESC, s.scan_key DESC LIMIT :limit`,
  );
  return {
    scansAfter: (scanKey: number, filter: ScanFilter, limit: number) =>
      after.all({ ...bindFilter(filter), scanKey, limit }),
    newestScans: (filter: ScanFilter, limit: number) => newest.all({ ...bindFilter(filter), limit }),
    scansInRange: (range: ScanRange) =>
      inRange.all({ ...bindFilter(range), from: range.from, to: range.to, limit: range.limit }),
  };
}

function kindQueries(db: Database.Database) {
  const has = {
    scan: db.prepare<[number], number>('SELECT 1 FROM scans WHERE device_key = ? LIMIT 1').pluck(),
    position: db.prepare<[number], number>('SELECT 1 FROM positions WHERE device_key = ? LIMIT 1').pluck(),
    reading: db.prepare<[number], number>('SELECT 1 FROM series WHERE device_key = ? LIMIT 1').pluck(),
    status: db.prepare<[number], number>('SELECT 1 FROM statuses WHERE device_key = ? LIMIT 1').pluck(),
  };
  return {
    kindsOf: (deviceKey: number): ObservationKind[] =>
      (['scan', 'position', 'reading', 'status'] as const).filter((kind) => has[kind].get(deviceKey) === 1),
    bytes(): number {
      const pages = Number(db.pragma('page_count', { simple: true }));
      const pageSize = Number(db.pragma('page_size', { simple: true }));
      return pages * pageSize;
    },
  };
}

/** A range that is open at both ends. */
export function allTime(limit: number): FactRange {
  return { from: -open, to: open, limit };
}
