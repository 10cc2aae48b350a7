import { keyOf } from '#shared/contract/received-rows.ts';

import type { KeyedFeed } from './feed.ts';
import { FramePacer } from './frame-pacer.ts';
import type { FrameOutcome } from './frame-pacer.ts';
import type { Subscription, SubscriptionOptions } from './subscription.ts';

/** Bounds how long one frame keeps the engine busy, however many rows there are. */
export const maxKeyedRowsPerFrame = 2000;

interface KeyedOptions extends SubscriptionOptions {
  readonly feed: KeyedFeed<unknown>;
  /** The field rows are keyed by. */
  readonly key: string;
  readonly maxRowsPerFrame: number;
}

/**
 * Follows a keyed feed for one reader. It holds keys, never rows: a slow reader costs at most one key per row
 * there is, and gets each row as it is when the frame goes out.
 */
export class KeyedSubscription implements Subscription {
  readonly #options: KeyedOptions;
  readonly #pacer: FramePacer;
  /** Keys of the snapshot that are still to be sent; nothing once it is complete. */
  #initial: Set<string> | undefined = new Set();
  /** Keys the reader has. */
  readonly #sent = new Set<string>();
  /** Keys the reader has to hear of. */
  readonly #dirty = new Set<string>();
  #unwatch: () => void = () => undefined;

  constructor(options: KeyedOptions) {
    this.#options = options;
    this.#pacer = new FramePacer(options.clock, (seq) => this.#send(seq));
  }

  start(): void {
    const { feed, params, key } = this.#options;
    for (const row of feed.snapshot(params)) this.#initial?.add(keyOf(row, key));
    this.#unwatch = feed.watch((changedKeys) => this.#note(changedKeys));
    this.#pacer.flush();
  }

  ack(seq: number): boolean {
    return this.#pacer.ack(seq);
  }

  stop(): void {
    this.#unwatch();
    this.#pacer.stop();
  }

  #note(changedKeys: Iterable<string>): void {
    for (const key of changedKeys) {
      // Read when its part goes out.
      if (this.#initial?.has(key) === true) continue;
      // What the reader neither has nor is to get need not be remembered: this is what bounds the set.
      if (this.#sent.has(key) || this.#visible(key) !== undefined) this.#dirty.add(key);
      else this.#dirty.delete(key);
    }
    if (this.#dirty.size > 0) this.#pacer.changed();
  }

  #visible(key: string): unknown {
    const { feed, params } = this.#options;
    const row = feed.get(key);
    return row !== undefined && feed.matches(row, params) ? row : undefined;
  }

  #send(seq: number): FrameOutcome {
    try {
      return this.#initial === undefined ? this.#sendDelta(seq) : this.#sendSnapshot(seq, this.#initial);
    } catch (error) {
      this.#options.fail(error);
      return { posted: false, more: false };
    }
  }

  #sendSnapshot(seq: number, initial: Set<string>): FrameOutcome {
    const { id, key } = this.#options;
    const rows = this.#take(initial).upsert;
    const more = initial.size > 0;
    this.#options.post({ type: 'snapshot', id, seq, rows, key, ...(more ? { more } : {}) });
    if (!more) this.#initial = undefined;
    return { posted: true, more: more || this.#dirty.size > 0 };
  }

  #sendDelta(seq: number): FrameOutcome {
    const { upsert, remove } = this.#take(this.#dirty);
    const more = this.#dirty.size > 0;
    if (upsert.length === 0 && remove.length === 0) return { posted: false, more };
    this.#options.post({ type: 'delta', id: this.#options.id, seq, upsert, remove });
    return { posted: true, more };
  }

  /** Takes as many keys as fit a frame out of the set and says what the reader has to hear of each. */
  #take(keys: Set<string>): { readonly upsert: unknown[]; readonly remove: string[] } {
    const upsert: unknown[] = [];
    const remove: string[] = [];
    for (const key of keys) {
      if (upsert.length + remove.length >= this.#options.maxRowsPerFrame) break;
      keys.delete(key);
      const row = this.#visible(key);
      if (row === undefined) {
        if (this.#sent.delete(key)) remove.push(key);
        continue;
      }
      this.#options.checkRow?.(row);
      this.#sent.add(key);
      upsert.push(row);
    }
    return { upsert, remove };
  }
}
