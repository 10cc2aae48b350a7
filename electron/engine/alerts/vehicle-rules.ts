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
import { Marks, type Stretch } from './marks.ts';
import { reconcile } from './reconcile.ts';
import { ordersWith } from './riders.ts';
import type { Rule, Span } from './rule.ts';
import { geofence } from './rules/geofence.ts';
import { routeDeviation } from './rules/route-deviation.ts';
import { vehicleStopped } from './rules/vehicle-stopped.ts';
import { ownEvidence } from './places.ts';

/** A vehicle is looked at again this often at most, and this far back around what is new. */
const everyMs = 5 * minuteMs;
const reachMs = 6 * hourMs;
/** Of a full lorry a few parcels tell where it is to go. */
const asked = 5;

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
  readonly #marks: Marks<string>;

  constructor(options: VehicleRulesOptions) {
    this.#options = options;
    this.#marks = new Marks(options.clock, everyMs);
  }

  /** Takes in a fix. Runs for every one, so it only remembers. */
  take({ observation, eventTime, recordTime }: StoredFact): void {
    if (observation.kind !== 'position') return;
    const { world } = this.#options;
    const vehicleId =
      world.vehicleOf(observation.deviceId, eventTime) ?? world.vehicle(canonicalCode(observation.deviceId));
    if (vehicleId !== undefined) this.#marks.mark(vehicleId, Math.min(eventTime, recordTime));
  }

  /** The next vehicle whose way is to be looked at. */
  due(): string | undefined {
    return this.#marks.due();
  }

  /** Looks at one vehicle. Only inside a transaction. */
  look(vehicleId: string): void {
    const stretch = this.#marks.take(vehicleId);
    if (stretch === undefined) return;
    const { during, isFlagged } = this.#around(vehicleId, stretch);
    const rides = this.#rides(vehicleId, during);
    if (rides.length === 0 && !isFlagged) return;
    const fixes = this.#fixes(vehicleId, during.start, during.end);
    const [first, last] = [fixes[0], fixes.at(-1)];
    if (first === undefined || last === undefined) return;
    const loaded = (time: number): boolean => rides.some((ride) => ride.from <= time && time < ride.to);
    const underWay = fixes.filter(({ time }) => loaded(time));
    const sites = [...this.#options.store.places.sites()].map(({ siteId, lat, lon, radiusM = 300 }) => ({
      siteId,
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
    // What is on the wrong vehicle does not tell where that is to go.
    const telling = rides.filter(({ isPlanned }) => isPlanned);
    const expected = new Set(telling.flatMap((ride) => ride.sites));
    const departures = earliest(telling.flatMap((ride) => ride.departure ?? []));
    this.#settle(
      geofence,
      vehicleId,
      geofence.evaluate({ fixes: telling.length === 0 ? [] : underWay, sites, expected, departures }),
      window,
    );
    const leg = telling.findLast(({ leg: each }) => each.length === 2);
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
    const known = [vehicleStopped, routeDeviation, geofence].flatMap((rule) =>
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
      .flatMap(({ key }) => store.queries.track(key, from, to))
      .map(({ lat, lon, event_time: time }) => ({ lat, lon, time }))
      .sort((a, b) => a.time - b.time);
  }

  /** When the fix of an instant came in. */
  #knownAt(vehicleId: string, at: number): number {
    const { store, world } = this.#options;
    const keys = world.devicesOn(vehicleId, at).flatMap((id) => store.devices.get(id)?.key ?? []);
    return Math.max(at, ...keys.map((key) => store.alertFacts.recordTimeOf(key, at) ?? at));
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
          .map(({ from, to }) => {
            const siteId = loadedIn(journey, from);
            return {
              from,
              to,
              door,
              isPlanned: isPlannedOn(vehicleId, siteId, plan),
              leg: index < asked ? this.#legOf(siteId, plan) : [],
              sites:
                plan.length === 0 ? [] : [...plan.map((step) => step.siteId), ...(siteId ? [siteId] : [])],
              departure: departureFrom(siteId, plan),
            };
          }),
      );
    });
  }

  /** The planned way from the site where it was loaded to the next one; nothing for rounds to doors. */
  #legOf(siteId: string | undefined, plan: readonly { readonly siteId: string }[]): LatLon[] {
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
        ownEvidence({
          kind: 'position',
          of: vehicleId,
          time: span.start,
          recordTime: this.#knownAt(vehicleId, span.start),
          source: vehicleId,
          text: `Position of ${name} when it began`,
        }),
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

/** The site where it was put aboard at this instant. */
function loadedIn({ events }: Journey, at: number): string | undefined {
  return events.find(({ scan }) => scan.eventTime === at)?.scan.siteId;
}

/** Whether a plan has it leave the site with this vehicle, or with any. */
function isPlannedOn(
  vehicleId: string,
  siteId: string | undefined,
  plan: readonly { readonly siteId: string; readonly vehicleId?: string | undefined }[],
): boolean {
  const named = plan.flatMap((step) =>
    step.siteId === siteId && step.vehicleId !== undefined ? [canonicalCode(step.vehicleId)] : [],
  );
  return named.length === 0 || named.includes(canonicalCode(vehicleId));
}

interface Departure {
  readonly siteId: string;
  readonly plannedTime: number;
}

function departureFrom(
  siteId: string | undefined,
  plan: readonly {
    readonly siteId: string;
    readonly bizStep: string;
    readonly plannedTime?: string | undefined;
  }[],
): Departure | undefined {
  const step = plan.find(
    (each) => each.siteId === siteId && ['departing', 'shipping'].includes(each.bizStep),
  );
  if (step?.plannedTime === undefined) return undefined;
  return { siteId: step.siteId, plannedTime: Date.parse(step.plannedTime) };
}

/** Of everything aboard the first that is to leave a site: what goes along before its time is no matter. */
function earliest(departures: readonly Departure[]): Departure[] {
  const found = new Map<string, Departure>();
  for (const each of departures) {
    const known = found.get(each.siteId);
    if (known === undefined || each.plannedTime < known.plannedTime) found.set(each.siteId, each);
  }
  return [...found.values()];
}
