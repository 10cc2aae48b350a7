import type { ResultOf } from '#shared/contract/index.ts';
import { DomainError } from '#shared/result.ts';

export type ImportJob = ResultOf<'orders.importJob'>;

const keptJobs = 50;

/** How imports stand, the newest of them. */
export class ImportJobs {
  readonly #jobs = new Map<string, ImportJob>();

  keep(job: ImportJob): ImportJob {
    this.#jobs.set(job.jobId, job);
    const [oldest] = this.#jobs.keys();
    if (this.#jobs.size > keptJobs && oldest !== undefined) this.#jobs.delete(oldest);
    return job;
  }

  has(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  /** Fails with `not-found`. */
  get(jobId: string): ImportJob {
    const job = this.#jobs.get(jobId);
    if (job === undefined) throw new DomainError('not-found', 'There is no such import.');
    return job;
  }
}
