import type Database from 'better-sqlite3';

import { hourMs } from '#shared/domain/time.ts';
import type { HoldSubjectType, RetentionClass } from '#shared/domain/retention.ts';

import { groupSql } from './quarantine.ts';
import type { RollupStore } from './rollups.ts';

/** What is held, as somebody placed it. */
export interface LegalHold {
  readonly holdId: string;
  readonly subjectType: HoldSubjectType;
  readonly subjectId: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly note: string;
  readonly who: string;
  readonly placedTime: number;
}

/** Facts that lie in time under a key: a series or a device. */
export type FactClass = 'readings' | 'positions' | 'statuses';

export interface SizeSample {
  readonly time: number;
  readonly bytes: number;
}

/** How long each class of data is kept, what is held, and the deletion of what is neither. */
export interface RetentionStore {
  /** Days by class as configured; null: for ever. */
  keepDays(): ReadonlyMap<RetentionClass, number | null>;
  setKeepDays(name: RetentionClass, days: number | null): void;
  holds(): LegalHold[];
  putHold(hold: LegalHold): void;
  /** False when there is no such hold. */
  dropHold(holdId: string): boolean;
  /** Deletes the oldest facts of a key in a half-open range, about so many at most; how many were deleted. */
  deleteFacts(name: FactClass, key: number, range: { from: number; to: number }, most: number): number;
  deleteRollups(seriesKey: number, range: { from: number; to: number }, most: number): number;
  deleteQuarantine(before: number, isHeld: (row: HeldQuestion) => boolean, most: number): number;
  oldest(name: FactClass, key: number): number | undefined;
  /** Bytes in use in the file; what was deleted is used again. */
  bytesInUse(): number;
  sample(time: number, keptSince: number): void;
  samples(): SizeSample[];
}

export interface HeldQuestion {
  readonly deviceId: string;
  readonly from: number;
  readonly to: number;
}

const tables: Readonly<Record<FactClass, { readonly table: string; readonly key: string }>> = {
  readings: { table: 'reading_rows', key: 'series_key' },
  positions: { table: 'positions', key: 'device_key' },
  statuses: { table: 'statuses', key: 'device_key' },
};

export function createRetentionStore(
  db: Database.Database,
  rollups: Pick<RollupStore, 'expire'>,
): RetentionStore {
  const days = db.prepare<[], { class: RetentionClass; keep_days: number | null }>(
    'SELECT class, keep_days FROM retention_classes',
  );
  const putDays = db.prepare(
    'INSERT INTO retention_classes (class, keep_days) VALUES (?, ?) ON CONFLICT DO UPDATE SET keep_days = excluded.keep_days',
  );
  return {
    keepDays: () => new Map(days.all().map((row) => [row.class, row.keep_days])),
    setKeepDays: (name, keep) => void putDays.run(name, keep),
    ...holdStatements(db),
    ...factDeletion(db, rollups),
    ...otherDeletion(db),
    ...sizeStatements(db),
  };
}

function holdStatements(db: Database.Database) {
  const list = db.prepare<[], Omit<LegalHold, 'from' | 'to'> & { from: number | null; to: number | null }>(
    `SELECT hold_id AS holdId, subject_type AS subjectType, subject_id AS subjectId, valid_from AS "from",
       valid_to AS "to", note, who, placed_time AS placedTime FROM legal_holds ORDER BY placed_time, hold_id`,
  );
  const put = db.prepare('INSERT INTO legal_holds VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM legal_holds WHERE hold_id = ?');
  return {
    holds: (): LegalHold[] =>
      list.all().map((row) => ({ ...row, from: row.from ?? undefined, to: row.to ?? undefined })),
    putHold: (hold: LegalHold): void =>
      void put.run(
        hold.holdId,
        hold.subjectType,
        hold.subjectId,
        hold.from ?? null,
        hold.to ?? null,
        hold.note,
        hold.who,
        hold.placedTime,
      ),
    dropHold: (holdId: string): boolean => drop.run(holdId).changes > 0,
  };
}

