import { canonicalCode } from '#shared/domain/codes.ts';
import { dayMs, minuteMs, toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { CargoRow } from '../store/cargo.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { budgetUse, type BudgetLeg, type BudgetUse } from './budget-use.ts';
import type { Governance } from './governance.ts';
import { durationText, limitsOf, limitText, type Limit } from './limits.ts';
import { byInstant, unitOf, worstOf } from './series-readings.ts';

export interface BudgetRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly governance: Governance;
  readonly associations: () => readonly AssociationRow[];
  /** When an order will most likely arrive; undefined where nobody knows. */
  readonly arrivalOf: (order: StoredOrder) => number | undefined;
}

const everyMs = 60_000;
/** Readings come late: goods are looked at for this long after they were last aboard something. */
const forMs = 2 * dayMs;
const forever = Number.MAX_SAFE_INTEGER;

/**
 * Stability budgets of goods over all their legs, whichever sensors were with them: used up on several, or to be used up
 * before they arrive if it goes on like this. What one sensor saw alone is told by the rule about its readings.
 */
export class BudgetRules {
  readonly #options: BudgetRulesOptions;
  #queue: number[] = [];
  #queuedAt = -Infinity;

  constructor(options: BudgetRulesOptions) {
    this.#options = options;
  }

  /** What is still to be looked at, one by one; each is to be called inside a transaction. */
  *due(): Iterable<() => void> {
    const { clock, store, governance } = this.#options;
    if (this.#queue.length === 0 && clock.monotonic() - this.#queuedAt >= everyMs) {
      this.#queuedAt = clock.monotonic();
      const budgeted = governance
        .profiles()
        .filter(({ limits }) => limits.some(({ mode }) => mode === 'budget'))
        .map(({ id }) => id);
      this.#queue = store.cargo.ordersSince(clock.now() - forMs, budgeted);
    }
    while (this.#queue.length > 0) {
      const key = this.#queue.at(-1)!;
      yield () => {
        this.#queue.pop();
        this.#look(key);
      };
      if (this.#queue.at(-1) === key) return;
    }
  }

  #look(orderKey: number): void {
    const { store, governance } = this.#options;
    const order = store.orders.byKey(orderKey);
    if (order === undefined) return;
    const cargo = store.cargo.ofOrder(orderKey);
    for (const profileId of new Set(cargo.map((row) => row.profileId))) {
      const profile = governance.profile(profileId);
      const legs = cargo.filter((row) => row.profileId === profileId);
      for (const limit of profile === undefined ? [] : limitsOf(profile))
        if (limit.mode === 'budget') this.#judge(order, limit, legs);
    }
  }

  #judge(order: StoredOrder, limit: Limit, rows: readonly CargoRow[]): void {
    const use = budgetUse(
      rows.map((row) => this.#legOf(row, limit)),
      limit,
    );
    const told = this.#tellingOf(order, limit, use);
    const { book, clock } = this.#options;
    const topic: AlertTopic = {
      kind: limit.kind,
      ruleKey: `order ${limit.kind} ${limit.key}`,
      subject: { type: 'order', id: order.orderNumber },
    };
    const open = book.openOf(topic).find(({ end }) => end === undefined);
    if (told === undefined) {
      if (open !== undefined) book.live({ ...open, end: clock.now() }, { kind: 'return' });
      return;
    }
    if (open === undefined)
      book.raise({
        ...topic,
        ...told,
        severity: limit.severity,
        evidence: [],
        end: undefined,
        known: told.start,
        orderNumbers: [order.orderNumber],
      });
    else if (open.message !== told.message) book.save({ ...open, message: told.message });
  }

  /** What is to be said, and since when it holds. */
  #tellingOf(
    order: StoredOrder,
    limit: Limit,
    { usedMs, legs, usedUpAt, running }: BudgetUse,
  ): { readonly start: number; readonly message: string } | undefined {
    const allowed = durationText((limit.forS ?? 0) * 1000);
    const beyond = limitText({ ...limit, mode: 'single', forS: undefined });
    if (usedUpAt !== undefined) {
      if (legs < 2) return undefined;
      const message = `The stability budget of order ${order.orderNumber} is used up: ${durationText(usedMs)} ${beyond} on ${legs} legs, ${allowed} are allowed.`;
      return { start: usedUpAt, message };
    }
    const arrival = running && this.#options.arrivalOf(order);
    if (running === undefined || arrival === undefined || arrival <= running.until) return undefined;
    const early = durationText(Math.round((arrival - running.until) / minuteMs) * minuteMs);
    const message = `The stability budget of order ${order.orderNumber} runs out at ${toIso(running.until)}, ${early} before it arrives: ${durationText(usedMs)} of ${allowed} ${beyond} are used.`;
    return { start: running.since, message };
  }

  #legOf({ carrier, from, to }: CargoRow, limit: Limit): BudgetLeg {
    const { store, associations } = this.#options;
    const rows = associations().filter((row) => canonicalCode(row.subjectId) === carrier);
    const own = store.devices.get(carrier);
    const spans = [
      ...rows.map((row) => ({ deviceId: row.deviceId, channel: row.channel, from: row.from, to: row.to })),
      ...(own === undefined ? [] : [{ deviceId: own.deviceId, channel: undefined, from, to: undefined }]),
    ];
    const sensors = spans.flatMap((span) => {
      const device = store.devices.get(span.deviceId);
      const between = { from: Math.max(from, span.from), to: Math.min(to, span.to ?? forever) };
      if (device === undefined || between.from >= between.to) return [];
      return store.keys
        .seriesOfDevice(device.key)
        .filter(({ type, uom }) => type === limit.quantity && unitOf[type] === uom)
        .filter(({ channel }) => span.channel === undefined || span.channel === channel)
        .map(({ key, channel, type }) =>
          byInstant(store.alertFacts.readings(key, between.from, between.to), {
            quantity: type,
            calibrations: store.calibrations.of(device.deviceId, channel, type),
          }).map((group) => worstOf(group, limit)),
        );
    });
    return { isOpen: to === forever, sensors };
  }
}
