import type { ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import {
  readHistoryFile,
  readJourneys,
  rejectedHistory,
  type HistoryFile,
  type ReadHistory,
} from '../tracking/past/csv-history.ts';
import type { PastOrders } from '../tracking/past/past-orders.ts';

type ImportJob = ResultOf<'history.import'>;

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

const keptJobs = 50;
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
  const works = new Map<string, Work>();

  function known(jobId: string): Work {
    const work = works.get(jobId);
    if (work === undefined) throw new DomainError('not-found', 'There is no such import.');
    return work;
  }

  function goOn(work: Work): void {
    later(() => {
      try {
        if (turn(options, work)) goOn(work);
      } catch (error) {
        work.job = { ...work.job, state: 'failed', error: String(error), endTime: toIso(clock.now()) };
      }
    });
  }

  return {
    run(csv, mapping) {
      const file = readHistoryFile(csv, mapping, options.timeZone);
      const startTime = toIso(clock.now());
      const counts = { rows: 0, total: file.lines.length, accepted: 0, rejected: 0, orders: 0, listed: 0 };
      const job: ImportJob = { jobId: newId(), state: 'running', ...counts, startTime };
      const work: Work = {
        file,
        read: { journeys: [], rejected: [] },
        job,
        at: 0,
        kept: 0,
        changed: 0,
        isCancelled: false,
      };
      works.set(job.jobId, work);
      const [oldest] = works.keys();
      if (works.size > keptJobs && oldest !== undefined) works.delete(oldest);
      if (file.lines.length <= atOnce) while (turn(options, work));
      else goOn(work);
      return work.job;
    },
    has: (jobId) => works.has(jobId),
    get: (jobId) => known(jobId).job,
    cancel(jobId) {
      const work = known(jobId);
      if (work.job.state !== 'running' || work.kept > 0)
        throw new DomainError('conflict', 'The import has already ended.');
      work.isCancelled = true;
      work.job = { ...work.job, state: 'cancelled', accepted: 0, orders: 0, endTime: toIso(clock.now()) };
      return work.job;
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
    ...(isDone && read.rejected.length > 0 ? { rejectedCsv: rejectedHistory(file, read.rejected) } : {}),
  };
  if (isDone && work.changed > 0) past.learn();
  return !isDone;
}
