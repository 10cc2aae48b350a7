import type { ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { readCsvOrders, rejectedCsv, type CsvOrders } from '../tracking/csv-orders.ts';
import { keepOrder } from '../tracking/intake.ts';
import { editNews, type Tracking } from '../tracking/tracking.ts';

type ImportJob = ResultOf<'orders.importJob'>;

export interface Imports {
  /** Reads a file and keeps its good orders, all in one transaction: a crash leaves all of them or none. */
  run(csv: string, mapping: Readonly<Record<string, string>> | undefined): ImportJob;
  get(jobId: string): ImportJob;
  cancel(jobId: string): ImportJob;
}

export interface ImportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
  readonly newId: () => string;
  readonly onChange: () => void;
}

const keptJobs = 50;

export function createImports({ store, clock, tracking, newId, onChange }: ImportOptions): Imports {
  const jobs = new Map<string, ImportJob>();

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

  function keepAll(file: CsvOrders): void {
    store.transaction(() => {
      for (const order of file.orders) {
        const { key, status } = keepOrder(store, order, clock.now());
        if (status !== 'unchanged') tracking.update(key, editNews);
      }
    });
  }

  return {
    run(csv, mapping) {
      const startTime = toIso(clock.now());
      const file = readCsvOrders(csv, mapping);
      keepAll(file);
      onChange();
      return keep({
        jobId: newId(),
        state: 'done',
        rows: file.rows,
        accepted: file.rows - file.rejected.length,
        rejected: file.rejected.length,
        orders: file.orders.length,
        startTime,
        endTime: toIso(clock.now()),
        ...(file.rejected.length === 0 ? {} : { rejectedCsv: rejectedCsv(file.header, file.rejected) }),
      });
    },
    get: known,
    cancel(jobId) {
      const job = known(jobId);
      if (job.state !== 'running') throw new DomainError('conflict', 'The import has already ended.');
      return keep({ ...job, state: 'cancelled', endTime: toIso(clock.now()) });
    },
  };
}
