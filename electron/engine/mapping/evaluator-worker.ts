import type * as Core from 'quickjs-emscripten-core';

/** What the worker is started with: where its packages lie, and what it runs in the sandbox. */
export interface WorkerStart {
  readonly core: string;
  readonly variant: string;
  readonly programs: readonly string[];
  /** Processor time of this thread, so that a busy machine stops nobody. */
  readonly evaluateMs: number;
  readonly compileMs: number;
  readonly memoryBytes: number;
  readonly stackBytes: number;
  /** Two counters: jobs begun, jobs done. */
  readonly progress: SharedArrayBuffer;
}

export interface WorkerAnswer {
  readonly id: number;
  /** What the sandbox program gave, as JSON; absent when it was stopped. */
  readonly result?: string;
  readonly stopped?: 'time' | 'memory';
}

/**
 * The whole of the worker's code. It is handed over as text, because a bundle, an archive and a folder of sources
 * each keep files elsewhere: it may use nothing from outside itself.
 *
 * Expressions run in an interpreter compiled to WebAssembly. Its memory is its own and limited, so that running out
 * of it is an error of the expression and not of this process, as it would be for V8; it is interrupted when time is
 * up, also inside a regular expression; and it knows no file, no network and no object of ours.
 */
export function workerMain(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { createRequire } = process.getBuiltinModule('node:module');
  const start = workerData as WorkerStart;
  const load = createRequire(start.core);
  const core = load(start.core) as typeof Core;
  const { default: variant } = load(start.variant) as {
    readonly default: Core.QuickJSSyncVariant;
  };
  const progress = new Int32Array(start.progress);
  // Nothing outside this function goes with it to the thread.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const usedMs = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  type Sandbox = ReturnType<typeof open>;

  function open(module: Core.QuickJSWASMModule) {
    const runtime = module.newRuntime();
    runtime.setMemoryLimit(start.memoryBytes);
    runtime.setMaxStackSize(start.stackBytes);
    const context = runtime.newContext();
    for (const program of start.programs) context.unwrapResult(context.evalCode(program)).dispose();
    const begin = context.getProp(context.global, 'start');
    const take = context.getProp(context.global, 'take');
    const compile = context.getProp(context.global, 'compileAll');
    return { runtime, context, compile, begin, take };
  }

  function run({ runtime, context, compile, begin, take }: Sandbox, id: number, job: string): WorkerAnswer {
    let late = false;
    const allow = (ms: number): void => {
      const end = usedMs() + ms;
      runtime.setInterruptHandler(() => (late ||= usedMs() > end));
    };
    const text = context.newString(job);
    try {
      allow(start.compileMs);
      context.unwrapResult(context.callFunction(compile, context.undefined, text)).dispose();
      allow(start.evaluateMs);
      context.unwrapResult(context.callFunction(begin, context.undefined, text)).dispose();
      const jobs = runtime.executePendingJobs();
      if (jobs.error !== undefined) {
        jobs.error.dispose();
        return { id, stopped: late ? 'time' : 'memory' };
      }
      if (late) return { id, stopped: 'time' };
      const result = context.unwrapResult(context.callFunction(take, context.undefined));
      const given: unknown = context.dump(result);
      result.dispose();
      return typeof given === 'string' ? { id, result: given } : { id, stopped: 'memory' };
    } catch {
      return { id, stopped: late ? 'time' : 'memory' };
    } finally {
      text.dispose();
    }
  }

  async function serve(): Promise<void> {
    let sandbox = open(await core.newQuickJSWASMModuleFromVariant(variant));

    async function handle(id: number, job: string): Promise<void> {
      Atomics.add(progress, 0, 1);
      const answer = run(sandbox, id, job);
      Atomics.add(progress, 1, 1);
      parentPort?.postMessage(answer);
      if (answer.stopped === undefined && !(answer.result ?? '').includes('out of memory')) return;
      // What was stopped in the middle may have left anything behind: all of its memory goes.
      sandbox = open(await core.newQuickJSWASMModuleFromVariant(variant));
    }

    let before = Promise.resolve();
    parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: string }) => {
      before = before.then(async () => await handle(id, job));
    });
    parentPort?.postMessage({ id: 0 } satisfies WorkerAnswer);
  }

  void serve();
}
