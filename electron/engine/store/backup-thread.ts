import type BetterSqlite from 'better-sqlite3';

/** What the thread is started with. */
export interface BackupStart {
  /** Where the package better-sqlite3 lies. */
  readonly sqlite: string;
  readonly from: string;
  readonly to: string;
}

/** `problem`: why there is no sound copy, one sentence. */
export type BackupAnswer = { readonly bytes: number } | { readonly problem: string };

/**
 * The whole of the thread's code, handed over as text as `electron/engine/mapping/evaluator-worker.ts` is: it may use
 * nothing from outside itself. Copies a database as it is at one moment into a file, beside whoever writes, and checks
 * the copy. It leaves processor and disk to others: what waits for a commit must not feel it.
 */
export function backupMain(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { createRequire } = process.getBuiltinModule('node:module');
  const fs = process.getBuiltinModule('node:fs');
  const os = process.getBuiltinModule('node:os');
  const start = workerData as BackupStart;
  const Database = createRequire(start.sqlite)(start.sqlite) as typeof BetterSqlite;
  const pagesAtOnce = 128;
  const syncEveryPages = 2048;
  const mostPauseMs = 50;
  const pause = new Int32Array(new SharedArrayBuffer(4));

  async function copy(): Promise<void> {
    const source = new Database(start.from, { readonly: true, fileMustExist: true });
    let target: number | undefined;
    try {
      // One view from beginning to end: else the copy would begin anew with every commit of others.
      source.exec('BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_schema').get();
      let pages = 0;
      let begin = performance.now();
      await source.backup(start.to, {
        progress() {
          // Written down little by little: all at once would hold up the commits of others.
          target ??= fs.openSync(start.to, 'r+');
          pages += pagesAtOnce;
          if (pages % syncEveryPages === 0) fs.fdatasyncSync(target);
          Atomics.wait(pause, 0, 0, Math.min(mostPauseMs, performance.now() - begin));
          begin = performance.now();
          return pagesAtOnce;
        },
      });
    } finally {
      source.close();
      if (target !== undefined) fs.closeSync(target);
    }
  }

  function check(): string | undefined {
    const db = new Database(start.to, { fileMustExist: true });
    try {
      // One file that can be carried away, without the companions of a database in use.
      db.pragma('journal_mode = DELETE');
      const found = String(db.pragma('quick_check(1)', { simple: true }));
      return found === 'ok' ? undefined : `The copy is not sound (${found}).`;
    } finally {
      db.close();
    }
  }

  async function run(): Promise<BackupAnswer> {
    // Elsewhere this would be the priority of the whole process.
    if (os.platform() === 'linux') os.setPriority(10);
    await copy();
    const problem = check();
    return problem === undefined ? { bytes: fs.statSync(start.to).size } : { problem };
  }

  run()
    .catch((error: unknown) => ({ problem: `The database could not be copied (${String(error)}).` }))
    .then((answer: BackupAnswer) => parentPort?.postMessage(answer))
    .catch(() => process.exit(1));
}
