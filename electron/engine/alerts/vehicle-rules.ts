import type { LatLon } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { LiveWorld } from '../tracking/live-world.ts';
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
import { earliest, legOf, ridesOn, timesOf } from './vehicle-rides.ts';

/** A vehicle is looked at again this often at most, and this far back around what is new. */
const everyMs = 5 * minuteMs;
const reachMs = 6 * hourMs;

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
    const { store, tracking } = this.#options;
    const rides = ridesOn(store, tracking, vehicleId, during);
    if (rides.length === 0 && !isFlagged) return;
    const fixes = this.#fixes(vehicleId, during.start, during.end);
    const [first, last] = [fixes[0], fixes.at(-1)];
    if (first === undefined || last === undefined) return;
    const loaded = timesOf(rides);
    const underWay = fixes.filter(({ time }) => loaded.some(({ from, to }) => from <= time && time < to));
    const sites = [...store.places.sites()].map(({ siteId, name, lat, lon, radiusM = 300 }) => ({
      siteId,
      name,
      lat,
      lon,
      radiusM,
    }));
    const doors = rides.flatMap(({ door }) => door ?? []);
    const way = { vehicleId, fixes };
    const window = { from: first.time, to: last.time };
    this.#settle(vehicleStopped, way, vehicleStopped.evaluate({ fixes: underWay, sites, doors }), window);
    // What is on the wrong vehicle does not tell where that is to go.
    const telling = rides.filter(({ isPlanned }) => isPlanned);
    const expected = new Set(telling.flatMap((ride) => ride.sites));
    const departures = earliest(telling);
    this.#settle(
      geofence,
      way,
      geofence.evaluate({ fixes: telling.length === 0 ? [] : underWay, sites, expected, departures }),
      window,
    );
    const leg = legOf(store, telling);
    const onLeg = leg === undefined ? [] : fixes.filter(({ time }) => leg.from <= time && time < leg.to);
    this.#settle(routeDeviation, way, routeDeviation.evaluate({ fixes: onLeg, route: leg?.route ?? [] }), {
      from: Math.max(first.time, leg?.from ?? first.time),
      to: last.time,
    });
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

  #settle<Detail>(
    rule: Rule<never, Detail>,
    { vehicleId, fixes }: { readonly vehicleId: string; readonly fixes: readonly FixAt[] },
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
          text: `Position of ${name} when it began${coordinates(fixes, span.start)}`,
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

/** Where it was at an instant of which there is a fix. */
function coordinates(fixes: readonly FixAt[], at: number): string {
  const fix = fixes.find(({ time }) => time === at);
  return fix === undefined ? '' : `: ${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`;
}

function topicOf({ id }: Pick<Rule<never, unknown>, 'id'>, vehicleId: string): AlertTopic {
  return { kind: id, ruleKey: id, subject: { type: 'vehicle', id: vehicleId } };
}
