import { isFinal } from '#shared/domain/order-state.ts';
import { distanceM } from '#shared/domain/geo.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { scanEvidence } from '../tracking/evidence.ts';
import { staysAt, type Journey, type JourneyEvent } from '../tracking/journey.ts';
import type { LiveWorld } from '../tracking/live-world.ts';
import type { Believed } from '../tracking/believed.ts';
import type { AlertBook, AlertDraft, AlertTopic, Subject } from './book.ts';
import type { ClockedScan } from './clock-rules.ts';
import { dueInOpenTime } from './closures.ts';
import { placeOfGap, staysAtSites, type Habits, type SiteStay } from './habits.ts';
import { outboundRank } from './journey-case.ts';
import type { Listening } from './listening.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import { departureMissed, type DepartureInput } from './rules/departure-missed.ts';
import { dwellExceeded } from './rules/dwell-exceeded.ts';
import { movedWithoutScan } from './rules/moved-without-scan.ts';
import { stalled } from './rules/stalled.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** A vehicle so far beyond the edge of a site has left it. */
const leftM = 1000;

export interface DelayRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly world: LiveWorld;
  readonly habits: Habits;
  readonly listening: Listening;
  /** By how much the clock of a scan's device is known to have been off; 0 where it is right. */
  readonly clockOffset: (scan: ClockedScan) => number;
}

/** Rules about orders that do not go on: on a timer, since every open order is believed anew again and again. */
export class DelayRules {
  readonly #options: DelayRulesOptions;
  /** Subjects with alerts of these rules, so that the usual case costs no query. */
  readonly #flagged = new Set<string>();

  constructor(options: DelayRulesOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#flagged.clear();
    for (const kind of [departureMissed.id, dwellExceeded.id, stalled.id])
      for (const { type, id } of this.#options.store.alerts.subjectsOf(kind))
        this.#flagged.add(`${kind} ${type} ${id}`);
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    // What is missing may still come while a backlog is handed over.
    if (!this.#options.listening.isDrained()) return;
    this.#lookForMissedDepartures(believed);
    this.#lookForStalls(believed);
    for (const [parcelId, journey] of believed.journeys) this.#lookForDwell(believed, parcelId, journey);
  }

  #lookForMissedDepartures(believed: Believed): void {
    const { order, posted } = believed;
    const departures = (posted.plan ?? []).flatMap((step, index): DepartureInput['departures'][number][] => {
      if (step.plannedTime === undefined || !['departing', 'shipping'].includes(step.bizStep)) return [];
      const later = posted.plan!.slice(index + 1);
      const parcels = [...believed.journeys].map(([parcelId, journey]) => {
        const left = this.#leftAt(journey, step, later, isFinal(believed.belief.state));
        return left === 'waiting' && this.#hasMovedUnseen(subjectOf(order, parcelId)) ? 'unknown' : left;
      });
      return [{ siteId: step.siteId, plannedTime: Date.parse(step.plannedTime), parcels }];
    });
    const spans = departureMissed.evaluate({ departures, now: this.#options.clock.now() });
    const subject: Subject = { type: 'order', id: order.orderNumber };
    const sites = new Set([...departures, ...spans.map(({ detail }) => detail)].map(({ siteId }) => siteId));
    for (const siteId of sites) {
      const topic = { kind: departureMissed.id, ruleKey: `${departureMissed.id} ${siteId}`, subject };
      this.#reconcile(
        departureMissed,
        topic,
        spans.filter(({ detail }) => detail.siteId === siteId),
        believed,
      );
    }
  }

  /** When a parcel left a site, by its scans, else by where the vehicle it is on has been since. */
  #leftAt(
    journey: Journey,
    { siteId }: { readonly siteId: string },
    later: readonly { readonly siteId: string }[],
    ended: boolean,
  ): number | 'waiting' | 'unknown' {
    const moves = journey.events.filter(({ state }) => state !== undefined);
    const left = moves.find(
      ({ scan }) =>
        scan.siteId === siteId &&
        outboundRank(scan.bizStep) > outboundRank('loading') &&
        scan.outcome === undefined,
    );
    if (left !== undefined) return left.scan.eventTime;
    const isBeyond = ({ scan }: JourneyEvent): boolean =>
      scan.outcome !== undefined ||
      later.some((step) => step.siteId === scan.siteId && step.siteId !== siteId);
    if (ended || moves.length === 0 || moves.some(isBeyond)) return 'unknown';
    return this.#hasDrivenOff(journey, siteId) ? 'unknown' : 'waiting';
  }

  /** Its own tracker shows that it is away. */
  #hasMovedUnseen(subject: Subject): boolean {
    const topic = topicOf(movedWithoutScan.id, subject);
    return this.#options.book.touching(topic, this.#options.clock.now(), forever).length > 0;
  }