function factDeletion(db: Database.Database, rollups: Pick<RollupStore, 'expire'>) {
  const of = (name: FactClass) => {
    const { table, key } = tables[name];
    const range = `${key} = ? AND event_time >= ? AND event_time < ?`;
    return {
      oldest: db
        .prepare<[number], number | null>(`SELECT min(event_time) FROM ${table} WHERE ${key} = ?`)
        .pluck(),
      first: db
        .prepare<[number, number, number, number], number>(
          `SELECT event_time FROM ${table} WHERE ${range} ORDER BY event_time LIMIT 1 OFFSET ?`,
        )
        .pluck(),
      remove: db.prepare<[number, number, number]>(`DELETE FROM ${table} WHERE ${range}`),
    };
  };
  const statements = { readings: of('readings'), positions: of('positions'), statuses: of('statuses') };
  const remove = db.transaction((name: FactClass, key: number, from: number, to: number): number => {
    const { changes } = statements[name].remove.run(key, from, to);
    if (name === 'readings') rollups.expire(key, from, to);
    return changes;
  });
  return {
    oldest: (name: FactClass, key: number): number | undefined =>
      statements[name].oldest.get(key) ?? undefined,
    deleteFacts(name: FactClass, key: number, range: { from: number; to: number }, most: number): number {
      const { first } = statements[name];
      const begin = first.get(key, range.from, range.to, 0);
      if (begin === undefined) return 0;
      const bound = first.get(key, range.from, range.to, most) ?? range.to;
      // Readings go by whole hours: of an hour there are all or none.
      const hour = Math.max(Math.floor(bound / hourMs), Math.floor(begin / hourMs) + 1) * hourMs;
      const to = Math.min(range.to, name === 'readings' ? hour : Math.max(bound, begin + 1));
      return remove.immediate(name, key, range.from, to);
    },
  };
}

function otherDeletion(db: Database.Database) {
  const removeRollups = db.prepare(
    `DELETE FROM rollups WHERE series_key = ? AND step = ? AND bucket IN (
       SELECT bucket FROM rollups WHERE series_key = ? AND step = ? AND bucket >= ? AND bucket < ? ORDER BY bucket LIMIT ?)`,
  );
  const oldRefusals = db.prepare<[number], HeldQuestion & { key: number }>(
    `SELECT quarantine_key AS key, ifnull(device_id, '') AS deviceId, first_time AS "from", last_time AS "to"
     FROM quarantine WHERE last_time < ? ORDER BY quarantine_key`,
  );
  const count = db.prepare(
    `UPDATE quarantine_groups SET kept = kept - 1, counted = counted + 1
     WHERE (device_id, reason) = (SELECT ${groupSql}, reason FROM quarantine WHERE quarantine_key = ?)`,
  );
  const removeRefusal = db.prepare('DELETE FROM quarantine WHERE quarantine_key = ?');
  const removeAll = db.transaction((keys: readonly number[]) => {
    for (const key of keys) {
      count.run(key);
      removeRefusal.run(key);
    }
  });
  return {
    deleteRollups(key: number, { from, to }: { from: number; to: number }, most: number): number {
      let deleted = 0;
      for (const step of [15, 60, 1440]) {
        const bucket = (instant: number): number => Math.floor(instant / (step * 60_000));
        deleted += removeRollups.run(key, step, key, step, bucket(from), bucket(to), most).changes;
      }
      return deleted;
    },
    deleteQuarantine(before: number, isHeld: (row: HeldQuestion) => boolean, most: number): number {
      const keys: number[] = [];
      for (const row of oldRefusals.iterate(before)) {
        if (!isHeld(row)) keys.push(row.key);
        if (keys.length >= most) break;
      }
      removeAll.immediate(keys);
      return keys.length;
    },
  };
}

function sizeStatements(db: Database.Database) {
  const put = db.prepare(
    'INSERT INTO size_samples VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes',
  );
  const trim = db.prepare('DELETE FROM size_samples WHERE time < ?');
  const list = db.prepare<[], SizeSample>('SELECT time, bytes FROM size_samples ORDER BY time');
  const figure = (name: string): number => Number(db.pragma(name, { simple: true }));
  const bytesInUse = (): number => (figure('page_count') - figure('freelist_count')) * figure('page_size');
  return {
    bytesInUse,
    sample(time: number, keptSince: number): void {
      put.run(time, bytesInUse());
      trim.run(keptSince);
    },
    samples: () => list.all(),
  };
}
