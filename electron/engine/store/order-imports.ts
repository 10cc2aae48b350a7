import type Database from 'better-sqlite3';

/** A long file of orders on its way into the database. */
export interface StagedImport {
  readonly jobId: string;
  readonly startTime: number;
  /** The text of the file, deflated; none once all of it is entered. */
  readonly file: Buffer | undefined;
  readonly mapping: Readonly<Record<string, string>> | undefined;
  readonly timeZone: string;
  /** Orders of the file that are entered. */
  readonly entered: number;
  /** What was entered is taken back. */
  readonly isCancelled: boolean;
}

/** Keys of orders, both ends included. */
export interface KeySpan {
  readonly from: number;
  readonly to: number;
}

/** What one turn entered. */
export interface ImportSlice {
  /** Orders of the file before it. */
  readonly start: number;
  readonly time: number;
  readonly created: KeySpan | undefined;
  /** Keys of the orders it changed. */
  readonly updated: readonly number[];
}

export interface OrderImportStore {
  /** All that were cut off or are not announced yet, the oldest first. */
  all(): StagedImport[];
  stage(staged: Omit<StagedImport, 'entered' | 'isCancelled'>): void;
  /** So many orders of the file are entered, the last of them with a slice. Only with them in one transaction. */
  entered(jobId: string, orders: number, slice: ImportSlice): void;
  /** All are entered: the file is not needed any more, and nothing is taken back. */
  done(jobId: string): void;
  /** From now on it is taken back, whatever happens. */
  cancel(jobId: string): void;
  /** What was entered last and is not taken back yet. */
  newestSlice(jobId: string): ImportSlice | undefined;
  /** A slice is taken back but for so many orders. Only with them in one transaction. */
  tookBack(jobId: string, start: number, stayed: number): void;
  /** Orders that were to be taken back and stay. */
  stayed(jobId: string): number;
  /** What is left to announce; undefined when nothing is. */
  unannounced(jobId: string): KeySpan | undefined;
  announced(jobId: string, lastKey: number): void;
  drop(jobId: string): void;
}

interface ImportRecord {
  job_id: string;
  start_time: number;
  file: Buffer | null;
  mapping: string | null;
  time_zone: string;
  entered: number;
  cancelled: number;
}

export function createOrderImportStore(db: Database.Database): OrderImportStore {
  const all = db.prepare<[], ImportRecord>('SELECT * FROM order_imports ORDER BY import_key');
  const insert = db.prepare(
    'INSERT INTO order_imports (job_id, start_time, file, mapping, time_zone) VALUES (?, ?, ?, ?, ?)',
  );
  const done = db.prepare('UPDATE order_imports SET file = NULL WHERE job_id = ?');
  const cancel = db.prepare('UPDATE order_imports SET cancelled = 1 WHERE job_id = ?');
  const span = db.prepare<[string], { from: number | null; to: number | null }>(
    `SELECT coalesce(announced_key + 1, first_key) AS "from", last_key AS "to" FROM order_imports WHERE job_id = ?`,
  );
  const announced = db.prepare('UPDATE order_imports SET announced_key = ? WHERE job_id = ?');
  const drop = db.prepare('DELETE FROM order_imports WHERE job_id = ?');
  const { dropSlices, ...slices } = sliceStatements(db);
  return {
    ...slices,
    all: () =>
      all.all().map((record) => ({
        jobId: record.job_id,
        startTime: record.start_time,
        file: record.file ?? undefined,
        mapping: record.mapping === null ? undefined : (JSON.parse(record.mapping) as Record<string, string>),
        timeZone: record.time_zone,
        entered: record.entered,
        isCancelled: record.cancelled === 1,
      })),
    stage: ({ jobId, startTime, file, mapping, timeZone }) =>
      void insert.run(
        jobId,
        startTime,
        file ?? null,
        mapping === undefined ? null : JSON.stringify(mapping),
        timeZone,
      ),
    done(jobId) {
      done.run(jobId);
      dropSlices(jobId);
    },
    cancel: (jobId) => void cancel.run(jobId),
    unannounced(jobId) {
      const { from = null, to = null } = span.get(jobId) ?? {};
      return from === null || to === null || from > to ? undefined : { from, to };
    },
    announced: (jobId, lastKey) => void announced.run(lastKey, jobId),
    drop: (jobId) => void drop.run(jobId),
  };
}

interface SliceRecord {
  start: number;
  entered_time: number;
  first_key: number | null;
  last_key: number | null;
  updated: string;
}

function sliceStatements(db: Database.Database) {
  const advance = db.prepare(
    `UPDATE order_imports SET entered = :orders, first_key = coalesce(first_key, :from),
       last_key = coalesce(:to, last_key) WHERE job_id = :jobId`,
  );
  const insert = db.prepare(
    `INSERT INTO order_import_slices (job_id, start, entered_time, first_key, last_key, updated)
     VALUES (:jobId, :start, :time, :from, :to, :updated)`,
  );
  const newest = db.prepare<[string], SliceRecord>(
    'SELECT * FROM order_import_slices WHERE job_id = ? ORDER BY start DESC LIMIT 1',
  );
  const drop = db.prepare('DELETE FROM order_import_slices WHERE job_id = ? AND start = ?');
  const dropAll = db.prepare('DELETE FROM order_import_slices WHERE job_id = ?');
  const stay = db.prepare(
    'UPDATE order_imports SET entered = :start, stayed = stayed + :stayed WHERE job_id = :jobId',
  );
  const stayed = db.prepare<[string], number>('SELECT stayed FROM order_imports WHERE job_id = ?').pluck();
  return {
    entered(jobId: string, orders: number, { start, time, created, updated }: ImportSlice): void {
      const keys = { jobId, from: created?.from ?? null, to: created?.to ?? null };
      advance.run({ ...keys, orders });
      insert.run({ ...keys, start, time, updated: JSON.stringify(updated) });
    },
    newestSlice(jobId: string): ImportSlice | undefined {
      const record = newest.get(jobId);
      if (record === undefined) return undefined;
      const { start, entered_time: time, first_key: from, last_key: to, updated } = record;
      return {
        start,
        time,
        created: from === null || to === null ? undefined : { from, to },
        updated: JSON.parse(updated) as number[],
      };
    },
    tookBack(jobId: string, start: number, stays: number): void {
      drop.run(jobId, start);
      stay.run({ jobId, start, stayed: stays });
    },
    stayed: (jobId: string): number => stayed.get(jobId) ?? 0,
    dropSlices: (jobId: string) => void dropAll.run(jobId),
  };
}
