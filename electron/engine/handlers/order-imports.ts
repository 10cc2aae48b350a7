import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';

import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { isStorageTrouble } from '../careful.ts';
import type { Clock } from '../clock.ts';
import type { StagedImport } from '../store/order-imports.ts';
import type { Store } from '../store/store.ts';
import { keepOrder } from '../tracking/intake.ts';
import type { BeginReading, OrderReader } from '../tracking/order-reader.ts';
import { SlicesAhead } from '../tracking/slices-ahead.ts';
import {
  linesAtMost,
  type OrderFile,
  OrderReading,
  type ReadingProgress,
} from '../tracking/order-reading.ts';
import type { PreparedOrder } from '../tracking/prepared-orders.ts';
import { editNews } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { type ImportJob, ImportJobs } from './import-jobs.ts';
import { undoImport } from './import-undo.ts';

export interface Imports {
  /**
   * Reads a file and keeps its good orders: all of them, or where it is cut off while it is read none. A short file is
   * done at once; a long one takes turns with everything else, and its job says how far it is.
   */
  run(csv: string, mapping: OrderFile['mapping']): ImportJob;
  get(jobId: string): ImportJob;
  /**
   * Nothing of it is kept: what is entered already is taken back in turns, whatever happens meanwhile, but for orders
   * somebody works on since. `conflict` once all is entered.
   */
  cancel(jobId: string): ImportJob;
}

export interface ImportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
  readonly timeZone: string;
  readonly newId: () => string;
  readonly beginReading: BeginReading;
  /** Runs something once everybody else has had a turn. */
  readonly later: (work: () => void) => void;
  readonly onChange: () => void;
}

/** A file of no more lines is done at once. */
const shortLines = 200;
/** What is done in one turn, so that scans go on being answered: some fifty milliseconds of work. */
const enteredAtOnce = 1500;
const believedAtOnce = 250;
const announcedAtOnce = 100;
const announceEveryMs = 50;
const retryMs = 5000;

interface Work {
  readonly jobId: string;
  readonly file: OrderFile;
  readonly reader: OrderReader;
  step: 'reading' | 'entering' | 'undoing' | 'stopped';
  progress: ReadingProgress;
  rejectedCsv: string | undefined;
  /** Good orders that are in the database. */
  entered: number;
}

export function createImports(options: ImportOptions): Imports {
  const jobs = new LongImports(options);
  jobs.resume();
  return {
    run: (csv, mapping) => jobs.run(csv, mapping),
    get: (jobId) => jobs.get(jobId),
    cancel: (jobId) => jobs.cancel(jobId),
  };
}

class LongImports implements Imports {
  readonly #options: ImportOptions;
  readonly #jobs = new ImportJobs();
  readonly #works = new Map<string, Work>();

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  /** Goes on with what was cut off. */
  resume(): void {
    for (const staged of this.#options.store.orderImports.all()) {
      if (staged.file === undefined) this.#announceOn(staged.jobId);
      else if (staged.isCancelled) this.#undo(toUndo(staged));
      else this.#begin(staged.jobId, fileOf(staged, inflateSync(staged.file).toString()), staged.entered);
    }
    this.#believeOn(this.#options.store.orders.unbelieved());
  }

  run(csv: string, mapping: OrderFile['mapping']): ImportJob {
    const { newId, clock, timeZone } = this.#options;
    const file = { csv, mapping, timeZone, startTime: clock.now() };
    // Its columns are judged here and now, whoever reads it then.
    const reading = new OrderReading(file);
    const jobId = newId();
    if (reading.lines <= shortLines)
      return this.#jobs.keep(doneAtOnce(this.#options, jobId, file.startTime, reading));
    this.#begin(jobId, file, undefined);
    return this.get(jobId);
  }

  get(jobId: string): ImportJob {
    return this.#jobs.get(jobId);
  }

  cancel(jobId: string): ImportJob {
    const job = this.get(jobId);
    if (job.step === 'undoing') return job;
    const work = this.#works.get(jobId);
    if (job.state !== 'running' || work === undefined)
      throw new DomainError('conflict', 'The import has already ended.');
    if (work.step === 'entering') {
      this.#options.store.orderImports.cancel(jobId);
      work.step = 'undoing';
      work.reader.stop();
      this.#works.delete(jobId);
      this.#undo(work);
      return this.get(jobId);
    }
    return this.#end(work, { state: 'cancelled', accepted: 0, orders: 0, listed: 0 });
  }

