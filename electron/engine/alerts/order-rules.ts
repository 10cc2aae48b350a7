import { canonicalCode } from '#shared/domain/codes.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { freshNewsMs, type OrderBelief, type PostedOrder } from '../tracking/believe.ts';
import { scanEvidence } from '../tracking/evidence.ts';
import type { JourneyEvent } from '../tracking/journey.ts';
import { readPosted } from '../tracking/posted.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { AlertBook, AlertDraft, AlertRecord, AlertTopic } from './book.ts';
import { believedPlace } from './places.ts';
import { Outlook } from './outlook.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import { latePredicted } from './rules/late-predicted.ts';
import { late } from './rules/late.ts';
import { wrongSite } from './rules/wrong-site.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** Orders are looked at in turn, and so long a turn may take. */
const roundMs = 30 * minuteMs;
/** So many share a transaction. */
const perTurn = 5;

export interface OrderRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly tracking: Tracking;
}

/** Rules about orders: their promise on a timer, where their parcels are with every scan. */
export class OrderRules {
  readonly #options: OrderRulesOptions;
  /** As in the database: orders whose promise is to be looked at. */
  readonly #marks = new Set<number>();
  /** What an open order was asked about last: asked again, nothing new would come of it. */
  readonly #asked = new Map<number, string>();
  readonly #outlook: Outlook;

