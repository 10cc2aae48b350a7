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
import { outboundRank } from './journey-case.ts';
import type { Listening } from './listening.ts';
import { believedPlace } from './places.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import type { Standstills } from './standstills.ts';
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
  readonly standstills: Standstills;
  readonly listening: Listening;
  /** By how much the clock of a scan's device is known to have been off; 0 where it is right. */
  readonly clockOffset: (scan: ClockedScan) => number;
}

/** Rules about orders that do not go on: on a timer, since every open order is believed anew again and again. */
export class DelayRules {
  readonly #options: DelayRulesOptions;

  constructor(options: DelayRulesOptions) {
    this.#options = options;
  }

  /** Judges an order by all that is known of it now. Only inside a transaction. */
  take(believed: Believed): void {
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
    const { standstills } = this.#options;
    const topic = topicOf(stalled.id, { type: 'order', id: believed.order.orderNumber });
    const spans = stalled.evaluate({ silences: standstills.silencesOf(believed) });
    this.#reconcile(stalled, topic, spans, believed, standstills.since);
  }

  #lookForDwell(believed: Believed, parcelId: string, journey: Journey): void {
    const { standstills } = this.#options;
    const topic = topicOf(dwellExceeded.id, subjectOf(believed.order, parcelId));
    const spans = dwellExceeded.evaluate({ stays: standstills.longStaysOf(believed, journey) });
    this.#reconcile(dwellExceeded, topic, spans, believed, standstills.since);
  }

  /** The last event that moved it by an instant, with clocks put right that are known to be wrong. */
  #lastEvent(journey: Journey | undefined, until: number): JourneyEvent | undefined {
    const { clockOffset } = this.#options;
    let last: JourneyEvent | undefined;
    let lastTime = -Infinity;
    for (const event of journey?.events ?? []) {
      const time = event.scan.eventTime - clockOffset(event.scan);
      if (event.state === undefined || time < lastTime || time > until) continue;
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
    since = -Infinity,
  ): void {
    const { book, clock } = this.#options;
    // What was told of a time of which nothing is kept any more stays as it was told.
    const from = Math.max(-forever, since);
    const journey = journeys.get(topic.subject.type === 'parcel' ? topic.subject.id : belief.least.parcelId);
    const drafts = spans.flatMap((span): Omit<AlertDraft, 'orderNumbers'>[] => {
      if ((span.end ?? forever) < from) return [];
      const last = this.#lastEvent(journey, span.start) ?? this.#lastEvent(journey, forever);
      return [
        {
          ...topic,
          ...believedPlace(belief),
          severity: rule.severity,
          start: span.start,
          end: span.end,
          known: span.start,
          message: rule.message(span, topic.subject.id),
          evidence: last === undefined ? [] : [scanEvidence(last.scan)],
        },
      ];
    });
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

function subjectOf({ orderNumber }: Believed['order'], parcelId: string): Subject {
  return parcelId === '' ? { type: 'order', id: orderNumber } : { type: 'parcel', id: parcelId };
}

function topicOf(kind: AlertTopic['kind'], subject: Subject): AlertTopic {
  return { kind, ruleKey: kind, subject };
}
