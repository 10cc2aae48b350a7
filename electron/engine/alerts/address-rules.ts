import { isFinal } from '#shared/domain/order-state.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Believed } from '../tracking/believed.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { tellingOf } from './journey-rules.ts';
import { reconcile } from './reconcile.ts';
import { addressMismatch, type AddressDetail } from './rules/address-mismatch.ts';

const forever = Number.MAX_SAFE_INTEGER;

export interface AddressRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
}

/** Tells of orders whose address cannot be right; asked when an order was posted, and when it is over. */
export class AddressRules {
  readonly #options: AddressRulesOptions;
  readonly #flagged = new Set<string>();
  /** The posting of each open order that was looked at. */
  readonly #looked = new Map<number, number>();

  constructor(options: AddressRulesOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#flagged.clear();
    this.#looked.clear();
    for (const { id } of this.#options.store.alerts.subjectsOf(addressMismatch.id)) this.#flagged.add(id);
  }

  /** An order was believed anew. Only inside a transaction. */
  take({ order, posted, belief }: Believed): void {
    const ended = isFinal(belief.state);
    const isKnown = this.#looked.get(order.key) === order.updatedTime;
    if (isKnown && !ended) return;
    if (ended) this.#looked.delete(order.key);
    else this.#looked.set(order.key, order.updatedTime);
    const isFlagged = this.#flagged.has(order.orderNumber);
    if (ended && !isFlagged) return;
    const [span] = addressMismatch.evaluate({ address: posted.shipTo, since: order.updatedTime, ended });
    if (span === undefined && !isFlagged) return;
    this.#settle(order.orderNumber, order.updatedTime, span?.detail, ended ? belief.stateTime : undefined);
  }

  #settle(
    orderNumber: string,
    updated: number,
    detail: AddressDetail | undefined,
    ended: number | undefined,
  ): void {
    const { book, clock } = this.#options;
    const topic: AlertTopic = {
      kind: addressMismatch.id,
      ruleKey: addressMismatch.id,
      subject: { type: 'order', id: orderNumber },
    };
    const open = book.touching(topic, -forever, forever).find(({ end }) => end === undefined);
    if (detail === undefined) {
      // It was wrong until it was put right: what was true is not withdrawn.
      if (open !== undefined)
        book.live({ ...open, end: Math.max(open.start, ended ?? updated) }, { kind: 'return' });
      return;
    }
    const start = open?.start ?? updated;
    const message = addressMismatch.message({ start, end: undefined, detail }, orderNumber);
    reconcile(book, {
      topic,
      drafts: [
        {
          ...topic,
          severity: addressMismatch.severity,
          start,
          end: undefined,
          known: start,
          message,
          ...tellingOf(mismatchOf(orderNumber, start, detail)),
        },
      ],
      from: start,
      to: forever,
      ordersOf: () => [orderNumber],
      now: clock.now(),
    });
    this.#flagged.add(orderNumber);
  }
}

function mismatchOf(orderNumber: string, time: number, { conflicts }: AddressDetail) {
  const [first] = conflicts;
  const claim = (part: string) => ({
    kind: 'order' as const,
    id: `${orderNumber}@${toIso(time)}`,
    time,
    recordTime: time,
    source: `order ${orderNumber}`,
    text: `The ${part} of its address`,
  });
  const [one, other] = first?.between ?? ['postal code', 'region'];
  return {
    text: conflicts.map(({ text }) => text).join('; '),
    sides: [
      { title: `By its ${one}`, claims: [claim(one)] },
      { title: `By its ${other}`, claims: [claim(other)] },
    ] as const,
    cause: 'A digit was mistyped, or the address was put together from two.',
    fixes: [],
  };
}
