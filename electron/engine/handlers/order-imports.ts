import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';

import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { isStorageTrouble } from '../careful.ts';
import type { Clock } from '../clock.ts';
import type { KeySpan, StagedImport } from '../store/order-imports.ts';
import type { Store } from '../store/store.ts';
import { rejectedCsv } from '../tracking/csv-lines.ts';
import { beginCsv, type CsvReading, type ReadOrders, readGroups } from '../tracking/csv-orders.ts';
import { keepOrder } from '../tracking/intake.ts';
import { editNews, type Tracking } from '../tracking/tracking.ts';
import { type ImportJob, ImportJobs } from './import-jobs.ts';

export interface Imports {
  /**
   * Reads a file and keeps its good orders: all of them, or where it is cut off while it is read none. A short file is
   * done at once; a long one takes turns with everything else, and its job says how far it is.
   */
  run(csv: string, mapping: Mapping | undefined): ImportJob;
  get(jobId: string): ImportJob;
  /** Nothing of it is kept. `conflict` once all its lines are read: what is being entered goes on to the end. */
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

type Mapping = Readonly<Record<string, string>>;

/** A file of no more lines is done at once. */
const shortLines = 200;
/** What is done in one turn, so that scans go on being answered: some ten milliseconds of work. */
const piecesAtOnce = 2;
const readAtOnce = 500;
const enteredAtOnce = 250;
const announcedAtOnce = 100;
const announceEveryMs = 50;
const retryMs = 5000;

interface Work {
  readonly jobId: string;
  readonly startTime: number;
  readonly csv: string;
  readonly mapping: Mapping | undefined;
  readonly timeZone: string;
  readonly reading: CsvReading;
  readonly read: ReadOrders;
  readonly lines: number;
  step: 'cutting' | 'reading' | 'staging' | 'entering' | 'stopped';
  /** Orders of the file that are read, and their lines. */
  at: number;
  rows: number;
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
      else this.#begin(workOf(staged, inflateSync(staged.file).toString(), staged.entered));
    }
    this.#believeOn(this.#options.store.orders.unbelieved());
  }

  run(csv: string, mapping: Mapping | undefined): ImportJob {
    const { newId, clock, timeZone } = this.#options;
    const work = workOf({ jobId: newId(), startTime: clock.now(), mapping, timeZone }, csv, 0);
    if (work.lines <= shortLines) return this.#jobs.keep(doneAtOnce(this.#options, work));
    this.#begin(work);
    return this.get(work.jobId);
  }

  get(jobId: string): ImportJob {
    return this.#jobs.get(jobId);
  }

  cancel(jobId: string): ImportJob {
    const job = this.get(jobId);
    const work = this.#works.get(jobId);
    if (job.state !== 'running' || work === undefined)
      throw new DomainError('conflict', 'The import has already ended.');
    if (work.step === 'entering')
      throw new DomainError('conflict', 'All lines are read; entering the orders goes on to the end.');
    work.step = 'stopped';
    return this.#end(work, { state: 'cancelled', accepted: 0, orders: 0, listed: 0 });
  }

  #end(work: Work, outcome: Partial<ImportJob>): ImportJob {
    this.#works.delete(work.jobId);
    return this.#jobs.keep(endedJob(work, outcome, this.#options.clock.now()));
  }

  #begin(work: Work): void {
    this.#works.set(work.jobId, work);
    this.#jobs.keep(progressOf(work));
    this.#goOn(work);
  }

  #goOn(work: Work): void {
    this.#options.later(() => {
      if (work.step === 'stopped' || !this.#options.store.isOpen()) return;
      try {
        this.#turn(work);
      } catch (error) {
        this.#failed(work, error);
      }
    });
  }

  #turn(work: Work): void {
    if (work.step === 'cutting') cutOn(work);
    else if (work.step === 'reading') readOn(work);
    else if (work.step === 'entering') enterOn(this.#options, work);
    if (work.step === 'entering' && work.entered === work.read.orders.length) {
      this.#entered(work);
      return;
    }
    this.#jobs.keep(progressOf(work));
    if (work.step === 'staging') this.#stage(work);
    else this.#goOn(work);
  }

  /** Keeps the file itself before the first of its orders: from here on it goes on to the end, whatever happens. */
  #stage(work: Work): void {
    const { store } = this.#options;
    deflated(work.csv).then(
      (file) => {
        if (work.step === 'stopped' || !store.isOpen()) return;
        const isKnown = store.orderImports.all().some(({ jobId }) => jobId === work.jobId);
        if (!isKnown) store.orderImports.stage({ ...work, file });
        work.step = 'entering';
        this.#goOn(work);
      },
      (error: unknown) => this.#failed(work, error),
    );
  }

  #entered(work: Work): void {
    const { store, later } = this.#options;
    store.orderImports.done(work.jobId);
    this.#end(work, { state: 'done', ...rejectedOf(work) });
    later(() => this.#announceOn(work.jobId));
  }

  /** Before anything is kept it has failed; after that it waits until the database takes more. */
  #failed(work: Work, error: unknown): void {
    const why = error instanceof DomainError ? error.message : String(error);
    if (work.step !== 'entering') {
      this.#end(work, { state: 'failed', accepted: 0, orders: 0, listed: 0, error: why });
      return;
    }
    this.#jobs.keep({ ...progressOf(work), error: why });
    this.#options.clock.after(retryMs, () => this.#goOn(work));
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
        for (const key of keys.slice(0, enteredAtOnce)) tracking.update(key, editNews);
      });
      onChange();
      if (isWritten) this.#believeOn(keys.slice(enteredAtOnce));
      else clock.after(retryMs, () => this.#believeOn(keys));
    });
  }
}

