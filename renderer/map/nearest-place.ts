import { bearingDeg, distanceM } from '#shared/domain/geo.ts';
import type { LatLon } from '#shared/domain/geo.ts';

import { latOf, lonOf, mercatorX, mercatorY } from './mercator.ts';
import { readTileLayer } from './mvt.ts';

/** A town or city of the basemap. */
export interface Place extends LatLon {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly population: number;
}

/** A position said from a place people know. */
export interface NearestPlace {
  readonly place: Place;
  readonly distanceM: number;
  /** Direction from the place to the position. */
  readonly bearingDeg: number;
}

/** Bytes of a basemap tile; undefined where the archive has none. */
export type LoadTile = (z: number, x: number, y: number) => Promise<Uint8Array | undefined>;

/** The zoom level whose tiles hold every place. */
const placesZoom = 6;
const tilesAcross = 2 ** placesZoom;
const keptTiles = 24;
/** Places this near beyond the edge of a tile are always looked at. */
const leastReachM = 25_000;
const metresPerTile = 40_075_017 / tilesAcross;

/** Finds the place a person would name for a position, from the tiles of the offline map. */
export class PlaceFinder {
  readonly #load: LoadTile;
  readonly #tiles = new Map<string, Promise<readonly Place[]>>();

  constructor(load: LoadTile) {
    this.#load = load;
  }

  /** Rejects when a tile cannot be loaded; undefined where no place is within reach. */
  async nearest(position: LatLon): Promise<NearestPlace | undefined> {
    const column = mercatorX(position.lon) * tilesAcross;
    const row = mercatorY(position.lat) * tilesAcross;
    const here = await this.#places(Math.floor(column), Math.floor(row));
    const first = bestOf(here, position);
    const reach = Math.max(leastReachM, first?.distanceM ?? metresPerTile);
    const tileM = metresPerTile * Math.cos((position.lat * Math.PI) / 180);
    const around = neighbours(column, row, Math.min(1, reach / tileM));
    const others = await Promise.all(around.map(([x, y]) => this.#places(x, y)));
    return bestOf([...here, ...others.flat()], position);
  }

  #places(x: number, y: number): Promise<readonly Place[]> {
    const wrapped = (x + tilesAcross) % tilesAcross;
    if (y < 0 || y >= tilesAcross) return Promise.resolve([]);
    const key = `${wrapped}/${y}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const loading = this.#load(placesZoom, wrapped, y).then((bytes) =>
      bytes === undefined ? [] : placesOf(bytes, wrapped, y),
    );
    this.#tiles.set(key, loading);
    loading.catch(() => this.#tiles.delete(key));
    const oldest = this.#tiles.keys().next().value;
    if (this.#tiles.size > keptTiles && oldest !== undefined) this.#tiles.delete(oldest);
    return loading;
  }
}

/** Districts of a city carry this rank or more in the tiles; people name the city. */
const districtRank = 11;

/** The places of a tile at the zoom level that holds them all, districts of cities left out. */
export function placesOf(bytes: Uint8Array, tileX: number, tileY: number, zoom = placesZoom): Place[] {
  const across = 2 ** zoom;
  const layer = readTileLayer(bytes, 'places');
  if (layer === undefined) return [];
  return layer.features.flatMap(({ properties, parts }) => {
    const [point] = parts[0] ?? [];
    const name = properties.get('name');
    if (point === undefined || typeof name !== 'string') return [];
    if (Number(properties.get('minZoom') ?? 0) >= districtRank) return [];
    const [x, y] = [tileX + point[0] / layer.extent, tileY + point[1] / layer.extent];
    const country = properties.get('country');
    return [
      {
        name,
        country: typeof country === 'string' ? country : '',
        population: Number(properties.get('population') ?? 0),
        lat: latOf(y / across),
        lon: lonOf(x / across),
      },
    ];
  });
}

/** A large city a little further off says more than the hamlet next door; this is how much more. */
const weightExponent = 0.3;

/** The place to name: near counts most, size counts some. */
export function bestOf(places: readonly Place[], position: LatLon): NearestPlace | undefined {
  let best: { place: Place; distanceM: number } | undefined;
  let bestScore = Infinity;
  for (const place of places) {
    const distance = distanceM(place, position);
    const score = (distance + 200) / Math.max(1000, place.population) ** weightExponent;
    if (score < bestScore) [best, bestScore] = [{ place, distanceM: distance }, score];
  }
  return best && { ...best, bearingDeg: bearingDeg(best.place, position) };
}

function neighbours(column: number, row: number, reach: number): [number, number][] {
  const [x, y] = [Math.floor(column), Math.floor(row)];
  const left = column - x < reach;
  const right = x + 1 - column < reach;
  const up = row - y < reach;
  const down = y + 1 - row < reach;
  const columns = [x, ...(left ? [x - 1] : []), ...(right ? [x + 1] : [])];
  const rows = [y, ...(up ? [y - 1] : []), ...(down ? [y + 1] : [])];
  return columns
    .flatMap((each) => rows.map((other): [number, number] => [each, other]))
    .filter(([a, b]) => a !== x || b !== y);
}
