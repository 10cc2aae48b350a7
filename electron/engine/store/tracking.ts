import type Database from 'better-sqlite3';

import type { Verdict } from '#shared/domain/cbv.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { CorrectionStore } from './corrections.ts';
import type { ScanRecord } from './fact-queries.ts';

export interface VerdictRow {
  readonly code: string;
  readonly verdict: Verdict;
  readonly message: string;
}

export interface AssociationRow {
  readonly associationId: string;
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly subjectType: 'vehicle' | 'parcel' | 'pallet' | 'site';
  readonly subjectId: string;
  readonly from: number;
  readonly to: number | undefined;
}

export interface OutgoingRow {
  readonly key: number;
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** Scans by what they speak of, the verdicts they were given, associations, and what is still to be published. */
export interface TrackingStore {
  /** Scans of a canonical code as they are believed, or were believed at an instant of knowledge: corrections applied. */
  scansOf(code: string, knownAt?: number): ScanRecord[];
  /** True when any scan ever named this canonical code. */
  isScanned(code: string): boolean;
  /** Which of the canonical codes any scan ever named. */
  scannedAmong(codes: readonly string[]): Set<string>;
  /** True when something was ever scanned onto or off it and that is still believed. */
  isContainer(code: string): boolean;
  /** One scan as it came in. */
  scan(scanKey: number): ScanRecord | undefined;
  putVerdicts(scanKey: number, verdicts: readonly VerdictRow[], given: boolean): void;
  /** What each code was told when the scan came in; `revised` when later news may say otherwise. */
  verdictsOf(scanKey: number): (VerdictRow & { readonly given: boolean; readonly revised: boolean })[];
  /** Later news may change what is believed of these scans. */
  reviseVerdicts(scanKeys: Iterable<number>): void;
  /** Codes that were told this verdict since an instant, by when they were stored. */
  countVerdicts(verdict: Verdict, since: number): number;
  putAssociation(association: AssociationRow): void;
  associations(): AssociationRow[];
  enqueue(topic: string, payload: string, retain: boolean): void;
  /** The oldest after a key; keys only grow while the store is open. */
  outgoing(after: number, limit: number): OutgoingRow[];
  sent(key: number): void;
}

interface AssociationRecord {
  association_id: string;
  device_id: string;
  channel: string | null;
  subject_type: AssociationRow['subjectType'];
  subject_id: string;
  valid_from: number;
  valid_to: number | null;
}

export function createTrackingStore(db: Database.Database, corrections: CorrectionStore): TrackingStore {
  const joins = `JOIN scans s ON s.scan_key = i.scan_key
    JOIN origins o ON o.origin_key = s.origin_key JOIN topics t ON t.topic_key = o.topic_key`;
  // Compared with a plain parameter, SQLite plans a join anew for every value of it, at many times the cost of the
  // look-up itself; `+?` is the same value, and no part of the plan.
  const scansOf = db.prepare<[string], ScanRecord>(
    `SELECT s.*, t.topic FROM scan_codes i ${joins} WHERE i.code = +?`,
  );
  const named = db.prepare<[string], number>('SELECT 1 FROM scan_codes WHERE code = ? LIMIT 1').pluck();
  const among = db
    .prepare<[string], string>(
      'SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM scan_codes WHERE code = value)',
    )
    .pluck();
  // One is enough; more are only looked at where somebody declared the first ones wrong.
  const onto = db
    .prepare<[string], number>('SELECT scan_key FROM scan_parents WHERE parent = ? LIMIT 50')
    .pluck();
  const one = db.prepare<[number], ScanRecord>(
    `SELECT s.*, t.topic FROM scans s JOIN origins o ON o.origin_key = s.origin_key
     JOIN topics t ON t.topic_key = o.topic_key WHERE s.scan_key = +?`,
  );
  return {
    scansOf: (code, knownAt) => believed(scansOf.all(code), corrections, namesCode(code), knownAt),
    isScanned: (code) => named.get(code) !== undefined,
    scannedAmong: (codes) => new Set(among.all(JSON.stringify(codes))),
    isContainer: (code) =>
      onto.all(code).some((scanKey) => {
        if (corrections.of(scanKey).length === 0) return true;
        const record = one.get(scanKey);
        const result = record && corrections.believed(record);
        return result !== undefined && namesParent(code)(result);
      }),
    scan: (scanKey) => one.get(scanKey),
    ...verdictStatements(db),
    ...associationStatements(db),
    ...outboxStatements(db),
  };
}

/** As they are believed; one that was corrected may no longer name what it was found by. */
function believed(
  records: ScanRecord[],
  corrections: CorrectionStore,
  names: (record: ScanRecord) => boolean,
  knownAt?: number,
): ScanRecord[] {
  if (!records.some(({ scan_key }) => corrections.of(scan_key).length > 0)) return records;
  return records.flatMap((record) => {
    if (corrections.of(record.scan_key).length === 0) return [record];
    const result = corrections.believed(record, knownAt);
    return result !== undefined && names(result) ? [result] : [];
  });
}

function namesCode(code: string) {
  return ({ codes }: ScanRecord): boolean =>
    (JSON.parse(codes) as string[]).some((each) => canonicalCode(each) === code);
}

function namesParent(onto: string) {
  return ({ parent, vehicle_id }: ScanRecord): boolean =>
    [parent, vehicle_id].some((each) => each !== null && canonicalCode(each) === onto);
}

function verdictStatements(db: Database.Database) {
  const put = db.prepare(
    `INSERT INTO scan_verdicts (scan_key, position, code, verdict, message, given) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET verdict = excluded.verdict, message = excluded.message, given = excluded.given`,
  );
  const select = db.prepare<
    [number],
    { code: string; verdict: Verdict; message: string; given: number; revised: number }
  >('SELECT code, verdict, message, given, revised FROM scan_verdicts WHERE scan_key = ? ORDER BY position');
  const revise = db.prepare('UPDATE scan_verdicts SET revised = 1 WHERE scan_key = ? AND revised = 0');
  const count = db
    .prepare<[string, number], number>(
      'SELECT count(*) FROM scan_verdicts v JOIN scans s ON s.scan_key = v.scan_key WHERE v.verdict = ? AND s.record_time >= ?',
    )
    .pluck();
  return {
    countVerdicts: (verdict: Verdict, since: number): number => count.get(verdict, since) ?? 0,
    putVerdicts(scanKey: number, verdicts: readonly VerdictRow[], given: boolean): void {
      for (const [position, row] of verdicts.entries())
        put.run(scanKey, position, row.code, row.verdict, row.message, Number(given));
    },
    verdictsOf: (scanKey: number) =>
      select.all(scanKey).map((row) => ({ ...row, given: row.given === 1, revised: row.revised === 1 })),
    reviseVerdicts(scanKeys: Iterable<number>): void {
      for (const scanKey of scanKeys) revise.run(scanKey);
    },
  };
}

function associationStatements(db: Database.Database) {
  const put = db.prepare(
    `INSERT INTO associations (association_id, device_id, channel, subject_type, subject_id, valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET device_id = excluded.device_id, channel = excluded.channel, subject_type = excluded.subject_type,
       subject_id = excluded.subject_id, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
  );
  const all = db.prepare<[], AssociationRecord>(
    'SELECT * FROM associations ORDER BY valid_from, association_id',
  );
  return {
    putAssociation: (row: AssociationRow): void =>
      void put.run(
        row.associationId,
        row.deviceId,
        row.channel ?? null,
        row.subjectType,
        row.subjectId,
        row.from,
        row.to ?? null,
      ),
    associations: (): AssociationRow[] =>
      all.all().map((record) => ({
        associationId: record.association_id,
        deviceId: record.device_id,
        channel: record.channel ?? undefined,
        subjectType: record.subject_type,
        subjectId: record.subject_id,
        from: record.valid_from,
        to: record.valid_to ?? undefined,
      })),
  };
}

function outboxStatements(db: Database.Database) {
  const insert = db.prepare(
    'INSERT INTO outbox (outbox_key, topic, payload, retain) VALUES (CAST(? AS INTEGER), ?, ?, ?)',
  );
  const select = db.prepare<
    [number, number],
    { outbox_key: number; topic: string; payload: Buffer; retain: number }
  >('SELECT outbox_key, topic, payload, retain FROM outbox WHERE outbox_key > ? ORDER BY outbox_key LIMIT ?');
  // A key may not come again while somebody remembers it as sent.
  let last = db.prepare<[], number>('SELECT ifnull(max(outbox_key), 0) FROM outbox').pluck().get() ?? 0;
  const dropRetained = db.prepare('DELETE FROM outbox WHERE topic = ? AND retain = 1');
  const remove = db.prepare('DELETE FROM outbox WHERE outbox_key = ?');
  return {
    enqueue(topic: string, payload: string, retain: boolean): void {
      // Of a retained topic only the newest counts.
      if (retain) dropRetained.run(topic);
      last += 1;
      insert.run(last, topic, Buffer.from(payload), Number(retain));
    },
    outgoing: (after: number, limit: number): OutgoingRow[] =>
      select.all(after, limit).map((row) => ({
        key: row.outbox_key,
        topic: row.topic,
        payload: row.payload,
        retain: row.retain === 1,
      })),
    sent: (key: number): void => void remove.run(key),
  };
}