  constructor(options: OrderRulesOptions) {
    const { store, clock, tracking } = options;
    this.#options = options;
    this.#outlook = new Outlook({
      store,
      clock,
      world: tracking.world,
      ordersOf: (codes, since) => tracking.ordersOf(codes, since),
      probabilityAt: (order, at) => tracking.belief(order, { at }).lateProbability,
    });
    this.recall();
  }

  /** Takes the marks from the database again: those of a failed transaction are not there. */
  recall(): void {
    this.#marks.clear();
    this.#asked.clear();
    this.#outlook.recall();
    for (const { kind, ref } of this.#options.store.alerts.marks())
      if (kind === 'order') this.#marks.add(Number(ref));
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    this.#lookForWrongSites(believed);
    this.#outlook.take(believed);
    const { order } = believed;
    const gist = gistOf(believed, this.#options.clock.now());
    if (this.#marks.has(order.key) || this.#asked.get(order.key) === gist) return;
    if (isFinal(believed.belief.state)) this.#asked.delete(order.key);
    else this.#asked.set(order.key, gist);
    if (!concernsPromise(believed, this.#options.clock.now()) && !this.#hasPromiseAlert(order)) return;
    this.#marks.add(order.key);
    this.#options.store.alerts.mark({
      kind: 'order',
      ref: String(order.key),
      from: order.createdTime,
      to: order.createdTime,
    });
  }

  /** Takes in a fact. Runs for every one; only inside the transaction that stored it. */
  hear(fact: StoredFact): void {
    this.#outlook.hear(fact);
  }

  /** What is usual is known otherwise since an instant. Only inside a transaction. */
  reconsider(from: number): void {
    this.#outlook.reconsider(from);
  }

  /** Looks at promises while there is time: first whether they were kept, then how likely that was. */
  ask(isTime: () => boolean): void {
    const { store } = this.#options;
    const outlook = this.#outlook;
    const inTurn = (look: () => void): void => store.transaction(look);
    while (this.#marks.size > 0 && isTime()) inTurn(() => this.#lookAtSome(isTime));
    outlook.settle();
    for (let keys = outlook.due(perTurn); keys.length > 0 && isTime(); keys = outlook.due(perTurn))
      inTurn(() => this.#predictSome(keys, isTime));
  }

  #lookAtSome(isTime: () => boolean): void {
    const { store } = this.#options;
    for (const key of [...this.#marks].slice(0, perTurn)) {
      if (!isTime()) return;
      const order = store.orders.byKey(key);
      if (order !== undefined) this.#lookForLateness(this.#believe(order));
      this.#marks.delete(key);
      store.alerts.unmark({ kind: 'order', ref: String(key) });
    }
  }

  #predictSome(keys: readonly number[], isTime: () => boolean): void {
    const { store } = this.#options;
    for (const key of keys) {
      if (!isTime()) return;
      const order = store.orders.byKey(key);
      if (order === undefined) this.#outlook.drop(key);
      else this.#lookForPrediction(this.#believe(order));
    }
  }

  #believe(order: StoredOrder): Believed {
    return believedAt(this.#options.tracking, order, undefined);
  }

  #hasPromiseAlert(order: StoredOrder): boolean {
    return this.#options.book.touching(topicOf(late, order), -forever, forever).length > 0;
  }

  #lookForLateness(believed: Believed): void {
    const { book, clock } = this.#options;
    const { order, belief } = believed;
    const topic = topicOf(late, order);
    const [known] = book.touching(topic, -forever, forever);
    const { deliveredTime, endedTime } = endsOf(belief);
    const { until, putOff } = promiseOf(believed, known, deliveredTime ?? endedTime);
    const spans = late.evaluate({
      until,
      deliveredTime,
      endedTime,
      newestTime: belief.newestTime,
      now: clock.now(),
      freshMs: freshNewsMs,
    });
    const before =
      putOff === undefined ? [] : [{ ...putOff, detail: { until: putOff.start, deliveredTime: undefined } }];
    this.#reconcile(late, believed, [...before, ...spans]);
  }

  #lookForPrediction(believed: Believed): void {
    const { book, clock } = this.#options;
    const { order, belief } = believed;
    const { deliveredTime, endedTime } = endsOf(belief);
    const end = deliveredTime ?? endedTime;
    const { samples, promise } = this.#outlook.ask(believed, end);
    const topic = topicOf(latePredicted, order);
    const now = clock.now();
    // Where nothing is promised any more, what was thought likely of the promise ends with it.
    const isPromised = believed.posted.promised !== undefined;
    const over = isPromised ? end : Math.min(end ?? forever, order.updatedTime);
    const spans = latePredicted.evaluate({ samples, until: promise, endedTime: over, now });
    if (spans.length === 0 && book.touching(topic, -forever, forever).length === 0) return;
    this.#reconcile(latePredicted, believed, spans, (start) => knownTime(start, now));
  }

  #reconcile<Detail>(
    rule: Rule<never, Detail>,
    believed: Believed,
    spans: readonly Span<Detail>[],
    knownBy: (start: number) => number = (start) => start,
  ): void {
    const { book, clock } = this.#options;
    const { order, belief, journeys } = believed;
    const topic = topicOf(rule, order);
    const last = [...journeys.values()]
      .flatMap(({ events }) => events)
      .sort((a, b) => a.scan.eventTime - b.scan.eventTime)
      .at(-1);
    const drafts = spans.map((span) => ({
      ...topic,
      ...believedPlace(belief),
      severity: rule.severity,
      endsByDecision: rule.endsByDecision,
      start: span.start,
      end: span.end,
      known: knownBy(span.start),
      message: rule.message(span, order.orderNumber),
      evidence: last === undefined ? [] : [scanEvidence(last.scan)],
    }));
    reconcile(book, {
      topic,
      drafts,
      from: -forever,
      to: forever,
      ordersOf: () => [order.orderNumber],
      now: clock.now(),
    });
  }

  #lookForWrongSites({ order, posted, journeys }: Believed): void {
    const { book, clock } = this.#options;
    const planned = new Set(posted.plan?.map(({ siteId }) => siteId));
    for (const [parcelId, journey] of journeys) {
      const subject =
        parcelId === ''
          ? { type: 'order' as const, id: order.orderNumber }
          : { type: 'parcel' as const, id: parcelId };
      const topic: AlertTopic = { kind: wrongSite.id, ruleKey: wrongSite.id, subject };
      const seen = journey.events.filter((event) => this.#isSighting(event));
      const spans = wrongSite.evaluate({ sightings: seen.map(sightingOf), planned });
      const known = book.touching(topic, -forever, forever);
      if (spans.length === 0 && known.length === 0) continue;
      const drafts = spans.map((span): Omit<AlertDraft, 'orderNumbers'> => ({
        ...topic,
        siteId: span.detail.siteId,
        severity: wrongSite.severity,
        endsByDecision: wrongSite.endsByDecision,
        start: span.start,
        end: span.end,
        known: span.start,
        message: wrongSite.message(span, subject.id),
        evidence: seen
          .filter(({ scan }) => scan.eventTime === span.start || scan.eventTime === span.end)
          .map(({ scan }) => scanEvidence(scan)),
      }));
      reconcile(book, {
        topic,
        drafts,
        from: -forever,
        to: forever,
        ordersOf: () => [order.orderNumber],
        now: clock.now(),
      });
    }
  }

  /** A vehicle stops at many sites: that a parcel rides on it puts it at none of them. */
  #isSighting({ scan, via }: JourneyEvent): boolean {
    return (
      scan.siteId !== undefined &&
      this.#options.tracking.world.vehicle(via) === undefined &&
      scan.vehicleId !== via
    );
  }
}

