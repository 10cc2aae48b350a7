import { compassPoint } from '#shared/domain/geo.ts';

import type { NearestPlace } from '#renderer/map/nearest-place.ts';
import type { PlaceSearch } from '#renderer/map/use-nearest-place.ts';
import { fleetText } from '#renderer/text/fleet.ts';
import { formatDistance } from '#renderer/text/format.ts';

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** Nearer to its centre than this is in the place. */
function radiusM(population: number): number {
  if (population >= 1_000_000) return 4000;
  return population >= 100_000 ? 2500 : 1200;
}

/** A position in words: `in Lyon, France`, `4.2 km north-east of Le Mans, France`. */
export function placeWords({ place, distanceM, bearingDeg }: NearestPlace): string {
  const country = /^[A-Z]{2}$/.test(place.country) ? countryNames.of(place.country) : undefined;
  const name = country === undefined ? place.name : `${place.name}, ${country}`;
  if (distanceM < radiusM(place.population)) return fleetText.placeInside(name);
  const { value, unit } = formatDistance(distanceM);
  return fleetText.placeNear(`${value} ${unit}`, compassPoint(bearingDeg), name);
}

/** What is known of the place, in words; undefined while it is looked up for the first time. */
export function searchWords(search: PlaceSearch): string | undefined {
  if (search.status === 'searching') return undefined;
  if (search.status === 'found') return placeWords(search.nearest);
  return search.status === 'none' ? fleetText.placeUnknown : fleetText.placeFailed;
}
