import type { DeferredMessage, DeferredStore } from '../store/deferred.ts';
import type { Admission } from './flood-guard.ts';
import type { InboundMessage } from './source.ts';

/** More than these wait at the broker, as everything does that cannot be taken in. */
const mostRows = 100_000;

/**
 * Which messages are kept as they came, acknowledged, and read after those of others. A broker has one queue for us:
 * what one device sends at once would otherwise hold up every device behind it for as long as reading it takes.
 */
export class Deferral {
  readonly #store: DeferredStore;
  /** Messages of each topic that are deferred, those that wait for their commit included. */
  readonly #topics: Map<string, number>;
  /** Of them on disk. */
  #rows: number;

  constructor(store: DeferredStore) {
    this.#store = store;
    this.#topics = store.countByTopic();
    this.#rows = sum(this.#topics.values());
  }

  /** How many are on disk and not yet settled. */
  rows(): number {
    return this.#rows;
  }

  /** True, and counted, when the message is to be deferred: what is deferred of a topic stays ahead of what follows. */
  takes(message: InboundMessage, admission: Admission): boolean {
    if (message.queued !== true || admission === 'limited') return false;
    const before = this.#topics.get(message.topic);
    if (before === undefined && admission === 'now') return false;
    // A redelivery is known by the first delivery, which must be read before it.
    const mustFollow = before !== undefined && message.dup;
    if (this.#rows >= mostRows && !mustFollow) return false;
    this.#topics.set(message.topic, (before ?? 0) + 1);
    return true;
  }

  /** One that was taken is on disk. */
  put(): void {
    this.#rows += 1;
  }

  /** The oldest; those it gave before are to be settled first. */
  next(atMost: number): DeferredMessage[] {
    return this.#store.first(atMost);
  }

  /** One is settled and gone from the disk. */
  settled(topic: string): void {
    this.#rows -= 1;
    const left = (this.#topics.get(topic) ?? 1) - 1;
    if (left === 0) this.#topics.delete(topic);
    else this.#topics.set(topic, left);
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const each of numbers) total += each;
  return total;
}
