import type { TimelineRow } from '#shared/contract/types.ts';

/** A time during which the order, or a part of it, was on a vehicle. */
export interface Ride {
  readonly vehicleId: string;
  readonly from: number;
  /** undefined: it still is. */
  readonly to: number | undefined;
}

export interface RideSources {
  /** Oldest first. */
  readonly timeline: readonly TimelineRow[];
  /** The id of a vehicle by the code that scans know it by. */
  readonly vehicleOf: (code: string) => string | undefined;
  /** Vehicles on which parcels are believed to be now. */
  readonly onNow: ReadonlySet<string>;
}

/** Steps after which a parcel is on no vehicle any more. */
const endsRide: ReadonlySet<string> = new Set([
  'unloading',
  'receiving',
  'storing',
  'stocking',
  'unpacking',
  'staging_outbound',
  'packing',
]);

/** The rides told by a timeline: from the scan that names the vehicle to the one that ends it, parcels together. */
export function ridesOf({ timeline, vehicleOf, onNow }: RideSources): Ride[] {
  const parcels = new Set(timeline.flatMap((item) => item.parcelIds ?? []));
  const rides = [...(parcels.size === 0 ? [undefined] : parcels)].flatMap((parcelId) => {
    const own = timeline.filter(
      ({ parcelIds }) => parcelId === undefined || parcelIds === undefined || parcelIds.includes(parcelId),
    );
    return ridesOfParcel(own, vehicleOf, onNow);
  });
  return mergeRides(rides);
}

function ridesOfParcel(
  items: readonly TimelineRow[],
  vehicleOf: RideSources['vehicleOf'],
  onNow: ReadonlySet<string>,
): Ride[] {
  const rides: Ride[] = [];
  let open: { readonly vehicleId: string; readonly from: number; last: number } | undefined;
  const close = (to: number | undefined): void => {
    if (open !== undefined && (to === undefined || to > open.from))
      rides.push({ vehicleId: open.vehicleId, from: open.from, to });
    open = undefined;
  };
  for (const { eventTime, on, bizStep } of items) {
    const time = Date.parse(eventTime);
    const vehicleId = on === undefined ? undefined : vehicleOf(on);
    const ends = bizStep !== undefined && endsRide.has(bizStep);
    if (ends || (vehicleId !== undefined && open !== undefined && open.vehicleId !== vehicleId)) close(time);
    if (open !== undefined) open.last = time;
    else if (vehicleId !== undefined && !ends) open = { vehicleId, from: time, last: time };
  }
  if (open !== undefined) close(onNow.has(open.vehicleId) ? undefined : open.last);
  return rides;
}

/** Rides of several parcels on one vehicle at one time are one. */
function mergeRides(rides: readonly Ride[]): Ride[] {
  const merged: Ride[] = [];
  for (const ride of rides.toSorted((a, b) => a.from - b.from)) {
    const index = merged.findIndex(
      (each) => each.vehicleId === ride.vehicleId && ride.from <= (each.to ?? Infinity),
    );
    const known = merged[index];
    if (known === undefined) merged.push(ride);
    else merged[index] = { ...known, to: later(known.to, ride.to) };
  }
  return merged;
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
