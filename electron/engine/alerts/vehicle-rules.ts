import { toIso } from '#shared/domain/time.ts';
import type { LatLon } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { Journey } from '../tracking/journey.ts';
import type { LiveWorld } from '../tracking/live-world.ts';
import { readPosted } from '../tracking/posted.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { AlertBook, AlertDraft, AlertTopic } from './book.ts';
import { reconcile } from './reconcile.ts';
import { ordersWith } from './riders.ts';
import type { Rule, Span } from './rule.ts';
import { routeDeviation } from './rules/route-deviation.ts';
import { vehicleStopped } from './rules/vehicle-stopped.ts';

/** A vehicle is looked at again this often at most, and this far back around what is new. */
const everyMs = 5 * minuteMs;
const reachMs = 6 * hourMs;
const fixesLooked = 5000;
/** Of a full lorry a few parcels tell where it is to go. */
const asked = 5;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

type FixAt = LatLon & { readonly time: number };

export interface VehicleRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly world: LiveWorld;
  readonly tracking: Tracking;
}

/** Rules about vehicles with something aboard: new fixes only mark them, a timer looks at their ways. */
export class VehicleRules {
  readonly #options: VehicleRulesOptions;
  readonly #marks = new Map<string, Stretch>();
  readonly #looked = new Map<string, number>();

  constructor(options: VehicleRulesOptions) {
    this.#options = options;
  }

