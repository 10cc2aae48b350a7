/**
 * Compares what a publisher says it sent with what a database holds. Imports nothing of the product: it reads the
 * file with SQLite and judges by the public format alone.
 */
import Database from 'better-sqlite3';

/** One message as the publisher logged it before sending. */
export interface Sent {
  /** Different for every message: `device` and a number. */
  readonly id: string;
  readonly topic: string;
  /** What must be found: one row of this kind with these values, and the bytes as sent. */
  readonly kind: 'scan' | 'position' | 'reading';
  readonly device: string;
  readonly eventTime: number;
  readonly boot: string | null;
  readonly seq: number | null;
  readonly values: readonly (number | string)[];
  readonly payload: string;
  /** True once the broker took responsibility for it. */
  acknowledged: boolean;
}

/** One row as the database holds it. */
export interface Held {
  readonly kind: Sent['kind'];
  readonly device: string;
  readonly eventTime: number;
  readonly boot: string | null;
  readonly seq: number | null;
  readonly values: readonly (number | string)[];
  readonly payload: string;
  readonly flags: number;
}

export interface Verdict {
  /** Acknowledged by the broker and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly twice: readonly string[];
  /** There with other values, time or bytes than were sent. */
  readonly changed: readonly string[];
  /** There and never sent. */
  readonly phantom: readonly string[];
}

const keyOf = (fact: { kind: string; device: string; boot: string | null; seq: number | null }): string =>
  [fact.kind, fact.device, fact.boot ?? '-', fact.seq ?? '-'].join('|');

const contentOf = (fact: {
  eventTime: number;
  values: readonly (number | string)[];
  payload: string;
}): string => JSON.stringify([fact.eventTime, fact.values, fact.payload]);

/** Judges a history. Messages that were not acknowledged may be there or not. */
export function checkHistory(sent: readonly Sent[], held: readonly Held[]): Verdict {
  const rows = new Map<string, Held[]>();
  for (const row of held) {
    const list = rows.get(keyOf(row));
    if (list === undefined) rows.set(keyOf(row), [row]);
    else list.push(row);
  }
  const lost: string[] = [];
  const twice: string[] = [];
  const changed: string[] = [];
  const known = new Set<string>();
  for (const message of sent) {
    known.add(keyOf(message));
    const found = rows.get(keyOf(message)) ?? [];
    if (found.length === 0 && message.acknowledged) lost.push(message.id);
    if (found.length > 1) twice.push(message.id);
    if (found.some((row) => contentOf(row) !== contentOf(message) || row.flags !== 0))
      changed.push(message.id);
  }
  const phantom = [...rows.keys()].filter((key) => !known.has(key));
  return { lost, twice, changed, phantom };
}

interface Row {
  device: string;
  eventTime: number;
  boot: string | null;
  seq: number | null;
  payload: Buffer;
  flags: number;
}

const common = `d.device_id AS device, f.event_time AS eventTime, f.boot, f.seq, m.payload, f.quality AS flags`;
const joins = `JOIN messages m ON m.message_key = f.message_key`;
/** The raw message of a reading is the one of its topic and arrival that has its number. */
const readingJoins = `JOIN origins o ON o.origin_key = f.origin_key
  JOIN messages m ON m.topic_key = o.topic_key AND m.record_time = f.record_time
    AND json_extract(CAST(m.payload AS TEXT), '$.seq') = f.seq`;

/** Every fact in a database file, read without the product. */
export function readHeld(path: string): Held[] {
  const db = new Database(path, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`integrity: ${String(integrity)}`);
    const scans = db.prepare<[], Row & { codes: string; bizStep: string }>(
      `SELECT ${common}, f.codes, f.biz_step AS bizStep FROM scans f JOIN devices d USING (device_key) ${joins}`,
    );
    const positions = db.prepare<[], Row & { lat: number; lon: number }>(
      `SELECT ${common}, f.lat, f.lon FROM positions f JOIN devices d USING (device_key) ${joins}`,
    );
    const readings = db.prepare<[], Row & { type: string; value: number; uom: string }>(
      `SELECT ${common}, s.type, f.value, s.uom FROM readings f JOIN series s USING (series_key) JOIN devices d ON d.device_key = s.device_key ${readingJoins}`,
    );
    return [
      ...scans.all().map((row) => asHeld('scan', row, [...(JSON.parse(row.codes) as string[]), row.bizStep])),
      ...positions.all().map((row) => asHeld('position', row, [row.lat, row.lon])),
      ...readings.all().map((row) => asHeld('reading', row, [row.type, row.value, row.uom])),
    ];
  } finally {
    db.close();
  }
}

function asHeld(kind: Sent['kind'], row: Row, values: readonly (number | string)[]): Held {
  const { device, eventTime, boot, seq, flags } = row;
  return { kind, device, eventTime, boot, seq, values, payload: row.payload.toString('utf8'), flags };
}
