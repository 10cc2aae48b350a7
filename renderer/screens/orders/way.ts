import type { ResultOf } from '#shared/contract/index.ts';
import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';

import type { TrackFix } from '#renderer/map/track-features.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';

/** A place on the way of an order. */
export interface WayPlace {
  readonly id: string;
  readonly kind: 'passed' | 'now' | 'planned' | 'destination';
  readonly lat: number;
  readonly lon: number;
  readonly label: string;
  /** When something was last scanned there; of `now`, how far back that is known. */
  readonly time?: string | undefined;
}

export interface WaySources {
  readonly order: OrderBelievedRow;
  /** Where what is followed is believed to be. */
  readonly location: OrderBelievedRow['location'];
  /** Its own entries, oldest first. */
  readonly timeline: readonly TimelineRow[];
  readonly places: OrderPlaces;
}

/** Entries that concern a parcel; all of them without one. */
export function itemsOf(
  timeline: readonly TimelineRow[],
  parcelId: string | undefined,
): readonly TimelineRow[] {
  if (parcelId === undefined) return timeline;
  return timeline.filter(({ parcelIds }) => parcelIds === undefined || parcelIds.includes(parcelId));
}

/** Places where it was scanned, where it is planned through, where it goes and where it is; each once. */
export function wayPlaces({ order, location, timeline, places }: WaySources): WayPlace[] {
  const byId = new Map<string, WayPlace>();
  for (const { siteId, eventTime } of timeline) {
    const site = siteId === undefined ? undefined : places.site(siteId);
    if (site !== undefined) byId.set(site.siteId, { ...placeOf(site), kind: 'passed', time: eventTime });
  }
  for (const { siteId, status } of order.milestones) {
    const site =
      siteId === undefined || byId.has(siteId) || status === 'done' ? undefined : places.site(siteId);
    if (site !== undefined) byId.set(site.siteId, { ...placeOf(site), kind: 'planned' });
  }
  // Where it is now is marked once, as that.
  if (location.kind === 'site' && location.id !== undefined) byId.delete(location.id);
  return [...byId.values(), ...destinationOf(order), ...nowOf(location, places)];
}

function placeOf({ siteId, name, lat, lon }: { siteId: string; name: string; lat: number; lon: number }) {
  return { id: siteId, label: name, lat, lon };
}

function destinationOf({ shipTo, customer }: OrderBelievedRow): WayPlace[] {
  const { lat, lon, city } = shipTo;
  if (lat === undefined || lon === undefined) return [];
  return [
    { id: 'destination', kind: 'destination', lat, lon, label: city ?? shipTo.name ?? customer.name ?? '' },
  ];
}

function nowOf({ kind, id, lat, lon, asOf }: WaySources['location'], places: OrderPlaces): WayPlace[] {
  if (lat === undefined || lon === undefined || kind === 'unknown') return [];
  const label = id === undefined ? '' : kind === 'vehicle' ? places.vehicleName(id) : places.siteName(id);
  return [{ id: 'now', kind: 'now', lat, lon, label, time: asOf }];
}

type Track = ResultOf<'vehicles.track'>;

/** The way so far: the tracks of the vehicles while they carried it, and the places of the scans before and after. */
export function wayFixes(
  timeline: readonly TimelineRow[],
  tracks: readonly (Track | undefined)[],
  places: OrderPlaces,
): TrackFix[] {
  const byTime = new Map<number, TrackFix>();
  for (const item of timeline) {
    const site = item.siteId === undefined ? undefined : places.site(item.siteId);
    const lat = item.lat ?? site?.lat;
    const lon = item.lon ?? site?.lon;
    const timeMs = Date.parse(item.eventTime);
    if (lat !== undefined && lon !== undefined) byTime.set(timeMs, { lat, lon, timeMs });
  }
  for (const track of tracks) {
    const coordinates = track?.geometry?.coordinates ?? [];
    for (const [index, time] of (track?.properties.times ?? []).entries()) {
      const [lon, lat] = coordinates[index] ?? [];
      const timeMs = Date.parse(time);
      if (lon !== undefined && lat !== undefined) byTime.set(timeMs, { lat, lon, timeMs });
    }
  }
  return [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs);
}
