import type { Clock } from '../clock.ts';

/** The messages of one connection that were taken in and are not yet settled. */
export interface SettleWindow {
  /**
   * Takes a message in. Call the result when the message is committed; then `acknowledge` runs, as soon as
   * those of all earlier messages have: acknowledgements leave in the order of arrival [MQTT-4.6.0-2].
   */
  enter(bytes: number, acknowledge?: () => void): () => void;
  hasRoom(): boolean;
  /** Calls `run` once when there is room again; only one can wait. */
  whenRoom(run: () => void): void;
  size(): number;
  /** How long nothing was settled while something could have been; 0 when empty. */
  idleMs(): number;
  /** Resolves when everything taken in so far has been settled, or the window was closed. */
  drained(): Promise<void>;
  /** Nothing is acknowledged from now on; messages still count until they are settled. */
  close(): void;
}

export interface SettleWindowOptions {
  readonly clock: Clock;
  readonly maxMessages: number;
  readonly maxBytes: number;
}

interface Entry {
  readonly bytes: number;
  readonly acknowledge: (() => void) | undefined;
  settled: boolean;
}

/** Makes an empty window. */
export function createSettleWindow(options: SettleWindowOptions): SettleWindow {
  return new Window(options);
}

class Window implements SettleWindow {
  readonly #options: SettleWindowOptions;
  #entries: Entry[] = [];
  /** Entries before it are done; they are cut off in slices, since `shift` on a long array is slow. */
  #head = 0;
  #bytes = 0;
  #progressAt = 0;
  #closed = false;
  #waiting: (() => void) | undefined;
  #drained: (() => void)[] = [];

  constructor(options: SettleWindowOptions) {
    this.#options = options;
  }

  enter(bytes: number, acknowledge?: () => void): () => void {
    if (this.size() === 0) this.#progressAt = this.#options.clock.monotonic();
    const entry: Entry = { bytes, acknowledge, settled: false };
    this.#entries.push(entry);
    this.#bytes += bytes;
    return () => {
      if (entry.settled) return;
      entry.settled = true;
      this.#progressAt = this.#options.clock.monotonic();
      this.#advance();
    };
  }

  hasRoom(): boolean {
    // One message always fits, however large.
    return (
      this.size() === 0 || (this.size() < this.#options.maxMessages && this.#bytes < this.#options.maxBytes)
    );
  }

  whenRoom(run: () => void): void {
    this.#waiting = run;
  }

  size(): number {
    return this.#entries.length - this.#head;
  }

  idleMs(): number {
    return this.size() === 0 ? 0 : this.#options.clock.monotonic() - this.#progressAt;
  }

  drained(): Promise<void> {
    if (this.size() === 0 || this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drained.push(resolve);
    });
  }

  close(): void {
    this.#closed = true;
    this.#waiting = undefined;
    this.#tellDrained();
  }

  #advance(): void {
    for (let entry = this.#entries[this.#head]; entry?.settled === true; entry = this.#entries[this.#head]) {
      this.#head += 1;
      this.#bytes -= entry.bytes;
      if (!this.#closed) entry.acknowledge?.();
    }
    if (this.#head > 1_024 || this.#head === this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    if (this.size() === 0) this.#tellDrained();
    const waiting = this.#waiting;
    if (waiting !== undefined && this.hasRoom()) {
      this.#waiting = undefined;
      waiting();
    }
  }

  #tellDrained(): void {
    const told = this.#drained;
    this.#drained = [];
    for (const resolve of told) resolve();
  }
}
