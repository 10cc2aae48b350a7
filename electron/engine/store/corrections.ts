import type Database from 'better-sqlite3';

import { canonicalCode } from '#shared/domain/codes.ts';
import type { CorrectionReason } from '#shared/domain/hold.ts';

import type { ScanRecord } from './fact-queries.ts';

/** What was really so: what is absent was right, what is null was not there. */
export interface ScanReplacement {
  readonly time?: number;
  readonly codes?: readonly string[];
  readonly siteId?: string | null;
  readonly bizStep?: string | null;
  readonly readPoint?: string | null;
  readonly vehicleId?: string | null;
  readonly parent?: string | null;
  readonly outcome?: string | null;
  readonly quantity?: number | null;
  readonly lat?: number | null;
  readonly lon?: number | null;
}

/** A scan that somebody declared wrong; undone, never deleted. */
export interface CorrectionRow {
  readonly key: number;
  readonly scanKey: number;
  readonly reason: CorrectionReason;
  readonly note: string;
  readonly replacement: ScanReplacement | undefined;
  readonly declaredTime: number;
  readonly declaredBy: string;
  readonly undoneTime: number | undefined;
  readonly undoneBy: string | undefined;
  readonly undoNote: string | undefined;
}

export interface CorrectionStore {
  /** Keeps it and makes the scan findable by what it should have named; gives its key. */
  declare(correction: Omit<CorrectionRow, 'key' | 'undoneTime' | 'undoneBy' | 'undoNote'>): number;
  undo(key: number, undone: { readonly time: number; readonly by: string; readonly note?: string }): void;
  get(key: number): CorrectionRow | undefined;
  /** All of a scan, undone ones too, in the order they were declared; from memory. */
  of(scanKey: number): readonly CorrectionRow[];
  /** All of scans that were ever found by a canonical code. */
  ofCode(code: string): CorrectionRow[];
  /** The newest first. */
  list(limit: number): CorrectionRow[];
  /** The scan as it was believed at an instant of knowledge; undefined when it was believed not to have happened. */
  believed(record: ScanRecord, knownAt?: number): ScanRecord | undefined;
  /** Reads them again: what a failed transaction left in memory is not true. */
  reload(): void;
}

interface CorrectionRecord {
  correction_key: number;
  scan_key: number;
  reason: CorrectionReason;
  note: string;
  replacement: string | null;
  declared_time: number;
  declared_by: string;
  undone_time: number | null;
  undone_by: string | null;
  undo_note: string | null;
}

const none: readonly CorrectionRow[] = [];
const always = Number.MAX_SAFE_INTEGER;

export function createCorrectionStore(db: Database.Database): CorrectionStore {
  const all = db.prepare<[], CorrectionRecord>('SELECT * FROM corrections ORDER BY correction_key');
  const insert = db.prepare(
    'INSERT INTO corrections (scan_key, reason, note, replacement, declared_time, declared_by) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const undo = db.prepare(
    'UPDATE corrections SET undone_time = ?, undone_by = ?, undo_note = ? WHERE correction_key = ?',
  );
  const one = db.prepare<[number], CorrectionRecord>('SELECT * FROM corrections WHERE correction_key = ?');
  const newest = db.prepare<[number], CorrectionRecord>(
    'SELECT * FROM corrections ORDER BY correction_key DESC LIMIT ?',
  );
  const ofCode = db.prepare<{ code: string }, CorrectionRecord>(
    `SELECT c.* FROM corrections c WHERE EXISTS (SELECT 1 FROM scan_codes i WHERE i.code = :code AND i.scan_key = c.scan_key)
     ORDER BY correction_key`,
  );
  const nameCode = db.prepare('INSERT OR IGNORE INTO scan_codes (code, scan_key) VALUES (?, ?)');
  const nameParent = db.prepare('INSERT OR IGNORE INTO scan_parents (parent, scan_key) VALUES (?, ?)');
  // Every look at a scan asks whether it was corrected; people correct few.
  let byScan = new Map<number, CorrectionRow[]>();

  function reload(): void {
    byScan = new Map();
    for (const record of all.all()) {
      const rows = byScan.get(record.scan_key);
      if (rows === undefined) byScan.set(record.scan_key, [toCorrection(record)]);
      else rows.push(toCorrection(record));
    }
  }

  function get(key: number): CorrectionRow | undefined {
    const record = one.get(key);
    return record && toCorrection(record);
  }

  reload();
  return {
    declare({ scanKey, reason, note, replacement, declaredTime, declaredBy }) {
      const text = replacement === undefined ? null : JSON.stringify(replacement);
      const key = insert.run(scanKey, reason, note, text, declaredTime, declaredBy).lastInsertRowid;
      for (const code of replacement?.codes ?? []) nameCode.run(canonicalCode(code), scanKey);
      for (const onto of [replacement?.parent, replacement?.vehicleId])
        if (typeof onto === 'string') nameParent.run(canonicalCode(onto), scanKey);
      reload();
      return Number(key);
    },
    undo(key, { time, by, note }) {
      undo.run(time, by, note ?? null, key);
      reload();
    },
    get,
    of: (scanKey) => byScan.get(scanKey) ?? none,
    ofCode: (code) => (byScan.size === 0 ? [] : ofCode.all({ code }).map(toCorrection)),
    list: (limit) => newest.all(limit).map(toCorrection),
    believed(record, knownAt = always) {
      const rows = byScan.get(record.scan_key);
      return rows === undefined ? record : corrected(record, rows, knownAt);
    },
    reload,
  };
}

/** True while a correction is believed, as of an instant of knowledge. */
export function isInForce({ declaredTime, undoneTime = always }: CorrectionRow, knownAt = always): boolean {
  return declaredTime <= knownAt && (undoneTime > knownAt || undoneTime === always);
}

/** Corrections in force lie one over the other, the last declared on top. */
function corrected(
  record: ScanRecord,
  rows: readonly CorrectionRow[],
  knownAt: number,
): ScanRecord | undefined {
  let result = record;
  for (const row of rows) {
    if (!isInForce(row, knownAt)) continue;
    if (row.replacement === undefined) return undefined;
    result = replaced(result, row.replacement);
  }
  return result;
}

function replaced(record: ScanRecord, replacement: ScanReplacement): ScanRecord {
  return {
    ...record,
    event_time: replacement.time ?? record.event_time,
    codes: replacement.codes === undefined ? record.codes : JSON.stringify(replacement.codes),
    site_id: either(replacement.siteId, record.site_id),
    biz_step: either(replacement.bizStep, record.biz_step),
    read_point: either(replacement.readPoint, record.read_point),
    vehicle_id: either(replacement.vehicleId, record.vehicle_id),
    parent: either(replacement.parent, record.parent),
    outcome: either(replacement.outcome, record.outcome),
    quantity: either(replacement.quantity, record.quantity),
    lat: either(replacement.lat, record.lat),
    lon: either(replacement.lon, record.lon),
  };
}

function either<T>(replacement: T | null | undefined, original: T | null): T | null {
  return replacement === undefined ? original : replacement;
}

function toCorrection(record: CorrectionRecord): CorrectionRow {
  return {
    key: record.correction_key,
    scanKey: record.scan_key,
    reason: record.reason,
    note: record.note,
    replacement:
      record.replacement === null ? undefined : (JSON.parse(record.replacement) as ScanReplacement),
    declaredTime: record.declared_time,
    declaredBy: record.declared_by,
    undoneTime: record.undone_time ?? undefined,
    undoneBy: record.undone_by ?? undefined,
    undoNote: record.undo_note ?? undefined,
  };
}
