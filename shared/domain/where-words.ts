import { bearingDeg, compassPoint, distanceM, type LatLon } from './geo.ts';

/** A place and what people call it. */
export interface NamedPlace extends LatLon {
  readonly name: string;
}

/** A place farther away than this says nothing of where something is. */
const farthestM = 100_000;
/** No position is better than this against a place: it is there. */
const thereM = 100;

/**
 * A position in words: how far and in which direction it is from the nearest of the places, `6 km north of Dijon
 * depot`; `at` its coordinates in degrees where none is within 100 km. Of equally near ones it names the first by name.
 */
export function whereWords(at: LatLon, places: readonly NamedPlace[]): string {
  const [nearest] = places
    .map((place) => ({ place, metres: distanceM(at, place) }))
    .filter(({ metres }) => metres <= farthestM)
    .sort((a, b) => a.metres - b.metres || (a.place.name < b.place.name ? -1 : 1));
  if (nearest === undefined) return `at ${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`;
  const { place, metres } = nearest;
  if (metres < thereM) return `at ${place.name}`;
  return `${lengthWords(metres)} ${compassPoint(bearingDeg(place, at))} of ${place.name}`;
}

function lengthWords(metres: number): string {
  const hundreds = Math.round(metres / 100);
  if (hundreds < 10) return `${hundreds * 100} m`;
  return hundreds < 100 ? `${hundreds / 10} km` : `${Math.round(metres / 1000)} km`;
}
