import type { ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import {
  type CsvFile,
  type ReadOrders,
  readCsvFile,
  readGroups,
  rejectedCsv,
} from '../tracking/csv-orders.ts';
import { keepOrder } from '../tracking/intake.ts';
import { editNews, type Tracking } from '../tracking/tracking.ts';

type ImportJob = ResultOf<'orders.importJob'>;

export interface Imports {
  /**
   * Reads a file and keeps its good orders, all in one transaction: a crash leaves all of them or none. A short file
   * is done at once; a long one is read in turns with everything else, and its job says how far it is.
   */
  run(csv: string, mapping: Readonly<Record<string, string>> | undefined): ImportJob;
  get(jobId: string): ImportJob;
  /** Nothing of it is kept. `conflict` when it has ended. */
  cancel(jobId: string): ImportJob;
}

export interface ImportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
  readonly timeZone: string;
  readonly newId: () => string;
  /** Runs something once everybody else has had a turn. */
  readonly later: (work: () => void) => void;
  readonly onChange: () => void;
}

const keptJobs = 50;
/** Orders read in one turn; a file of no more is done at once. */
const atOnce = 1000;
/** Orders believed in one turn: about as long as a commit of messages takes. */
const believedAtOnce = 50;

export function createImports(options: ImportOptions): Imports {
  const { newId, later } = options;
  const jobs = new Map<string, ImportJob>();
  const stopped = new Set<string>();

  function keep(job: ImportJob): ImportJob {
    jobs.set(job.jobId, job);
    const [oldest] = jobs.keys();
    if (jobs.size > keptJobs && oldest !== undefined) jobs.delete(oldest);
    return job;
  }

  function known(jobId: string): ImportJob {
    const job = jobs.get(jobId);
    if (job === undefined) throw new DomainError('not-found', 'There is no such import.');
    return job;
  }

  /** One turn: reads on, or ends the job. True when there is more to do. */
  function turn(work: Work): boolean {
    if (stopped.delete(work.jobId)) return false;
    const until = Math.min(work.at + atOnce, work.file.groups.length);
    readGroups(work.file, work.at, until, work.read);
    for (const group of work.file.groups.slice(work.at, until)) work.rows += group.length;
    work.at = until;
    const isRead = until === work.file.groups.length;
    if (!isRead) {
      keep(progressOf(work));
      return true;
    }
    const { keys, isListed } = finish(options, work);
    const done = keep({ ...progressOf(work), ...outcomeOf(work), ...endedAt(options) });
    if (isListed) return false;
    const listedBefore = done.orders - keys.length;
    keep({ ...done, listed: listedBefore });
    believeOn(options, keys, (count) => keep({ ...known(work.jobId), listed: listedBefore + count }));
    return false;
  }

  function goOn(work: Work): void {
    later(() => {
      try {
        if (turn(work)) goOn(work);
      } catch (error) {
        keep({ ...known(work.jobId), state: 'failed', error: String(error), ...endedAt(options) });
      }
    });
  }

  believeOn(options, options.store.orders.unbelieved(), () => undefined);
  return {
    run(csv, mapping) {
      const file = readCsvFile(csv, mapping, options.timeZone);
      const work: Work = {
        jobId: newId(),
        startTime: toIso(options.clock.now()),
        file,
        read: { orders: [], rejected: [] },
        at: 0,
        rows: 0,
      };
      keep(progressOf(work));
      if (file.groups.length <= atOnce) turn(work);
      else goOn(work);
      return known(work.jobId);
    },
    get: known,
    cancel(jobId) {
      const job = known(jobId);
      if (job.state !== 'running') throw new DomainError('conflict', 'The import has already ended.');
      stopped.add(jobId);
      return keep({ ...job, state: 'cancelled', accepted: 0, orders: 0, listed: 0, ...endedAt(options) });
    },
  };
}

interface Work {
  readonly jobId: string;
  readonly startTime: string;
  readonly file: CsvFile;
  readonly read: ReadOrders;
  /** Orders read so far, and their lines. */
  at: number;
  rows: number;
}

function endedAt({ clock }: ImportOptions): { readonly endTime: string } {
  return { endTime: toIso(clock.now()) };
}

/** Keeps what was read; gives the orders that changed, and whether their state has followed. */
function finish(
  options: ImportOptions,
  { read }: Work,
): { readonly keys: readonly number[]; readonly isListed: boolean } {
  const { store, tracking, onChange } = options;
  const isShort = read.orders.length <= atOnce;
  const keys = store.transaction(() => {
    const changed = keepAll(options, read.orders);
    // Of many the state follows in turns, so that scans go on being answered.
    if (isShort) for (const key of changed) tracking.update(key, editNews);
    return changed;
  });
  onChange();
  return { keys, isListed: isShort };
}

function keepAll({ store, clock }: ImportOptions, orders: readonly PostedOrder[]): number[] {
  return orders.flatMap((order) => {
    const { key, status } = keepOrder(store, order, clock.now());
    return status === 'unchanged' ? [] : key;
  });
}

/** Believes orders a few at a time. Where that is cut off, the next start goes on with those never believed. */
function believeOn(
  options: ImportOptions,
  keys: readonly number[],
  onTurn: (count: number) => void,
  from = 0,
): void {
  if (from >= keys.length) return;
  const { store, tracking, onChange, later } = options;
  later(() => {
    if (!store.isOpen()) return;
    store.transaction(() => {
      for (const key of keys.slice(from, from + believedAtOnce)) tracking.update(key, editNews);
    });
    onChange();
    const next = Math.min(from + believedAtOnce, keys.length);
    onTurn(next);
    believeOn(options, keys, onTurn, next);
  });
}

function progressOf({ jobId, startTime, file, read, rows }: Work): ImportJob {
  return {
    jobId,
    state: 'running',
    rows,
    total: file.rows,
    ...(file.recognised === undefined ? {} : { recognised: file.recognised }),
    accepted: rows - read.rejected.length,
    rejected: read.rejected.length,
    orders: read.orders.length,
    listed: 0,
    startTime,
  };
}

function outcomeOf({
  file,
  read: { orders, rejected },
}: Work): Pick<ImportJob, 'state' | 'listed' | 'rejectedCsv'> {
  const done = { state: 'done', listed: orders.length } as const;
  if (rejected.length === 0) return done;
  const inOrder = rejected.toSorted((a, b) => a.number - b.number);
  return { ...done, rejectedCsv: rejectedCsv(file.header, inOrder) };
}
