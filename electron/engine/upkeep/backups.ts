import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { outsideArchive } from '../outside-archive.ts';
import { backupMain, type BackupAnswer, type BackupStart } from '../store/backup-thread.ts';
import { databasePath } from '../store/open.ts';

/** So many of the newest stay. */
export const backupsKept = 3;
const backUpEveryMs = hourMs;
const lookEveryMs = minuteMs;
/** Not in the middle of a start, when everybody is busy. */
const firstAfterMs = 5 * minuteMs;
/** What takes long is done more seldom: at most this part of the time goes into copies. */
const mostPart = 0.05;
/** So much more room than the copy needs must be free. */
const spareBytes = 2 * 1024 ** 3;

export interface BackupState {
  /** Of the newest sound copy. */
  readonly time?: number;
  readonly bytes?: number;
  /** Why the last attempt gave none, one sentence. */
  readonly problem?: string;
}

export interface Backups {
  state(): BackupState;
  /** Ends a copy that is under way; what it wrote is removed. */
  stop(): Promise<void>;
}

export interface BackupOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly freeBytes: () => number;
}

interface Held {
  readonly name: string;
  readonly time: number;
}

const namePattern = /^hourly-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)Z\.db$/;

/** Copies the database once an hour into the folder `backups` beside it, on a thread of its own, and keeps the newest. */
export function createBackups(options: BackupOptions): Backups {
  const { dataDir, clock, log, freeBytes } = options;
  const folder = join(dataDir, 'backups');
  let problem: string | undefined;
  let under: { readonly worker: Worker; readonly done: Promise<void> } | undefined;
  /** On the monotonic clock: the other may be set back. */
  let notBefore = clock.monotonic() + firstAfterMs;

  function look(): void {
    const now = clock.now();
    const last = held(folder, now).at(-1)?.time ?? Number.NEGATIVE_INFINITY;
    const isRecent = last <= now && now < last + backUpEveryMs;
    if (under !== undefined || clock.monotonic() < notBefore || isRecent) return;
    const bytes = statSync(databasePath(dataDir)).size;
    if (freeBytes() < bytes + spareBytes) {
      fail('There is not enough room on the disk for a backup.');
      return;
    }
    begin(now);
  }

  function fail(sentence: string): void {
    if (sentence !== problem) log.error('no backup was made', { problem: sentence });
    problem = sentence;
    notBefore = clock.monotonic() + backUpEveryMs / 6;
  }

  function begin(now: number): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const to = join(folder, nameOf(now));
    const unfinished = `${to}.unfinished`;
    removeUnfinished(folder);
    const worker = startThread({ from: databasePath(dataDir), to: unfinished });
    const started = clock.monotonic();
    const done = answerOf(worker).then((answer) => {
      under = undefined;
      if ('bytes' in answer) {
        renameSync(unfinished, to);
        for (const { name } of held(folder, clock.now()).slice(0, -backupsKept)) rmSync(join(folder, name));
        problem = undefined;
        const tookMs = clock.monotonic() - started;
        notBefore = clock.monotonic() + tookMs / mostPart;
        log.info('backup made', { bytes: answer.bytes, tookMs: Math.round(tookMs) });
      } else {
        removeUnfinished(folder);
        if (!stopped) fail(answer.problem);
      }
    });
    under = {
      worker,
      done: done.catch((error: unknown) => fail(`The backup could not be kept (${String(error)}).`)),
    };
  }

  let stopped = false;
  const cancel = clock.every(lookEveryMs, look);
  return {
    state() {
      const newest = held(folder, clock.now()).at(-1);
      const told = problem === undefined ? {} : { problem };
      if (newest === undefined) return told;
      return { time: newest.time, bytes: statSync(join(folder, newest.name)).size, ...told };
    },
    async stop() {
      stopped = true;
      cancel();
      await under?.worker.terminate();
      await under?.done;
    },
  };
}

function startThread(paths: Pick<BackupStart, 'from' | 'to'>): Worker {
  const sqlite = outsideArchive(createRequire(import.meta.url).resolve('better-sqlite3'));
  const workerData: BackupStart = { sqlite, ...paths };
  return new Worker(`(${backupMain.toString()})()`, { eval: true, workerData });
}

function answerOf(worker: Worker): Promise<BackupAnswer> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) =>
      resolve({ problem: `The database could not be copied (${String(error)}).` }),
    );
    worker.once('exit', () => resolve({ problem: 'The copying of the database was ended.' }));
  });
}

/** The copies there are, the oldest first; before all those a clock that was ahead has named after a time to come. */
function held(folder: string, now: number): Held[] {
  return namesIn(folder)
    .flatMap((name): Held[] => {
      const [, hour, minute, second] = namePattern.exec(name) ?? [];
      return hour === undefined ? [] : [{ name, time: Date.parse(`${hour}:${minute}:${second}Z`) }];
    })
    .sort((a, b) => Number(b.time > now) - Number(a.time > now) || a.time - b.time);
}

function nameOf(time: number): string {
  return `hourly-${new Date(time).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`;
}

function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder))
    if (name.startsWith('hourly-') && name.includes('.unfinished')) rmSync(join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