  #hasDrivenOff(journey: Journey, siteId: string): boolean {
    const { world, store, clock } = this.#options;
    const site = store.places.site(siteId);
    const ride = staysAt(journey, clock.now()).find(({ on }) => world.vehicle(on) !== undefined);
    if (site === undefined || ride === undefined) return false;
    const fix = world.fix(world.vehicle(ride.on)!, clock.now());
    return (
      fix !== undefined && fix.eventTime > ride.from && distanceM(fix, site) > (site.radiusM ?? 300) + leftM
    );
  }

  #lookForStalls(believed: Believed): void {
    const { habits } = this.#options;
    const { order, belief, journeys } = believed;
    const last = this.#lastEvent(journeys.get(belief.least.parcelId));
    const newestTime = this.#newestTime(believed);
    const topic = topicOf(stalled.id, { type: 'order', id: order.orderNumber });
    const spans =
      last === undefined
        ? []
        : stalled.evaluate({
            newestTime,
            gapMs: this.#inOpenTime(
              newestTime,
              habits.gapMs(placeOfGap(last.scan), timeLeft(believed, last)),
            ),
            // What waits at a counter waits for its customer.
            ended: isFinal(belief.state) || belief.state === 'available-for-pickup',
            now: this.#options.clock.now(),
          });
    const heard = (since: number): number | undefined =>
      newestTime !== undefined && newestTime >= since ? newestTime : undefined;
    this.#continue(stalled, topic, spans, believed, heard);
  }

  /** How long it is until so much time has passed in which anybody worked. */
  #inOpenTime(from: number | undefined, lengthMs: number): number {
    const now = this.#options.clock.now();
    if (from === undefined || from + lengthMs >= now) return lengthMs;
    return dueInOpenTime(this.#options.store.scanActivity, from, lengthMs, now) - from;
  }

  #usualStay({ siteId, from }: SiteStay): ReturnType<Habits['dwellMs']> {
    const known = this.#options.habits.dwellMs(siteId);
    return known && { ...known, limit: this.#inOpenTime(from, known.limit) };
  }

  /** When something was last heard of it; a clock that is slow makes no silence. */
  #newestTime({ belief, journeys }: Believed): number | undefined {
    const { clockOffset } = this.#options;
    if (belief.newestTime === undefined) return undefined;
    const times = [...journeys.values()].flatMap(({ events }) =>
      events.slice(-1).map(({ scan }) => scan.eventTime - clockOffset(scan)),
    );
    return Math.max(belief.newestTime, ...times);
  }

  #lookForDwell(believed: Believed, parcelId: string, journey: Journey): void {
    const subject = subjectOf(believed.order, parcelId);
    const stays = staysAtSites(journey);
    const stay = stays.at(-1);
    const spans =
      stay === undefined
        ? []
        : dwellExceeded.evaluate({
            siteId: stay.siteId,
            since: stay.from,
            usual: this.#usualStay(stay),
            ended: stay.to !== undefined || isFinal(believed.belief.state),
            now: this.#options.clock.now(),
          });
    const left = (since: number): number | undefined =>
      stays.find(({ from, to }) => from <= since && to !== undefined && to >= since)?.to;
    this.#continue(dwellExceeded, topicOf(dwellExceeded.id, subject), spans, believed, left);
  }

  /**
   * What is only ever judged by now: where the condition has ceased by a fact after it began it ends with that fact,
   * and where facts that came late show that it never was it is withdrawn.
   */
  #continue<Detail>(
    rule: Rule<never, Detail>,
    topic: AlertTopic,
    spans: readonly Span<Detail>[],
    believed: Believed,
    ceasedSince: (start: number) => number | undefined,
  ): void {
    const { book } = this.#options;
    if (spans.length === 0 && !this.#flagged.has(flagOf(topic))) return;
    const known = book.touching(topic, -forever, forever);
    const open = known.find(({ end }) => end === undefined);
    const from = Math.max(-forever, ...known.flatMap(({ end }) => (end === undefined ? [] : [end + 1])));
    if (open === undefined) return this.#reconcile(rule, topic, spans, believed, from);
    const [span] = spans;
    const ceased = ceasedSince(open.start);
    if (ceased !== undefined && (span === undefined || span.start > ceased)) {
      book.live({ ...open, end: ceased }, { kind: 'return' });
      if (span !== undefined) this.#reconcile(rule, topic, spans, believed, ceased + 1);
    } else
      this.#reconcile(
        rule,
        topic,
        span === undefined ? [] : [{ ...span, start: keptStart(span, open.start) }],
        believed,
        from,
      );
  }

  /** The last event that moved it, with clocks put right that are known to be wrong. */
  #lastEvent(journey: Journey | undefined): JourneyEvent | undefined {
    const { clockOffset } = this.#options;
    let last: JourneyEvent | undefined;
    let lastTime = -Infinity;
    for (const event of journey?.events ?? []) {
      const time = event.scan.eventTime - clockOffset(event.scan);
      if (event.state === undefined || time < lastTime) continue;
      last = event;
      lastTime = time;
    }
    return last;
  }

  #reconcile<Detail>(
    rule: Rule<never, Detail>,
    topic: AlertTopic,
    spans: readonly Span<Detail>[],
    { order, belief, journeys }: Believed,
    from: number = -forever,
  ): void {
    const { book, clock } = this.#options;
    if (spans.length === 0 && !this.#flagged.has(flagOf(topic))) return;
    this.#flagged.add(flagOf(topic));
    const { location } = belief.least;
    const last = this.#lastEvent(
      journeys.get(topic.subject.type === 'parcel' ? topic.subject.id : belief.least.parcelId),
    );
    const drafts = spans.map((span): Omit<AlertDraft, 'orderNumbers'> => ({
      ...topic,
      vehicleId: location.kind === 'vehicle' ? location.id : undefined,
      siteId: location.kind === 'site' ? location.id : undefined,
      severity: rule.severity,
      start: span.start,
      end: span.end,
      known: span.start,
      message: rule.message(span, topic.subject.id),
      evidence: last === undefined ? [] : [scanEvidence(last.scan)],
    }));
    reconcile(book, {
      topic,
      drafts,
      from,
      to: forever,
      ordersOf: () => [order.orderNumber],
      now: clock.now(),
    });
  }
}

/** From the last event to the promise. */
function timeLeft({ belief }: Believed, { scan }: JourneyEvent): number | undefined {
  return belief.promisedUntil === undefined ? undefined : belief.promisedUntil - scan.eventTime;
}

function subjectOf({ orderNumber }: Believed['order'], parcelId: string): Subject {
  return parcelId === '' ? { type: 'order', id: orderNumber } : { type: 'parcel', id: parcelId };
}

/** What is usual changes with every journey; when it began does not. */
function keptStart({ start }: { readonly start: number }, before: number): number {
  return start <= before ? start : before;
}

function topicOf(kind: AlertTopic['kind'], subject: Subject): AlertTopic {
  return { kind, ruleKey: kind, subject };
}

function flagOf({ kind, subject }: AlertTopic): string {
  return `${kind} ${subject.type} ${subject.id}`;
}
