import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** So many orders at most are judged again, those that ended last. */
const mostOrders = 5000;
/** After a round nobody is judged again for a minute, or for a hundred times what an order takes. */
const everyMs = minuteMs;
const perOrderMs = 100;

const mark = { kind: 'ended', ref: '' } as const;

/**
 * Orders that ended and may have to be judged otherwise: what was usual at an instant, or whether anybody worked then,
 * is known otherwise by facts that came late. Open orders are believed again and again anyway; of those that ended the
 * 5,000 newest are judged again that ended at that instant or since, once for all facts that came meanwhile.
 */
export class EndedOrders {
  readonly #store: Store;
  readonly #clock: Clock;
  /** Since when something is known otherwise that no round has begun for; as in the database, while none is under way. */
  #from: number | undefined;
  /** Still to be judged in this round. */
  #keys: number[] = [];
  #next = -Infinity;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#keys = [];
    this.#from = this.#store.alerts.marks().find(({ kind }) => kind === mark.kind)?.from;
  }

  /** Something is known otherwise since an instant. Only inside a transaction. */
  mark(from: number): void {
    if (this.#from !== undefined && this.#from <= from) return;
    this.#from = from;
    this.#store.alerts.mark({ ...mark, from, to: from });
  }

  /** The next order whose turn it is. */
  due(): number | undefined {
    if (this.#keys.length === 0 && this.#from !== undefined && this.#clock.monotonic() >= this.#next)
      this.#begin(this.#from);
    return this.#keys.at(-1);
  }

  /** An order was judged again. Only inside the transaction that did so. */
  judged(): void {
    this.#keys.pop();
    if (this.#keys.length === 0) this.#end();
  }

  #begin(from: number): void {
    this.#keys = this.#store.orders.endedSince(from, mostOrders);
    this.#next = this.#clock.monotonic() + Math.max(everyMs, perOrderMs * this.#keys.length);
    this.#from = undefined;
    if (this.#keys.length === 0) this.#store.transaction(() => this.#end());
  }

  /** The mark stays while a round is under way, so that one which is cut short begins anew after a start. */
  #end(): void {
    this.#store.alerts.unmark(mark);
    if (this.#from !== undefined) this.#store.alerts.mark({ ...mark, from: this.#from, to: this.#from });
  }
}
