import type Database from 'better-sqlite3';

import type { HoldKind, HoldSubjectType } from '#shared/domain/hold.ts';

/** Goods that may not move: an order, a parcel, or a pallet with what is in it. Lifted, never deleted. */
export interface HoldRow {
  readonly key: number;
  readonly subjectType: HoldSubjectType;
  readonly subjectId: string;
  /** The subject's canonical code. */
  readonly code: string;
  readonly kind: HoldKind;
  readonly note: string;
  readonly placedTime: number;
  readonly placedBy: string;
  readonly liftedTime: number | undefined;
  readonly liftedBy: string | undefined;
  readonly liftNote: string | undefined;
}

export interface HoldStore {
  place(hold: Omit<HoldRow, 'key' | 'liftedTime' | 'liftedBy' | 'liftNote'>): HoldRow;
  lift(key: number, lifted: { readonly time: number; readonly by: string; readonly note?: string }): void;
  get(key: number): HoldRow | undefined;
  /** All holds on a canonical code, lifted ones too, as they were placed; from memory. */
  of(code: string): readonly HoldRow[];
  /** The newest first. */
  list(filter: { readonly standing: boolean; readonly limit: number }): HoldRow[];
  /** Reads them again: what a failed transaction left in memory is not true. */
  reload(): void;
}

interface HoldRecord {
  hold_key: number;
  subject_type: HoldSubjectType;
  subject_id: string;
  code: string;
  kind: HoldKind;
  note: string;
  placed_time: number;
  placed_by: string;
  lifted_time: number | null;
  lifted_by: string | null;
  lift_note: string | null;
}

const none: readonly HoldRow[] = [];

export function createHoldStore(db: Database.Database): HoldStore {
  const all = db.prepare<[], HoldRecord>('SELECT * FROM holds ORDER BY hold_key');
  const insert = db.prepare(
    'INSERT INTO holds (subject_type, subject_id, code, kind, note, placed_time, placed_by) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const lift = db.prepare(
    'UPDATE holds SET lifted_time = ?, lifted_by = ?, lift_note = ? WHERE hold_key = ?',
  );
  const one = db.prepare<[number], HoldRecord>('SELECT * FROM holds WHERE hold_key = ?');
  const list = db.prepare<[number, number], HoldRecord>(
    'SELECT * FROM holds WHERE (? = 0 OR lifted_time IS NULL) ORDER BY hold_key DESC LIMIT ?',
  );
  // Every scan asks whether something is held; people place few holds.
  let byCode = new Map<string, HoldRow[]>();

  function reload(): void {
    byCode = new Map();
    for (const record of all.all()) {
      const rows = byCode.get(record.code);
      if (rows === undefined) byCode.set(record.code, [toHold(record)]);
      else rows.push(toHold(record));
    }
  }

  function get(key: number): HoldRow | undefined {
    const record = one.get(key);
    return record && toHold(record);
  }

  reload();
  return {
    place(hold) {
      const { subjectType, subjectId, code, kind, note, placedTime, placedBy } = hold;
      const key = insert.run(subjectType, subjectId, code, kind, note, placedTime, placedBy).lastInsertRowid;
      reload();
      return get(Number(key))!;
    },
    lift(key, { time, by, note }) {
      lift.run(time, by, note ?? null, key);
      reload();
    },
    get,
    of: (code) => byCode.get(code) ?? none,
    list: ({ standing, limit }) => list.all(Number(standing), limit).map(toHold),
    reload,
  };
}

function toHold(record: HoldRecord): HoldRow {
  return {
    key: record.hold_key,
    subjectType: record.subject_type,
    subjectId: record.subject_id,
    code: record.code,
    kind: record.kind,
    note: record.note,
    placedTime: record.placed_time,
    placedBy: record.placed_by,
    liftedTime: record.lifted_time ?? undefined,
    liftedBy: record.lifted_by ?? undefined,
    liftNote: record.lift_note ?? undefined,
  };
}