  /** Takes in a fix. Runs for every one, so it only remembers. */
  take({ observation, eventTime, recordTime }: StoredFact): void {
    if (observation.kind !== 'position') return;
    const { world } = this.#options;
    const vehicleId =
      world.vehicleOf(observation.deviceId, eventTime) ?? world.vehicle(canonicalCode(observation.deviceId));
    if (vehicleId === undefined) return;
    const time = Math.min(eventTime, recordTime);
    const known = this.#marks.get(vehicleId);
    if (known !== undefined && known.from <= time && known.to >= time) return;
    this.#marks.set(vehicleId, {
      from: Math.min(time, known?.from ?? time),
      to: Math.max(time, known?.to ?? time),
    });
  }

  /** The next vehicle whose way is to be looked at. */
  due(): string | undefined {
    const now = this.#options.clock.now();
    for (const vehicleId of this.#marks.keys())
      if (Math.abs(now - (this.#looked.get(vehicleId) ?? -Infinity)) >= everyMs) return vehicleId;
    return undefined;
  }

  /** Looks at one vehicle. Only inside a transaction. */
  look(vehicleId: string): void {
    const stretch = this.#marks.get(vehicleId);
    this.#marks.delete(vehicleId);
    this.#looked.set(vehicleId, this.#options.clock.now());
    if (stretch === undefined) return;
    const { during, isFlagged } = this.#around(vehicleId, stretch);
    const rides = this.#rides(vehicleId, during);
    if (rides.length === 0 && !isFlagged) return;
    const fixes = this.#fixes(vehicleId, during.start, during.end);
    const [first, last] = [fixes[0], fixes.at(-1)];
    if (first === undefined || last === undefined) return;
    const loaded = (time: number): boolean => rides.some((ride) => ride.from <= time && time < ride.to);
    const underWay = fixes.filter(({ time }) => loaded(time));
    const sites = [...this.#options.store.places.sites()].map(({ lat, lon, radiusM = 300 }) => ({
      lat,
      lon,
      radiusM,
    }));
    const doors = rides.flatMap(({ door }) => door ?? []);
    const window = { from: first.time, to: last.time };
    this.#settle(
      vehicleStopped,
      vehicleId,
      vehicleStopped.evaluate({ fixes: underWay, sites, doors }),
      window,
    );
    const leg = rides.findLast(({ leg: each }) => each.length === 2);
    const onLeg = leg === undefined ? [] : fixes.filter(({ time }) => leg.from <= time && time < leg.to);
    this.#settle(
      routeDeviation,
      vehicleId,
      routeDeviation.evaluate({ fixes: onLeg, route: leg?.leg ?? [] }),
      {
        from: Math.max(first.time, leg?.from ?? first.time),
        to: last.time,
      },
    );
  }

  /** Where to look because of something new; what is known to have gone on is looked at from its beginning. */
  #around(
    vehicleId: string,
    { from, to }: Stretch,
  ): {
    readonly during: { readonly start: number; readonly end: number };
    readonly isFlagged: boolean;
  } {
    const end = to + reachMs;
    const known = [vehicleStopped, routeDeviation].flatMap((rule) =>
      this.#options.book.touching(topicOf(rule, vehicleId), from - reachMs, end),
    );
    const start = Math.min(from - reachMs, ...known.map((record) => record.start));
    return { during: { start, end }, isFlagged: known.length > 0 };
  }

  #fixes(vehicleId: string, from: number, to: number): FixAt[] {
    const { store, world } = this.#options;
    return world
      .devicesOn(vehicleId, to)
      .flatMap((deviceId) => store.devices.get(deviceId) ?? [])
      .flatMap(({ key }) => store.queries.positions(key, { from, to, limit: fixesLooked }))
      .map(({ lat, lon, event_time: time }) => ({ lat, lon, time }))
      .sort((a, b) => a.time - b.time);
  }

  /** What a few of the parcels aboard tell: from when to when, to which door, from which site to which. */
  #rides(vehicleId: string, during: { readonly start: number; readonly end: number }) {
    const { store, tracking } = this.#options;
    const code = canonicalCode(vehicleId);
    return ordersWith(store, tracking, vehicleId, during).flatMap((orderNumber, index) => {
      const order = store.orders.get(orderNumber);
      if (order === undefined) return [];
      const { shipTo, plan = [] } = readPosted(order);
      const door =
        shipTo.lat === undefined || shipTo.lon === undefined
          ? undefined
          : { lat: shipTo.lat, lon: shipTo.lon };
      const journeys = [...tracking.journeys(order).values()];
      return journeys.flatMap((journey) =>
        journey.stays
          .filter((stay) => stay.on === code && stay.from <= during.end && stay.to > during.start)
          .map(({ from, to }) => ({
            from,
            to,
            door,
            leg: index < asked ? this.#legOf(journey, from, plan) : [],
          })),
      );
    });
  }

  /** The planned way from the site where it was loaded to the next one; nothing for rounds to doors. */
  #legOf(journey: Journey, loadedAt: number, plan: readonly { readonly siteId: string }[]): LatLon[] {
    const siteId = journey.events.find(({ scan }) => scan.eventTime === loadedAt)?.scan.siteId;
    const here = plan.findLastIndex((step) => step.siteId === siteId);
    const next = here === -1 ? undefined : plan[here + 1]?.siteId;
    return [siteId, next].flatMap((id) => {
      const site = id === undefined ? undefined : this.#options.store.places.site(id);
      return site === undefined ? [] : [{ lat: site.lat, lon: site.lon }];
    });
  }

  #settle<Detail>(
    rule: Rule<never, Detail>,
    vehicleId: string,
    spans: readonly Span<Detail>[],
    window: Stretch,
  ): void {
    const { book, clock, store, tracking } = this.#options;
    const topic = topicOf(rule, vehicleId);
    const name = store.places.vehicle(vehicleId)?.name ?? vehicleId;
    const drafts = spans.map((span): Omit<AlertDraft, 'orderNumbers'> => ({
      ...topic,
      vehicleId,
      severity: rule.severity,
      start: span.start,
      end: span.end,
      known: span.end ?? clock.now(),
      message: rule.message(span, name),
      evidence: [
        {
          kind: 'position',
          id: `${vehicleId}@${toIso(span.start)}`,
          eventTime: toIso(span.start),
          recordTime: toIso(span.start),
          source: vehicleId,
          text: `Position of ${name} when it began`,
        },
      ],
    }));
    reconcile(book, {
      topic,
      drafts,
      from: window.from,
      to: window.to,
      ordersOf: ({ start, end }) => ordersWith(store, tracking, vehicleId, { start, end }),
      now: clock.now(),
    });
  }
}

function topicOf({ id }: Pick<Rule<never, unknown>, 'id'>, vehicleId: string): AlertTopic {
  return { kind: id, ruleKey: id, subject: { type: 'vehicle', id: vehicleId } };
}
