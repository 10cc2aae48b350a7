import type Database from 'better-sqlite3';

import type { FindingKind, IgnoreSubjectType } from '#shared/domain/finding.ts';

/** What somebody asked not to be shown for a while. Instants in epoch milliseconds. */
export interface IgnoreRow {
  readonly key: number;
  readonly kind: FindingKind | undefined;
  readonly subjectType: IgnoreSubjectType | undefined;
  readonly subjectId: string | undefined;
  readonly until: number;
  readonly note: string;
  readonly createdTime: number;
  readonly createdBy: string;
  readonly liftedTime: number | undefined;
  readonly liftedBy: string | undefined;
}

export interface IgnoreStore {
  create(ignore: Omit<IgnoreRow, 'key' | 'liftedTime' | 'liftedBy'>): number;
  lift(key: number, time: number, by: string): void;
  get(key: number): IgnoreRow | undefined;
  /** Those in force at an instant, the oldest first. */
  standing(now: number): IgnoreRow[];
  /** The newest first. */
  list(limit: number): IgnoreRow[];
}

interface IgnoreRecord {
  ignore_key: number;
  kind: FindingKind | null;
  subject_type: IgnoreSubjectType | null;
  subject_id: string | null;
  until_time: number;
  note: string;
  created_time: number;
  created_by: string;
  lifted_time: number | null;
  lifted_by: string | null;
}

export function createIgnoreStore(db: Database.Database): IgnoreStore {
  const insert = db.prepare(
    `INSERT INTO ignores (kind, subject_type, subject_id, until_time, note, created_time, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const lift = db.prepare('UPDATE ignores SET lifted_time = ?, lifted_by = ? WHERE ignore_key = ?');
  const one = db.prepare<[number], IgnoreRecord>('SELECT * FROM ignores WHERE ignore_key = ?');
  const standing = db.prepare<[number], IgnoreRecord>(
    'SELECT * FROM ignores WHERE lifted_time IS NULL AND until_time > ? ORDER BY ignore_key',
  );
  const newest = db.prepare<[number], IgnoreRecord>('SELECT * FROM ignores ORDER BY ignore_key DESC LIMIT ?');
  return {
    create: ({ kind, subjectType, subjectId, until, note, createdTime, createdBy }) =>
      Number(
        insert.run(kind ?? null, subjectType ?? null, subjectId ?? null, until, note, createdTime, createdBy)
          .lastInsertRowid,
      ),
    lift: (key, time, by) => void lift.run(time, by, key),
    get(key) {
      const record = one.get(key);
      return record && toIgnore(record);
    },
    standing: (now) => standing.all(now).map(toIgnore),
    list: (limit) => newest.all(limit).map(toIgnore),
  };
}

function toIgnore(record: IgnoreRecord): IgnoreRow {
  return {
    key: record.ignore_key,
    kind: record.kind ?? undefined,
    subjectType: record.subject_type ?? undefined,
    subjectId: record.subject_id ?? undefined,
    until: record.until_time,
    note: record.note,
    createdTime: record.created_time,
    createdBy: record.created_by,
    liftedTime: record.lifted_time ?? undefined,
    liftedBy: record.lifted_by ?? undefined,
  };
}