  /** `entered`: how many of its orders are in the database, once the file itself is. */
  #begin(jobId: string, file: OrderFile, entered: number | undefined): void {
    const reader = this.#options.beginReading(file, (progress) => {
      if (work.step !== 'reading') return;
      work.progress = progress;
      this.#show(work);
    });
    const work: Work = {
      jobId,
      file,
      reader,
      step: 'reading',
      progress: { rows: 0, total: linesAtMost(file.csv), recognised: undefined, orders: 0, rejected: 0 },
      rejectedCsv: undefined,
      entered: entered ?? 0,
    };
    this.#works.set(jobId, work);
    this.#show(work);
    this.#carryOut(work, entered !== undefined).catch((error: unknown) => this.#failed(work, error));
  }

  /**
   * Keeps the file itself, once it is known to be CSV, before the first of its orders: from there on it goes on to the
   * end, whatever happens.
   */
  async #carryOut(work: Work, isStaged: boolean): Promise<void> {
    const { store } = this.#options;
    const slices = new SlicesAhead(work.reader, work.entered, enteredAtOnce);
    const [file, whole] = await Promise.all([
      isStaged ? undefined : deflated(work.file.csv),
      work.reader.whole,
    ]);
    if (!this.#goesOn(work)) return;
    work.progress = whole;
    if (file !== undefined) store.orderImports.stage({ ...work.file, jobId: work.jobId, file });
    work.step = 'entering';
    this.#show(work);
    await this.#enterAll(work, slices);
  }

  async #enterAll(work: Work, slices: SlicesAhead): Promise<void> {
    for (let isEnd = false; !isEnd;) {
      const { orders, progress, end } = await slices.next();
      isEnd = end !== undefined;
      await this.#turn();
      work.progress = progress;
      work.rejectedCsv = end?.rejectedCsv;
      while (this.#goesOn(work) && orders.length > 0 && !this.#enter(work, orders)) await this.#turn(retryMs);
      if (!this.#goesOn(work)) return;
    }
    this.#options.store.orderImports.done(work.jobId);
    this.#end(work, {
      state: 'done',
      ...(work.rejectedCsv === undefined ? {} : { rejectedCsv: work.rejectedCsv }),
    });
    this.#options.later(() => this.#announceOn(work.jobId));
  }

  /** Enters some of the orders, and how far it is, in one transaction; false where the database takes nothing now. */
  #enter(work: Work, orders: readonly PreparedOrder[]): boolean {
    const { store, tracking, clock, onChange } = this.#options;
    const start = work.entered;
    const time = clock.now();
    try {
      // The file is on disk since it was staged: what a power cut takes of its orders is entered again.
      store.repeatable(() => {
        const slice = { ...tracking.enter(orders, { came: work.file.startTime, now: time }), start, time };
        store.orderImports.entered(work.jobId, start + orders.length, slice);
      });
    } catch (error) {
      this.#jobs.keep({ ...jobOf(work), error: sentenceOf(error) });
      return false;
    }
    work.entered = start + orders.length;
    this.#show(work);
    onChange();
    return true;
  }

  /** Takes back what was entered; its job ends once that is done. */
  #undo(work: WorkState & { entered: number }): void {
    const { store, clock, tracking, onChange } = this.#options;
    const { jobId } = work;
    this.#jobs.keep(jobOf(work));
    const undone = undoImport({
      store,
      clock,
      tracking,
      jobId,
      turn: (waitMs) => this.#turn(waitMs),
      onProgress: (entered, error) => {
        work.entered = entered;
        this.#jobs.keep({ ...jobOf(work), ...(error === undefined ? {} : { error: sentenceOf(error) }) });
        onChange();
      },
    });
    const ended = (outcome: Partial<ImportJob>): void => {
      this.#jobs.keep(endedJob(jobOf(work), { accepted: 0, ...outcome }, clock.now()));
    };
    undone.then(
      (stayed) => stayed !== undefined && ended({ state: 'cancelled', orders: stayed, listed: stayed }),
      (error: unknown) => ended({ state: 'failed', error: sentenceOf(error) }),
    );
  }

  /** Lets everybody else have a turn; or waits. */
  async #turn(waitMs?: number): Promise<void> {
    const { later, clock } = this.#options;
    await new Promise<void>((resolve) => {
      if (waitMs === undefined) later(resolve);
      else clock.after(waitMs, resolve);
    });
  }

  #goesOn({ step, reader }: Work): boolean {
    if ((step === 'reading' || step === 'entering') && this.#options.store.isOpen()) return true;
    reader.stop();
    return false;
  }

  #show(work: Work): void {
    this.#jobs.keep(jobOf(work));
  }

  #end(work: Work, outcome: Partial<ImportJob>): ImportJob {
    const job = endedJob(jobOf(work), outcome, this.#options.clock.now());
    work.step = 'stopped';
    work.reader.stop();
    this.#works.delete(work.jobId);
    return this.#jobs.keep(job);
  }

  /** Before anything is kept it has failed; after that its file is read again from where it is, until it is done. */
  #failed(work: Work, error: unknown): void {
    if (!this.#goesOn(work)) return;
    if (work.step === 'entering') {
      this.#jobs.keep({ ...jobOf(work), error: sentenceOf(error) });
      work.reader.stop();
      this.#options.clock.after(retryMs, () => {
        if (this.#goesOn(work)) this.#begin(work.jobId, work.file, work.entered);
      });
      return;
    }
    this.#end(work, { state: 'failed', accepted: 0, orders: 0, listed: 0, error: sentenceOf(error) });
  }

  /** Says the states of new orders over MQTT, slowly: nobody waits for those, and scans are to be answered. */
  #announceOn(jobId: string): void {
    const { store, tracking, clock, onChange } = this.#options;
    if (!store.isOpen()) return;
    const span = store.orderImports.unannounced(jobId);
    if (span === undefined) {
      // What stays is dropped at the next start.
      this.#written(() => store.orderImports.drop(jobId));
      return;
    }
    const last = Math.min(span.to, span.from + announcedAtOnce - 1);
    const isWritten = this.#written(() => {
      for (let key = span.from; key <= last; key += 1) tracking.announce(key);
      store.orderImports.announced(jobId, last);
    });
    onChange();
    clock.after(isWritten ? announceEveryMs : retryMs, () => this.#announceOn(jobId));
  }

  /** False where the database takes nothing now: nobody waits for this, so it is tried again. */
  #written(work: () => void): boolean {
    try {
      this.#options.store.transaction(work);
      return true;
    } catch (error) {
      if (!isStorageTrouble(error)) throw error;
      return false;
    }
  }

  /** Believes orders that an earlier version had entered and not believed when it was cut off. */
  #believeOn(keys: readonly number[]): void {
    if (keys.length === 0) return;
    const { store, tracking, clock, onChange, later } = this.#options;
    later(() => {
      if (!store.isOpen()) return;
      const isWritten = this.#written(() => {
        for (const key of keys.slice(0, believedAtOnce)) tracking.update(key, editNews);
      });
      onChange();
      if (isWritten) this.#believeOn(keys.slice(believedAtOnce));
      else clock.after(retryMs, () => this.#believeOn(keys));
    });
  }
}

