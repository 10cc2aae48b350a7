import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
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
  /** A short file is done at once. What it tells anew is learned in the background. */
  run(csv: string, mapping: Readonly<Record<string, string>> | undefined): ImportJob;
  has(jobId: string): boolean;
  get(jobId: string): ImportJob;
  /** Nothing of it is kept. `conflict` when it is being kept or has ended. */
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
  isCancelled: boolean;
}

export function createHistoryImports(options: HistoryImportOptions): HistoryImports {
  const { newId, later, clock } = options;
  const jobs = new ImportJobs();
  const works = new Map<string, Work>();

  /** Does some of the work; true when there is more. */
  function step(work: Work): boolean {
    const isMore = turn(options, work);
    if (!work.isCancelled) jobs.keep(work.job);
    if (!isMore) works.delete(work.job.jobId);
    return isMore;
  }

  function goOn(work: Work): void {
    later(() => {
      try {
        if (step(work)) goOn(work);
      } catch (error) {
        works.delete(work.job.jobId);
        jobs.keep({ ...work.job, state: 'failed', error: String(error), endTime: toIso(clock.now()) });
      }
    });
  }

  return {
    run(csv, mapping) {
      const file = readHistoryFile(csv, mapping, options.timeZone);
      const startTime = toIso(clock.now());
      const counts = { rows: 0, total: file.lines.length, accepted: 0, rejected: 0, orders: 0, listed: 0 };
      const job = jobs.keep({ jobId: newId(), state: 'running', ...counts, startTime });
      const read: ReadHistory = { journeys: [], rejected: [] };
      const work: Work = { file, read, job, at: 0, kept: 0, changed: 0, isCancelled: false };
      works.set(job.jobId, work);
      if (file.lines.length <= atOnce) while (step(work));
      else goOn(work);
      return jobs.get(job.jobId);
    },
    has: (jobId) => jobs.has(jobId),
    get: (jobId) => jobs.get(jobId),
    cancel(jobId) {
      const job = jobs.get(jobId);
      const work = works.get(jobId);
      if (work === undefined || work.kept > 0)
        throw new DomainError('conflict', 'The import has already ended.');
      work.isCancelled = true;
      return jobs.keep({ ...job, state: 'cancelled', accepted: 0, orders: 0, endTime: toIso(clock.now()) });
    },
  };
}

/** Reads on, then keeps on, then ends. True when there is more to do. */
function turn(options: HistoryImportOptions, work: Work): boolean {
  const { store, clock, past } = options;
  const { file, read } = work;
  if (work.isCancelled || !store.isOpen()) return false;
  if (work.at < file.lines.length) {
    const until = Math.min(work.at + atOnce, file.lines.length);
    readJourneys(file, work.at, until, clock.now(), read);
    work.at = until;
  } else {
    const some = read.journeys.slice(work.kept, work.kept + atOnce);
    store.transaction(() => {
      for (const journey of some) if (store.pastJourneys.put(journey, clock.now())) work.changed += 1;
    });
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
