import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

import type { Clock } from '../clock.ts';
import { outsideArchive } from '../outside-archive.ts';
import { workerMain, type WorkerAnswer, type WorkerStart } from './evaluator-worker.ts';
import { sandboxProgram } from './sandbox-program.ts';

/** Expressions that take longer over one message are stopped; processor time, so that a busy machine stops nobody. */
export const evaluateMs = 50;
/** Once for each mapping, before its first message. */
const compileMs = 500;
/** What no interrupt reaches (one long step of the interpreter itself) ends with its thread after this. */
const killAfterMs = 500;
const watchMs = 50;
const memoryBytes = 32 * 1024 * 1024;
const stackBytes = 512 * 1024;
/** Jobs handed to the thread at a time; those it had not begun when it was killed are given to the next one. */
const handedAtOnce = 16;

/** What the sandbox gave as JSON, or why it gave nothing. */
export type Evaluation =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly stopped: 'time' | 'memory' | 'closed' };

/** Evaluates expressions on a thread of its own, in order, within bounds of time and memory. */
export interface Evaluator {
  /** Never rejects. Answers come in the order of the calls. */
  evaluate(job: string): Promise<Evaluation>;
  /** Ends the thread; what was not answered is answered as closed. */
  stop(): Promise<void>;
}

interface Job {
  readonly id: number;
  readonly job: string;
  readonly answer: (evaluation: Evaluation) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly progress: Int32Array;
  ready: boolean;
  /** Jobs done when the watch last looked, and since when it has been the same job. */
  seen: number;
  since: number;
}

/** The thread starts with the first job. */
export function createEvaluator(clock: Clock): Evaluator {
  return new ThreadEvaluator(clock);
}

class ThreadEvaluator implements Evaluator {
  readonly #clock: Clock;
  #queue: Job[] = [];
  /** The first of the queue are with the thread. */
  #handed = 0;
  #lastId = 0;
  #thread: Thread | undefined;
  #stopWatch: (() => void) | undefined;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  evaluate(job: string): Promise<Evaluation> {
    if (this.#closed) return Promise.resolve({ ok: false, stopped: 'closed' });
    return new Promise((answer) => {
      this.#lastId += 1;
      this.#queue.push({ id: this.#lastId, job, answer });
      this.#thread ??= this.#start();
      this.#handOver();
    });
  }

  async stop(): Promise<void> {
    this.#closed = true;
    this.#stopWatch?.();
    const queue = this.#queue;
    this.#queue = [];
    for (const { answer } of queue) answer({ ok: false, stopped: 'closed' });
    await this.#thread?.worker.terminate();
  }

  #start(): Thread {
    const progress = new SharedArrayBuffer(8);
    const workerData: WorkerStart = { ...parts(), evaluateMs, compileMs, memoryBytes, stackBytes, progress };
    const worker = new Worker(`(${workerMain.toString()})()`, { eval: true, workerData });
    const thread: Thread = { worker, progress: new Int32Array(progress), ready: false, seen: 0, since: 0 };
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => this.#answered(thread, answer));
    worker.on('error', () => this.#lost(thread));
    worker.on('exit', () => this.#lost(thread));
    return thread;
  }

  #handOver(): void {
    const thread = this.#thread;
    if (thread?.ready !== true) return;
    while (this.#handed < Math.min(handedAtOnce, this.#queue.length)) {
      const { id, job } = this.#queue[this.#handed]!;
      thread.worker.postMessage({ id, job });
      this.#handed += 1;
    }
    if (this.#handed > 0) this.#watch(thread);
  }

  #answered(thread: Thread, { id, result, stopped }: WorkerAnswer): void {
    if (thread !== this.#thread) return;
    if (id === 0) thread.ready = true;
    else
      this.#finish(
        stopped === undefined && result !== undefined
          ? { ok: true, json: result }
          : { ok: false, stopped: stopped ?? 'memory' },
      );
    this.#handOver();
  }

  /** Answers the oldest job. */
  #finish(evaluation: Evaluation): void {
    const job = this.#queue.shift();
    this.#handed = Math.max(0, this.#handed - 1);
    job?.answer(evaluation);
  }

  #watch(thread: Thread): void {
    if (this.#stopWatch !== undefined) return;
    thread.since = this.#clock.monotonic();
    this.#stopWatch = this.#clock.every(watchMs, () => this.#look());
  }

  /** A thread that is at the same job for too long is ended, whatever it is doing. */
  #look(): void {
    const thread = this.#thread;
    if (thread === undefined || this.#handed === 0) {
      this.#stopWatch?.();
      this.#stopWatch = undefined;
      return;
    }
    const begun = Atomics.load(thread.progress, 0);
    const done = Atomics.load(thread.progress, 1);
    const now = this.#clock.monotonic();
    if (done !== thread.seen || begun === done) {
      thread.seen = done;
      thread.since = now;
    } else if (now - thread.since >= killAfterMs) {
      this.#lost(thread);
      void thread.worker.terminate();
    }
  }

  /** The thread is gone: the job it was at is at fault, the others go to the next thread. */
  #lost(thread: Thread): void {
    if (thread !== this.#thread || this.#closed) return;
    this.#thread = undefined;
    this.#handed = 0;
    const isAtFault = Atomics.load(thread.progress, 0) > Atomics.load(thread.progress, 1) || !thread.ready;
    if (isAtFault) this.#finish({ ok: false, stopped: 'time' });
    if (this.#queue.length > 0) this.#thread = this.#start();
  }
}

let found: Pick<WorkerStart, 'core' | 'variant' | 'programs'> | undefined;

/** Where the interpreter lies, and the text of JSONata. */
function parts(): Pick<WorkerStart, 'core' | 'variant' | 'programs'> {
  if (found !== undefined) return found;
  const { resolve } = createRequire(import.meta.url);
  found = {
    core: outsideArchive(resolve('quickjs-emscripten-core')),
    variant: outsideArchive(resolve('@jitl/quickjs-wasmfile-release-sync')),
    programs: [readFileSync(resolve('jsonata/jsonata.min.js'), 'utf8'), sandboxProgram],
  };
  return found;
}
