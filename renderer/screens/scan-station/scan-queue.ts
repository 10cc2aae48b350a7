import type { EngineClient } from '#shared/contract/client.ts';
import type { ParamsIn, ResultOf } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

import { asContractError } from '#renderer/data/contract-error.ts';

export type StationScan = ParamsIn<'scans.submit'>;
export type StationAnswer = ResultOf<'scans.submit'>['results'][number];

/** A scan of this station: answered, refused with the reason, or still waiting for the engine. */
export interface QueuedScan {
  readonly scan: StationScan;
  readonly answers?: readonly StationAnswer[];
  readonly problem?: string;
}

export interface QueueState {
  /** Newest first, at most thirty that are settled. */
  readonly scans: readonly QueuedScan[];
  readonly waiting: number;
  /** False where the browser keeps nothing: what waits is lost when the page is closed. */
  readonly isKept: boolean;
}

const prefix = 'waymark.scan.';
const shownSettled = 30;
const retryMs = 3000;

/**
 * Scans in the order they were made, sent one by one. Each is kept in the browser's storage until the engine has it, so
 * that neither a lost connection nor a closed tablet loses one; its boot and sequence number make it the same scan
 * however often it is sent.
 */
export class ScanQueue {
  readonly #client: EngineClient;
  readonly #boot: string;
  readonly #listeners = new Set<() => void>();
  #seq = 0;
  #waiting: readonly StationScan[];
  #settled: readonly QueuedScan[] = [];
  #isKept = true;
  #state: QueueState;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: EngineClient) {
    this.#client = client;
    this.#boot = client.newCommandId();
    this.#waiting = stored();
    this.#state = this.#read();
  }

  readonly current = (): QueueState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Takes a scan; its time is now, whenever it is sent. */
  add(scan: Omit<StationScan, 'boot' | 'seq'>): void {
    this.#seq += 1;
    const numbered = { ...scan, boot: this.#boot, seq: this.#seq };
    this.#isKept = keep(numbered) && this.#isKept;
    this.#waiting = [...this.#waiting, numbered];
    this.#changed();
    this.wake();
  }

  /** Sends what waits; to be called when the engine may be back. */
  readonly wake = (): void => {
    clearTimeout(this.#timer);
    if (!this.#sending) void this.#send();
  };

  async #send(): Promise<void> {
    this.#sending = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const outcome = await this.#sendOne(next);
      if (outcome === undefined) break;
      forget(next);
      this.#waiting = this.#waiting.slice(1);
      this.#settled = [{ scan: next, ...outcome }, ...this.#settled].slice(0, shownSettled);
      this.#changed();
    }
    this.#sending = false;
    if (this.#waiting.length > 0) this.#timer = setTimeout(this.wake, retryMs);
  }

  /** What became of it; undefined when it has to be sent again. */
  async #sendOne(scan: StationScan): Promise<Pick<QueuedScan, 'answers' | 'problem'> | undefined> {
    try {
      const commandId = `scan-${scan.boot}-${scan.seq}`;
      const { results } = await this.#client.request('scans.submit', scan, { commandId });
      return { answers: results };
    } catch (failure) {
      const error: ContractError = asContractError(failure);
      return error.retryable ? undefined : { problem: error.message };
    }
  }

  #changed(): void {
    this.#state = this.#read();
    for (const listener of this.#listeners) listener();
  }

  #read(): QueueState {
    const waiting = this.#waiting.map((scan): QueuedScan => ({ scan })).reverse();
    return { scans: [...waiting, ...this.#settled], waiting: waiting.length, isKept: this.#isKept };
  }
}

function keyOf({ boot, seq }: StationScan): string {
  return `${prefix}${boot}.${seq}`;
}

/** What an earlier visit left, oldest first. */
function stored(): StationScan[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? '') as StationScan)
      .toSorted((a, b) => a.time.localeCompare(b.time) || a.seq - b.seq);
  } catch {
    return [];
  }
}

function keep(scan: StationScan): boolean {
  try {
    localStorage.setItem(keyOf(scan), JSON.stringify(scan));
    return true;
  } catch {
    // Storage can be switched off or full; then it waits as long as the page is open, and the screen says so.
    return false;
  }
}

function forget(scan: StationScan): void {
  try {
    localStorage.removeItem(keyOf(scan));
  } catch {
    // As above.
  }
}
