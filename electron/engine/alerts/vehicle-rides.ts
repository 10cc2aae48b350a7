import type { LatLon } from '#shared/domain/geo.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { StoredOrder } from '../store/orders.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import type { Journey } from '../tracking/journey.ts';
import { readPosted } from '../tracking/posted.ts';
import { ridersOf, type During, type Journeys } from './riders.ts';

/** Of a full lorry a few orders tell where it is to go. */
const asked = 5;

/** What one thing aboard tells of a vehicle. */
export interface Ride {
  readonly from: number;
  readonly to: number;
  /** Where it is to be delivered. */
  readonly door: LatLon | undefined;
  /** A plan has it leave with this vehicle, or with any. */
  readonly isPlanned: boolean;
  /** The site where it was loaded and the next one in its plan; fewer where either is not known. */
  readonly leg: readonly string[];
  /** Sites it has business at; none where nothing is planned. */
  readonly sites: readonly string[];
  /** When it is to leave the site where it was loaded. */
  readonly departure: Departure | undefined;
}

export interface Departure {
  readonly siteId: string;
  readonly plannedTime: number;
}

/** A ride, and whether it is of one of the few orders that are asked where the vehicle is to go. */
export interface AskedRide extends Ride {
  readonly isAsked: boolean;
}

/** What was found of an order: it follows from what was posted and from its journeys. */
interface Found {
  readonly posted: string;
  readonly byVehicle: Map<string, readonly Ride[]>;
}

const known = new WeakMap<ReadonlyMap<string, Journey>, Found>();

/** The rides of all that was on a vehicle during a span, by order number. */
export function ridesOn(store: Store, tracking: Journeys, vehicleId: string, during: During): AskedRide[] {
  const { start, end = Number.MAX_SAFE_INTEGER } = during;
  return ridersOf(store, tracking, vehicleId, during).flatMap((order, index) =>
    ridesOf(order, tracking.journeys(order), vehicleId)
      .filter(({ from, to }) => from <= end && to > start)
      .map((ride) => ({ ...ride, isAsked: index < asked })),
  );
}

/** When anything was aboard: what overlaps is one span. */
export function timesOf(rides: readonly Ride[]): { readonly from: number; readonly to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of rides.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last === undefined || from > last.to) spans.push({ from, to });
    else last.to = Math.max(last.to, to);
  }
  return spans;
}

/** The planned way of the last of the rides that are asked which has one; nothing for rounds to doors. */
export function legOf(
  store: Store,
  rides: readonly AskedRide[],
): { readonly from: number; readonly to: number; readonly route: readonly LatLon[] } | undefined {
  for (const { from, to, leg, isAsked } of rides.toReversed()) {
    const route = isAsked ? leg.flatMap((siteId) => store.places.site(siteId) ?? []) : [];
    if (route.length === 2) return { from, to, route: route.map(({ lat, lon }) => ({ lat, lon })) };
  }
  return undefined;
}

/** Of everything aboard the first that is to leave a site: what goes along before its time is no matter. */
export function earliest(rides: readonly Ride[]): Departure[] {
  const found = new Map<string, Departure>();
  for (const { departure } of rides) {
    if (departure === undefined) continue;
    const first = found.get(departure.siteId);
    if (first === undefined || departure.plannedTime < first.plannedTime)
      found.set(departure.siteId, departure);
  }
  return [...found.values()];
}

function ridesOf(
  order: StoredOrder,
  journeys: ReadonlyMap<string, Journey>,
  vehicleId: string,
): readonly Ride[] {
  let found = known.get(journeys);
  if (found === undefined || found.posted !== order.posted)
    known.set(journeys, (found = { posted: order.posted, byVehicle: new Map() }));
  let rides = found.byVehicle.get(vehicleId);
  if (rides === undefined)
    found.byVehicle.set(vehicleId, (rides = readRides(readPosted(order), journeys, vehicleId)));
  return rides;
}

function readRides(
  { shipTo, plan = [] }: PostedOrder,
  journeys: ReadonlyMap<string, Journey>,
  vehicleId: string,
): Ride[] {
  const code = canonicalCode(vehicleId);
  const { lat, lon } = shipTo;
  const door = lat === undefined || lon === undefined ? undefined : { lat, lon };
  return [...journeys.values()].flatMap((journey) =>
    journey.stays
      .filter((stay) => stay.on === code)
      .map(({ from, to }): Ride => {
        const siteId = loadedIn(journey, from);
        return {
          from,
          to,
          door,
          isPlanned: isPlannedOn(vehicleId, siteId, plan),
          leg: legFrom(siteId, plan),
          sites: plan.length === 0 ? [] : [...plan.map((step) => step.siteId), ...(siteId ? [siteId] : [])],
          departure: departureFrom(siteId, plan),
        };
      }),
  );
}

type Plan = NonNullable<PostedOrder['plan']>;

/** The site where it was put aboard at this instant. */
function loadedIn({ events }: Journey, at: number): string | undefined {
  return events.find(({ scan }) => scan.eventTime === at)?.scan.siteId;
}

/** Whether a plan has it leave the site with this vehicle, or with any. */
function isPlannedOn(vehicleId: string, siteId: string | undefined, plan: Plan): boolean {
  const named = plan.flatMap((step) =>
    step.siteId === siteId && step.vehicleId !== undefined ? [canonicalCode(step.vehicleId)] : [],
  );
  return named.length === 0 || named.includes(canonicalCode(vehicleId));
}

function departureFrom(siteId: string | undefined, plan: Plan): Departure | undefined {
  const step = plan.find(
    (each) => each.siteId === siteId && ['departing', 'shipping'].includes(each.bizStep),
  );
  if (step?.plannedTime === undefined) return undefined;
  return { siteId: step.siteId, plannedTime: Date.parse(step.plannedTime) };
}

/** The site where it was loaded and the next one of its plan. */
function legFrom(siteId: string | undefined, plan: Plan): string[] {
  const here = plan.findLastIndex((step) => step.siteId === siteId);
  const next = here === -1 ? undefined : plan[here + 1]?.siteId;
  return siteId === undefined || next === undefined ? [] : [siteId, next];
}