function workOf(
  { jobId, startTime, mapping, timeZone }: Omit<StagedImport, 'file' | 'entered'>,
  csv: string,
  entered: number,
): Work {
  return {
    jobId,
    startTime,
    csv,
    mapping,
    timeZone,
    reading: beginCsv(csv, mapping, timeZone),
    read: { orders: [], rejected: [] },
    lines: linesOf(csv),
    step: 'cutting',
    at: 0,
    rows: 0,
    entered,
  };
}

/** As many as there are ends of lines: of a file with such ends inside its cells, too many. */
function linesOf(csv: string): number {
  let lines = 0;
  for (let at = csv.indexOf('\n'); at >= 0; at = csv.indexOf('\n', at + 1)) lines += 1;
  return csv.endsWith('\n') ? lines - 1 : lines;
}

function cutOn(work: Work): void {
  for (let piece = 0; piece < piecesAtOnce; piece += 1) {
    if (work.reading.next()) continue;
    work.step = 'reading';
    return;
  }
}

function readOn(work: Work): void {
  const { file } = work.reading;
  const until = Math.min(work.at + readAtOnce, file.groups.length);
  readGroups(file, work.at, until, work.read);
  for (const group of file.groups.slice(work.at, until)) work.rows += group.length;
  work.at = until;
  if (until === file.groups.length) work.step = 'staging';
}

/** Enters some of the orders, and how far it is, in one transaction. */
function enterOn(options: ImportOptions, work: Work): void {
  const { store, onChange } = options;
  const until = Math.min(work.entered + enteredAtOnce, work.read.orders.length);
  store.transaction(() => {
    const created = enter(options, work, until);
    store.orderImports.entered(work.jobId, until, created);
  });
  work.entered = until;
  onChange();
}

function enter(
  { store, clock, tracking }: ImportOptions,
  { read, entered }: Work,
  until: number,
): KeySpan | undefined {
  let created: KeySpan | undefined;
  for (let index = entered; index < until; index += 1) {
    const { key, status } = keepOrder(store, read.orders[index]!, clock.now());
    if (status === 'updated') tracking.update(key, editNews);
    if (status !== 'created') continue;
    tracking.enter(key);
    created = { from: created?.from ?? key, to: key };
  }
  return created;
}

/** A short file: read and kept in one transaction, its states announced with it. */
function doneAtOnce({ store, clock, tracking, onChange }: ImportOptions, work: Work): ImportJob {
  while (work.reading.next());
  const { file } = work.reading;
  readGroups(file, 0, file.groups.length, work.read);
  work.rows = file.rows();
  work.entered = work.read.orders.length;
  store.transaction(() => {
    for (const order of work.read.orders) {
      const { key, status } = keepOrder(store, order, clock.now());
      if (status !== 'unchanged') tracking.update(key, editNews);
    }
  });
  onChange();
  return endedJob(work, { state: 'done', ...rejectedOf(work) }, clock.now());
}

function endedJob(work: Work, outcome: Partial<ImportJob>, now: number): ImportJob {
  const { step: _step, ...job } = progressOf(work);
  return { ...job, listed: work.entered, ...outcome, endTime: toIso(now) };
}

const deflating = promisify(deflate);

/** Off this thread. */
async function deflated(text: string): Promise<Buffer> {
  return await deflating(Buffer.from(text), { level: 1 });
}

function progressOf({ jobId, startTime, step, reading, read, lines, at, rows, entered }: Work): ImportJob {
  const { file } = reading;
  const isCut = step !== 'cutting';
  return {
    jobId,
    state: 'running',
    step: step === 'entering' ? 'entering' : 'reading',
    rows,
    total: isCut ? file.rows() : lines,
    ...(file.recognised === undefined ? {} : { recognised: file.recognised }),
    accepted: rows - read.rejected.length,
    rejected: read.rejected.length,
    orders: read.orders.length,
    listed: at === file.groups.length ? entered : 0,
    startTime: toIso(startTime),
  };
}

function rejectedOf({ reading: { file }, read: { rejected } }: Work): { readonly rejectedCsv?: string } {
  if (rejected.length === 0) return {};
  const inOrder = rejected.toSorted((a, b) => a.number - b.number);
  return { rejectedCsv: rejectedCsv(file.header, inOrder) };
}