function sightingOf({ scan, state }: JourneyEvent) {
  return {
    time: scan.eventTime,
    siteId: scan.siteId ?? '',
    outcome: scan.outcome !== undefined,
    moves: state !== undefined && scan.bizStep !== 'transporting',
  };
}

function topicOf(rule: Pick<Rule<never, unknown>, 'id'>, order: StoredOrder): AlertTopic {
  return { kind: rule.id, ruleKey: rule.id, subject: { type: 'order', id: order.orderNumber } };
}

/** A promise that is at risk, was broken, or passed when nobody looked. */
function concernsPromise({ belief, posted }: Believed, now: number): boolean {
  const { lateness } = belief;
  if (lateness === 'unknown') return posted.promised !== undefined && Date.parse(posted.promised.until) < now;
  return lateness !== 'on-time';
}

/** Everything the answers about a promise follow from. */
function gistOf({ belief, posted }: Believed, now: number): string {
  const { lateness, state, stateTime, newestTime, lateProbability } = belief;
  const until = posted.promised?.until;
  const isPassed = until !== undefined && Date.parse(until) < now;
  return [until, isPassed, lateness, state, stateTime, newestTime, lateProbability?.toFixed(1)].join(' ');
}

/** When the last of it was delivered, or it came to another end. */
function endsOf({ state, parcels }: OrderBelief): {
  readonly deliveredTime: number | undefined;
  readonly endedTime: number | undefined;
} {
  const newest = Math.max(...parcels.map((parcel) => parcel.stateTime ?? -Infinity));
  const time = newest === -Infinity || !isFinal(state) ? undefined : newest;
  return state === 'delivered'
    ? { deliveredTime: time, endedTime: undefined }
    : { deliveredTime: undefined, endedTime: time };
}

/**
 * The promise an order is held to. One that was broken is not mended by an edit: put off while the order was on its
 * way, the first one stays broken until then; edited afterwards, nothing changes.
 */
function promiseOf(
  { belief, order }: Believed,
  known: Pick<AlertRecord, 'start' | 'end'> | undefined,
  done: number | undefined,
) {
  const until = belief.promisedUntil;
  if (known === undefined || until === known.start) return { until, putOff: undefined };
  const end = Math.max(known.start, known.end ?? order.updatedTime);
  if (done !== undefined && end >= done) return { until: known.start, putOff: undefined };
  return { until, putOff: { start: known.start, end } };
}

/** What is told within a round was told as soon as it could be. */
function knownTime(start: number, now: number): number {
  return now - start > roundMs ? start : now;
}

/** Every code an order may be scanned by. */
export function codesOf(posted: PostedOrder): string[] {
  const own = posted.parcels.flatMap(({ parcelId, trackingNumber }) =>
    trackingNumber === undefined ? [parcelId] : [parcelId, trackingNumber],
  );
  return [...new Set([posted.orderNumber, ...own].map(canonicalCode))];
}

/** An order as it was believed at an instant, by default now. */
export function believedAt(tracking: Tracking, order: Believed['order'], at: number | undefined): Believed {
  const moment = at === undefined ? {} : { at };
  const journeys = tracking.journeys(order, moment);
  return { order, posted: readPosted(order), belief: tracking.belief(order, moment), journeys };
}
