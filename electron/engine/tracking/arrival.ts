import type { BeliefInput, LocationBelief, ParcelBelief } from './believe.ts';
import {
  estimateArrival,
  estimateSecondAttempt,
  noSoonerThanDriven,
  type Estimate,
  type Learned,
  type Remaining,
} from './eta.ts';
import { estimateFromLike } from './like-orders.ts';
import type { MilestoneBelief } from './milestones.ts';
import { destinationOf, entriesOf, plannedEnd } from './passages.ts';
import type { World } from './world.ts';

/** What an arrival is estimated from; with another place in it, the estimate from there. */
export interface Arrival {
  /** What like orders or the imported past say; undefined where neither says anything. */
  readonly said: Estimate | undefined;
  /** The way left; undefined where an end of it is not known. */
  readonly remaining: Remaining | undefined;
  /** It is on a vehicle: no sooner there than that can be. */
  readonly isRiding: boolean;
}

/** By like orders that ended where there are enough of them, else by what was imported, else by the distance left. */
export function arrivalOf(
  input: BeliefInput,
  parcel: ParcelBelief,
  milestones: readonly MilestoneBelief[],
): Arrival {
  const isRiding = parcel.location.kind === 'vehicle';
  const isOff = isAstray(input, parcel);
  const like = isOff ? undefined : likeEstimateOf(input, parcel);
  if (like === undefined && parcel.state === 'attempt-failed' && parcel.stateTime !== undefined)
    return { said: estimateSecondAttempt(input.at, parcel.stateTime), remaining: undefined, isRiding };
  const said = like ?? (isOff ? undefined : pastEstimateOf(input, parcel));
  return { said, remaining: remainingOf(input, parcel, milestones), isRiding };
}

export function estimateFrom({ said, remaining, isRiding }: Arrival, learned: Learned): Estimate | undefined {
  if (remaining === undefined) return said;
  if (said === undefined) return estimateArrival(remaining, learned);
  return isRiding ? noSoonerThanDriven(said, remaining, learned) : said;
}

/** By what was imported of the time before. */
function pastEstimateOf(
  { order, world, at, journeys, createdTime }: BeliefInput,
  { parcelId, state, stateTime }: ParcelBelief,
): Estimate | undefined {
  const { siteId } = journeys.get(parcelId)?.events.find(({ scan }) => scan.siteId !== undefined)?.scan ?? {};
  const { shipTo, promised, serviceLevel, plan, parcels, placedTime } = order;
  const placed = placedTime === undefined ? undefined : Date.parse(placedTime);
  const origin = plan?.[0]?.siteId ?? siteId;
  const { country, region, city, lat, lon } = shipTo;
  return world.past.estimate(
    {
      state,
      placed,
      serviceLevel,
      country,
      region,
      city,
      lat,
      lon,
      entered: stateTime ?? placed ?? createdTime,
      promised: promised && Date.parse(promised.until),
      origin,
      originName: origin === undefined ? undefined : nameOf(world, origin),
      carrier: parcels.find((each) => each.parcelId === parcelId)?.carrier,
    },
    at,
  );
}

/** What people call a site; its id where nobody has said. */
function nameOf(world: World, siteId: string): string {
  return world.site(siteId)?.name ?? siteId;
}

/** At a site its plan does not name: what goes on from there goes elsewhere. */
function isAstray({ order }: BeliefInput, { location }: ParcelBelief): boolean {
  const { plan = [] } = order;
  return location.kind === 'site' && plan.length > 0 && plan.every(({ siteId }) => siteId !== location.id);
}

function likeEstimateOf(
  { order, world, at, journeys }: BeliefInput,
  { parcelId, state }: ParcelBelief,
): Estimate | undefined {
  const journey = journeys.get(parcelId);
  const entry = journey && entriesOf(order, journey).at(-1);
  if (entry === undefined || entry.state !== state) return undefined;
  const passages = world.like.passages(entry.siteId, entry.state);
  if (passages.length === 0) return undefined;
  const offset = world.offsetAt(entry.siteId, at);
  const siteName = nameOf(world, entry.siteId);
  return estimateFromLike(
    { ...destinationOf(order), ...entry, siteName, planned: plannedEnd(order), offset, now: at },
    passages,
  );
}

/** The sites still to be passed, in order, with when that is expected; not the one it is at. */
export function sitesAhead(
  milestones: readonly MilestoneBelief[],
  { id }: LocationBelief,
): { readonly siteId: string; readonly expectedTime: number | undefined }[] {
  const ahead = milestones.flatMap(({ siteId, status, expectedTime }) =>
    siteId === undefined || siteId === id || status === 'done' || status === 'skipped'
      ? []
      : [{ siteId, expectedTime }],
  );
  return ahead.filter(({ siteId }, index) => ahead.findIndex((each) => each.siteId === siteId) === index);
}

/** The way left over the planned sites still to come, to the address. None without an address or a last place. */
function remainingOf(
  input: BeliefInput,
  parcel: ParcelBelief,
  milestones: readonly MilestoneBelief[],
): Remaining | undefined {
  const { order, world, at } = input;
  const { lat, lon } = order.shipTo;
  if (lat === undefined || lon === undefined) return undefined;
  const via = sitesAhead(milestones, parcel.location).flatMap(({ siteId }) => {
    const site = world.site(siteId);
    return site === undefined ? [] : [{ siteId, name: site.name, at: { lat: site.lat, lon: site.lon } }];
  });
  const firstSite = order.plan?.map((step) => world.site(step.siteId)).find((site) => site !== undefined);
  const { location } = parcel;
  const from =
    location.lat !== undefined && location.lon !== undefined
      ? { lat: location.lat, lon: location.lon }
      : (via[0]?.at ?? firstSite);
  if (from === undefined) return undefined;
  const waiting =
    location.kind === 'site' && location.id !== undefined && parcel.stateTime !== undefined
      ? { siteId: location.id, name: nameOf(world, location.id), sinceMs: parcel.stateTime }
      : undefined;
  const outSinceMs = parcel.state === 'out-for-delivery' ? parcel.stateTime : undefined;
  return { from, via, destination: { lat, lon }, waiting, outSinceMs, now: at };
}
