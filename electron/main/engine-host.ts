import type { EngineCommand, EngineOrder, EngineReady, EngineReport } from '#shared/contract/desktop.ts';
import type { Timers } from '#shared/contract/timers.ts';

import { backOffMs, settledMs } from './back-off.ts';
import type { DesktopLog } from './desktop-log.ts';

/** As much of the engine's process as its supervisor needs. */
export interface Child<Port> {
  post(command: EngineCommand, port?: Port): void;
  onReport(listener: (report: EngineReport) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** `down`: it fell, and is started again after a pause; `problem` says what is the matter in one sentence. */
export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly ready: EngineReady }
  | { readonly kind: 'down'; readonly problem: string }
  | { readonly kind: 'stopped' };

export interface EngineHostOptions<Port> {
  readonly spawn: () => Child<Port>;
  /** How to start it; asked before every start. */
  readonly order: (before: EngineReady | undefined) => Promise<EngineOrder>;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: DesktopLog;
  readonly onState: (state: EngineState) => void;
  readonly onReport: (report: EngineReport) => void;
  /** It cannot start for a reason that trying again does not change, and has never run. */
  readonly onFatal: (failure: { readonly exitCode: number; readonly sentence: string }) => void;
}

/** The engine drains what it has taken in; this long is far more than that ever took. */
const stopLimitMs = 65_000;

/** Keeps one engine process running: starts it, starts it again when it falls, and stops it in order. */
export class EngineHost<Port> {
  readonly #options: EngineHostOptions<Port>;
  #state: EngineState = { kind: 'starting' };
  #child: Child<Port> | undefined;
  #lastReady: EngineReady | undefined;
  #failure: { readonly exitCode: number; readonly sentence: string } | undefined;
  #falls = 0;
  /** Rises with each start: one that was overtaken while it asked for its order goes no further. */
  #turn = 0;
  #readyAt = 0;
  #cancelRetry: (() => void) | undefined;
  #stopping: Promise<void> | undefined;
  #onceGone: (() => void)[] = [];

  constructor(options: EngineHostOptions<Port>) {
    this.#options = options;
  }

  state(): EngineState {
    return this.#state;
  }

  start(): void {
    void this.#launch();
  }

  /** Gives a page's port to the engine; false where there is none to take it. */
  connect(port: Port): boolean {
    if (this.#state.kind !== 'running' || this.#child === undefined) return false;
    this.#child.post({ type: 'connect' }, port);
    return true;
  }

  /** Stops it in order and starts it again, with a new order. */
  async restart(): Promise<void> {
    if (this.#stopping !== undefined) return;
    this.#cancelRetry?.();
    this.#set({ kind: 'starting' });
    await this.#end();
    if (this.#stopping === undefined) await this.#launch();
  }

  /** Stops it in order and for good. Safe to call twice. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopForGood();
    return this.#stopping;
  }

  async #stopForGood(): Promise<void> {
    this.#cancelRetry?.();
    await this.#end();
    this.#set({ kind: 'stopped' });
  }

  async #launch(): Promise<void> {
    this.#failure = undefined;
    this.#turn += 1;
    const turn = this.#turn;
    let order: EngineOrder;
    try {
      order = await this.#options.order(this.#lastReady);
    } catch (error) {
      if (turn !== this.#turn || this.#stopping !== undefined) return;
      this.#fall(`The engine cannot be started: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    if (turn !== this.#turn || this.#stopping !== undefined) return;
    const child = this.#options.spawn();
    this.#child = child;
    child.onReport((report) => {
      if (this.#child === child) this.#take(report);
    });
    child.onExit((code) => {
      if (this.#child === child) this.#gone(code);
    });
    child.post(order);
  }

  #take(report: EngineReport): void {
    if (report.type === 'ready') {
      this.#lastReady = report;
      this.#readyAt = this.#options.timers.now();
      this.#set({ kind: 'running', ready: report });
    } else if (report.type === 'failed') {
      this.#failure = report;
      this.#child?.post({ type: 'stop' });
    }
    this.#options.onReport(report);
  }

  #gone(code: number): void {
    this.#child = undefined;
    const waiting = this.#onceGone.splice(0);
    for (const resolve of waiting) resolve();
    if (waiting.length > 0 || this.#stopping !== undefined) return;
    const { log, onFatal, timers } = this.#options;
    log.error('the engine ended', { code, why: this.#failure?.sentence });
    if (this.#failure !== undefined && this.#lastReady === undefined) return onFatal(this.#failure);
    if (this.#state.kind === 'running' && timers.now() - this.#readyAt >= settledMs) this.#falls = 0;
    const problem =
      this.#failure === undefined
        ? `The engine ended unexpectedly (exit code ${code}) and is being started again.`
        : `The engine cannot start again yet: ${this.#failure.sentence}`;
    return this.#fall(problem);
  }

  #fall(problem: string): void {
    this.#falls += 1;
    this.#set({ kind: 'down', problem });
    const { timers, random, log } = this.#options;
    const delayMs = backOffMs(this.#falls, random);
    log.warn('the engine is started again', { falls: this.#falls, delayMs: Math.round(delayMs) });
    this.#cancelRetry = timers.after(delayMs, () => void this.#launch());
  }

  /** Resolves when the process has ended; at once when there is none. */
  #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const giveUp = this.#options.timers.after(stopLimitMs, () => {
        this.#options.log.error('the engine does not stop and is ended');
        child.kill();
      });
      this.#onceGone.push(() => {
        giveUp();
        resolve();
      });
      child.post({ type: 'stop' });
    });
  }

  #set(state: EngineState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
