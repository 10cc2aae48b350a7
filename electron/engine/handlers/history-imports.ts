import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import { compact } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import { rejectedCsv } from '../tracking/csv-lines.ts';
import {
  readHistoryFile,
  readJourneys,
  type HistoryFile,
  type ReadHistory,
} from '../tracking/past/csv-history.ts';
import type { PastOrders } from '../tracking/past/past-orders.ts';
import { type ImportJob, ImportJobs } from './import-jobs.ts';

/** Imports of finished journeys, in turns with everything else. */
export interface HistoryImports {
  /**
   * A short file is done at once. What it tells anew is learned in the background. `conflict` while another is read, as
   * only one at a time can be taken back.
   */
  run(csv: string, mapping: Readonly<Record<string, string>> | undefined): ImportJob;
  has(jobId: string): boolean;
  get(jobId: string): ImportJob;
  /** Nothing of it is kept; what is kept already is taken back in turns. `conflict` when it has ended. */
  cancel(jobId: string): ImportJob;
}

export interface HistoryImportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly past: Pick<PastOrders, 'learn'>;
  readonly timeZone: string;
  readonly newId: () => string;
  /** Runs something once everybody else has had a turn. */
  readonly later: (work: () => void) => void;
}

/** Lines read, or journeys kept, in one turn; a file of no more is done at once. */
const atOnce = 1000;

interface Work {
  readonly file: HistoryFile;
  readonly read: ReadHistory;
  job: ImportJob;
  at: number;
  kept: number;
  /** Journeys that were new or other than known. */
  changed: number;
  isTakenBack: boolean;
}

export function createHistoryImports(options: HistoryImportOptions): HistoryImports {
  const { newId, later, clock, store, past } = options;
  const jobs = new ImportJobs();
  let current: Work | undefined;

  /** Does some of the work; true when there is more. */
  function step(work: Work): boolean {
    const isMore = turn(options, work);
    jobs.keep(work.job);
    if (!isMore) current = undefined;
    return isMore;
  }

  function goOn(work: Work): void {
    later(() => {
      if (current !== work || work.isTakenBack) return;
      try {
        if (step(work)) goOn(work);
      } catch (error) {
        takeBack(work, { state: 'failed', error: String(error) });
      }
    });
  }

  function runWhole(work: Work): void {
    try {
      while (step(work));
    } finally {
      current = undefined;
    }
  }

  /** Puts back what was there before, in turns, and ends the job so. What cannot be put back now is at the next start. */
  function takeBack(work: Work, end: Pick<ImportJob, 'state' | 'error'>): void {
    const job = { ...work.job, accepted: 0, orders: 0, listed: 0 };
    const ended = (problem?: string): void => {
      current = undefined;
      const state = problem === undefined ? end.state : 'failed';
      jobs.keep({ ...job, ...compact({ error: problem ?? end.error }), state, endTime: toIso(clock.now()) });
    };
    if (work.kept === 0) return ended();
    current = work;
    work.isTakenBack = true;
    jobs.keep({ ...job, step: 'undoing' });
    undo(ended);
  }

  function undo(done: (problem?: string) => void): void {
    later(() => {
      if (!store.isOpen()) return;
      try {
        if (store.transaction(() => store.pastJourneys.undoSome(atOnce))) undo(done);
        else done();
      } catch (error) {
        done(String(error));
      }
    });
  }

  // An import that a stop or a power cut ended early left what it had kept.
  if (store.pastJourneys.isUnsettled()) undo(() => past.learn());

  return {
    run(csv, mapping) {
      if (current !== undefined || store.pastJourneys.isUnsettled())
        throw new DomainError('conflict', 'Another history is being imported; wait for it to end.');
      const file = readHistoryFile(csv, mapping, options.timeZone);
      const startTime = toIso(clock.now());
      const counts = { rows: 0, total: file.lines.length, accepted: 0, rejected: 0, orders: 0, listed: 0 };
      const job = jobs.keep({ jobId: newId(), state: 'running', ...counts, startTime });
      const read: ReadHistory = { journeys: [], rejected: [] };
      const work: Work = { file, read, job, at: 0, kept: 0, changed: 0, isTakenBack: false };
      current = work;
      if (file.lines.length > atOnce) goOn(work);
      else runWhole(work);
      return jobs.get(job.jobId);
    },
    has: (jobId) => jobs.has(jobId),
    get: (jobId) => jobs.get(jobId),
    cancel(jobId) {
      const job = jobs.get(jobId);
      const work = current;
      if (work?.job.jobId !== jobId || job.step === 'undoing')
        throw new DomainError('conflict', 'The import has already ended.');
      current = undefined;
      takeBack(work, { state: 'cancelled' });
      return jobs.get(jobId);
    },
  };
}

/** Reads on, then keeps on, then ends. True when there is more to do. */
function turn(options: HistoryImportOptions, work: Work): boolean {
  const { store, clock, past } = options;
  const { file, read } = work;
  if (!store.isOpen()) return false;
  if (work.at < file.lines.length) {
    const until = Math.min(work.at + atOnce, file.lines.length);
    readJourneys(file, work.at, until, clock.now(), read);
    work.at = until;
  } else {
    const some = read.journeys.slice(work.kept, work.kept + atOnce);
    const isLast = work.kept + some.length >= read.journeys.length;
    let changed = 0;
    store.transaction(() => {
      for (const journey of some) if (store.pastJourneys.put(journey, clock.now())) changed += 1;
      if (isLast) store.pastJourneys.settle();
    });
    work.changed += changed;
    work.kept += some.length;
  }
  const isDone = work.at >= file.lines.length && work.kept >= read.journeys.length;
  work.job = {
    ...work.job,
    rows: work.at,
    accepted: read.journeys.length,
    rejected: read.rejected.length,
    orders: work.changed,
    listed: work.changed,
    ...(isDone ? { state: 'done', endTime: toIso(clock.now()) } : {}),
    ...(isDone && read.rejected.length > 0 ? { rejectedCsv: rejectedCsv(file.header, read.rejected) } : {}),
  };
  if (isDone && work.changed > 0) past.learn();
  return !isDone;
}
