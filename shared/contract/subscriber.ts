import { ContractError } from '../result.ts';
import { KeyedRows, takeLogFrame } from './received-rows.ts';
import type { KeyedState, LogFrame } from './received-rows.ts';
import type { Timers } from './timers.ts';
import type { ClientMessage, ServerMessage } from './wire.ts';

export type Frame = Extract<ServerMessage, { readonly type: 'snapshot' | 'delta' | 'append' }>;
type End = Extract<ServerMessage, { readonly type: 'end' }>;

export interface Wanted {
  readonly name: string;
  readonly params: unknown;
  readonly listener: (frame: KeyedState<unknown> | LogFrame<unknown>) => void;
  readonly onError: ((error: ContractError) => void) | undefined;
}

interface Entry extends Wanted {
  readonly keyed: KeyedRows;
  /** Of the running subscription on the wire; nothing while there is none. */
  id: number | undefined;
  seq: number;
  /** Where a log goes on after a reconnect. */
  cursor: string | undefined;
  cancelRetry: (() => void) | undefined;
}

interface SubscriberOptions {
  readonly post: (message: ClientMessage) => void;
  readonly nextId: () => number;
  readonly isUp: () => boolean;
  readonly timers: Timers;
}

/** Pause before asking again for a subscription the engine could not serve just now. */
const retryMs = 2000;

/** Everything this client watches: kept over reconnects, each frame acknowledged once its listener has it. */
export class Subscriber {
  readonly #options: SubscriberOptions;
  readonly #entries = new Set<Entry>();
  readonly #byId = new Map<number, Entry>();

  constructor(options: SubscriberOptions) {
    this.#options = options;
  }

  /** Starts watching; the returned function stops it. */
  add(wanted: Wanted): () => void {
    const entry: Entry = {
      ...wanted,
      keyed: new KeyedRows(),
      id: undefined,
      seq: 0,
      cursor: undefined,
      cancelRetry: undefined,
    };
    this.#entries.add(entry);
    if (this.#options.isUp()) this.#open(entry);
    return () => this.#remove(entry);
  }

  /** A connection is there: asks for everything, logs from where they were. */
  up(): void {
    for (const entry of this.#entries) this.#open(entry);
  }

  /** The connection is gone, and with it every subscription on the wire. */
  down(): void {
    this.#byId.clear();
    for (const entry of this.#entries) this.#forget(entry);
  }

  /** Ends everything. */
  clear(): void {
    this.down();
    this.#entries.clear();
  }

  take(frame: Frame): void {
    const entry = this.#byId.get(frame.id);
    // Frames of a subscription that was given up meanwhile are still under way for a moment.
    if (entry === undefined) return;
    if (frame.seq !== entry.seq + 1) {
      this.#close(entry);
      this.#open(entry);
      return;
    }
    entry.seq = frame.seq;
    try {
      this.#deliver(entry, frame);
    } finally {
      if (entry.id === frame.id) this.#options.post({ type: 'ack', id: frame.id, seq: frame.seq });
    }
  }

  /** The engine ended a subscription: asked for again later where that can help, else given up. */
  end(message: End): void {
    const entry = this.#byId.get(message.id);
    if (entry === undefined) return;
    this.#byId.delete(message.id);
    this.#forget(entry);
    const error = message.error === undefined ? undefined : new ContractError(message.error);
    if (error?.retryable === false) this.#entries.delete(entry);
    else entry.cancelRetry = this.#options.timers.after(retryMs, () => this.#open(entry));
    if (error !== undefined) entry.onError?.(error);
  }

  #deliver(entry: Entry, frame: Frame): void {
    const isKeyed = frame.type === 'delta' || (frame.type === 'snapshot' && frame.key !== undefined);
    if (!isKeyed) entry.cursor = frame.cursor;
    const taken = isKeyed ? entry.keyed.take(frame) : takeLogFrame(frame);
    if (taken !== undefined) entry.listener(taken);
  }

  #open(entry: Entry): void {
    this.#forget(entry);
    const id = this.#options.nextId();
    entry.id = id;
    this.#byId.set(id, entry);
    const { name, params, cursor } = entry;
    const from = cursor === undefined ? {} : { from: cursor };
    try {
      this.#options.post({ type: 'subscribe', id, name, params, ...from });
    } catch (error) {
      const message = `The parameters of ${name} cannot be sent: ${String(error)}.`;
      this.end({ type: 'end', id, error: { code: 'invalid-request', message, retryable: false } });
    }
  }

  #close(entry: Entry): void {
    if (entry.id === undefined) return;
    this.#byId.delete(entry.id);
    this.#options.post({ type: 'unsubscribe', id: entry.id });
    this.#forget(entry);
  }

  #forget(entry: Entry): void {
    entry.id = undefined;
    entry.seq = 0;
    entry.keyed.restart();
    entry.cancelRetry?.();
    entry.cancelRetry = undefined;
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry);
    this.#close(entry);
    this.#forget(entry);
  }
}
