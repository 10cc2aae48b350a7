import { canonicalCode } from '#shared/domain/codes.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import type { Clock } from '../clock.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import { freshNewsMs, type OrderBelief, type PostedOrder } from '../tracking/believe.ts';
import { scanEvidence } from '../tracking/evidence.ts';
import type { Journey, JourneyEvent } from '../tracking/journey.ts';
import { readPosted } from '../tracking/posted.ts';
import type { Believed } from '../tracking/believed.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { World } from '../tracking/world.ts';
import type { AlertBook, AlertDraft, AlertRecord, AlertTopic } from './book.ts';
import { believedPlace } from './places.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import { latePredicted, type PredictionInput } from './rules/late-predicted.ts';
import { late } from './rules/late.ts';
import { wrongSite } from './rules/wrong-site.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** A prediction is asked for at the newest events of an order, not at all it ever had. */
const askedEvents = 12;

export interface OrderRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly world: World;
  /** What was believed of an order at an instant; by default now. */
  readonly believe: (order: StoredOrder, at?: number) => Believed;
}

/** Rules about orders: their promise on a timer, where their parcels are with every scan. */
export class OrderRules {
  readonly #options: OrderRulesOptions;
  /** As in the database: orders whose promise is to be looked at. */
  readonly #marks = new Set<number>();
  /** What an open order was asked about last: asked again, nothing new would come of it. */
  readonly #asked = new Map<number, string>();

  constructor(options: OrderRulesOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes the marks from the database again: those of a failed transaction are not there. */
  recall(): void {
    this.#marks.clear();
    this.#asked.clear();
    for (const { kind, ref } of this.#options.store.alerts.marks())
      if (kind === 'order') this.#marks.add(Number(ref));
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    this.#lookForWrongSites(believed);
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

  get waiting(): number {
    return this.#marks.size;
  }

  /** Looks at the promises of a few orders. Only inside a transaction. */
  askSome(count: number): void {
    const { store, believe } = this.#options;
    for (const key of [...this.#marks].slice(0, count)) {
      const order = store.orders.byKey(key);
      if (order !== undefined) this.#lookAtPromise(believe(order));
      this.#marks.delete(key);
      store.alerts.unmark({ kind: 'order', ref: String(key) });
    }
  }

  #hasPromiseAlert(order: StoredOrder): boolean {
    return [late, latePredicted].some(
      (rule) => this.#options.book.touching(topicOf(rule, order), -forever, forever).length > 0,
    );
  }

  #lookAtPromise(believed: Believed): void {
    this.#lookForLateness(believed);
    this.#lookForPrediction(believed);
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

  /** Predictions are only ever made now: what was thought likely at some other time raises nothing any more. */
  #lookForPrediction(believed: Believed): void {
    const { posted, order } = believed;
    const now = this.#options.clock.now();
    const until = posted.promised === undefined ? undefined : Date.parse(posted.promised.until);
    const known = this.#options.book.touching(topicOf(latePredicted, order), -forever, forever);
    const open = known.find(({ end }) => end === undefined);
    if (open === undefined && (until === undefined || until <= now)) return;
    const spans = latePredicted.evaluate(this.#predictions(believed, open?.start, now, until));
    const current =
      spans.find(({ end }) => end === undefined) ?? (open && spans.find(({ end }) => end! >= open.start));
    const from = Math.max(-forever, ...known.flatMap(({ end }) => (end === undefined ? [] : [end + 1])));
    if (current !== undefined) {
      const start = Math.max(current.start, from);
      this.#reconcile(latePredicted, believed, [{ ...current, start }], { from, known: now });
    } else if (open !== undefined) {
      // A prediction that is no longer made was made: it ends, it is not withdrawn.
      const end = Math.max(open.start, Math.min(now, until ?? now));
      this.#options.book.live({ ...open, end }, { kind: 'return' });
    }
  }

  #predictions(
    { order, belief, journeys }: Believed,
    standing: number | undefined,
    now: number,
    until: number | undefined,
  ): PredictionInput {
    const { deliveredTime, endedTime } = endsOf(belief);
    const events = eventTimes(journeys).filter((time) => time < now);
    const asked = ascending([...events.slice(-askedEvents), ...(standing === undefined ? [] : [standing])]);
    const samples = asked.map((time) => ({
      time,
      probability: this.#options.believe(order, time).belief.lateProbability,
    }));
    return {
      samples: [...samples, { time: now, probability: belief.lateProbability }],
      until,
      endedTime: deliveredTime ?? endedTime,
    };
  }

  #reconcile<Detail>(
    rule: Rule<never, Detail>,
    believed: Believed,
    spans: readonly Span<Detail>[],
    window: { readonly from: number; readonly known?: number } = { from: -forever },
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
      known: window.known ?? span.start,
      message: rule.message(span, order.orderNumber),
      evidence: last === undefined ? [] : [scanEvidence(last.scan)],
    }));
    reconcile(book, {
      topic,
      drafts,
      from: window.from,
      to: forever,
      keepsStart: rule.keepsStart,
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
      scan.siteId !== undefined && this.#options.world.vehicle(via) === undefined && scan.vehicleId !== via
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

function eventTimes(journeys: ReadonlyMap<string, Journey>): number[] {
  return ascending([...journeys.values()].flatMap(({ events }) => events.map(({ scan }) => scan.eventTime)));
}

function ascending(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b);
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