/** What is known of an import that was being taken back when it was cut off. */
function toUndo({ jobId, startTime, entered }: StagedImport): WorkState & { entered: number } {
  const progress = { rows: 0, total: 0, recognised: undefined, orders: entered, rejected: 0 };
  return { jobId, file: { startTime }, step: 'undoing', progress, entered };
}

function fileOf({ mapping, timeZone, startTime }: StagedImport, csv: string): OrderFile {
  return { csv, mapping, timeZone, startTime };
}

/** A short file: read and kept in one transaction, its states announced with it. */
function doneAtOnce(
  { store, clock, tracking, onChange }: ImportOptions,
  jobId: string,
  startTime: number,
  reading: OrderReading,
): ImportJob {
  while (reading.next());
  const orders = reading.orders();
  store.transaction(() => {
    for (const order of orders) {
      const { key, status } = keepOrder(store, order, clock.now());
      if (status !== 'unchanged') tracking.update(key, editNews);
    }
  });
  onChange();
  const progress = reading.progress();
  const job = jobOf({ jobId, file: { startTime }, step: 'entering', progress, entered: progress.orders });
  const rejectedCsv = reading.rejectedCsv();
  const outcome = { state: 'done', ...(rejectedCsv === undefined ? {} : { rejectedCsv }) } as const;
  return endedJob(job, outcome, clock.now());
}

function endedJob(job: ImportJob, outcome: Partial<ImportJob>, now: number): ImportJob {
  const { step: _step, ...ended } = job;
  return { ...ended, ...outcome, endTime: toIso(now) };
}

type WorkState = Pick<Work, 'jobId' | 'step' | 'progress' | 'entered'> & {
  readonly file: Pick<OrderFile, 'startTime'>;
};

function jobOf({ jobId, file, step, progress, entered }: WorkState): ImportJob {
  const { rows, total, recognised, orders, rejected } = progress;
  return {
    jobId,
    state: 'running',
    step: step === 'stopped' ? 'reading' : step,
    rows,
    total,
    ...(recognised === undefined ? {} : { recognised }),
    accepted: rows - rejected,
    rejected,
    orders,
    listed: step === 'reading' ? 0 : entered,
    startTime: toIso(file.startTime),
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof DomainError ? error.message : String(error);
}

const deflating = promisify(deflate);

/** Off this thread. */
async function deflated(text: string): Promise<Buffer> {
  return await deflating(Buffer.from(text), { level: 1 });
}
