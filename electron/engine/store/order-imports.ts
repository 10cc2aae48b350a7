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
}

/** Keys of orders, both ends included. */
export interface KeySpan {
  readonly from: number;
  readonly to: number;
}

export interface OrderImportStore {
  /** All that were cut off or are not announced yet, the oldest first. */
  all(): StagedImport[];
  stage(staged: Omit<StagedImport, 'entered'>): void;
  /** So many orders of the file are entered; among `created` are the new ones. Only with them in one transaction. */
  entered(jobId: string, orders: number, created: KeySpan | undefined): void;
  /** All are entered: the file is not needed any more. */
  done(jobId: string): void;
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
}

export function createOrderImportStore(db: Database.Database): OrderImportStore {
  const all = db.prepare<[], ImportRecord>('SELECT * FROM order_imports ORDER BY import_key');
  const insert = db.prepare(
    'INSERT INTO order_imports (job_id, start_time, file, mapping, time_zone) VALUES (?, ?, ?, ?, ?)',
  );
  const advance = db.prepare(
    `UPDATE order_imports SET entered = :orders, first_key = coalesce(first_key, :from),
       last_key = coalesce(:to, last_key) WHERE job_id = :jobId`,
  );
  const done = db.prepare('UPDATE order_imports SET file = NULL WHERE job_id = ?');
  const span = db.prepare<[string], { from: number | null; to: number | null }>(
    `SELECT coalesce(announced_key + 1, first_key) AS "from", last_key AS "to" FROM order_imports WHERE job_id = ?`,
  );
  const announced = db.prepare('UPDATE order_imports SET announced_key = ? WHERE job_id = ?');
  const drop = db.prepare('DELETE FROM order_imports WHERE job_id = ?');
  return {
    all: () =>
      all.all().map((record) => ({
        jobId: record.job_id,
        startTime: record.start_time,
        file: record.file ?? undefined,
        mapping: record.mapping === null ? undefined : (JSON.parse(record.mapping) as Record<string, string>),
        timeZone: record.time_zone,
        entered: record.entered,
      })),
    stage: ({ jobId, startTime, file, mapping, timeZone }) =>
      void insert.run(
        jobId,
        startTime,
        file ?? null,
        mapping === undefined ? null : JSON.stringify(mapping),
        timeZone,
      ),
    entered: (jobId, orders, created) =>
      void advance.run({ jobId, orders, from: created?.from ?? null, to: created?.to ?? null }),
    done: (jobId) => void done.run(jobId),
    unannounced(jobId) {
      const { from = null, to = null } = span.get(jobId) ?? {};
      return from === null || to === null || from > to ? undefined : { from, to };
    },
    announced: (jobId, lastKey) => void announced.run(lastKey, jobId),
    drop: (jobId) => void drop.run(jobId),
  };
}
