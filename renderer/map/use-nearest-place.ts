import { createContext, use, useEffect, useState } from 'react';

import type { LatLon } from '#shared/domain/geo.ts';

import { type NearestPlace, PlaceFinder } from './nearest-place.ts';

export type PlaceSearch =
  | { readonly status: 'searching' }
  | { readonly status: 'found'; readonly nearest: NearestPlace }
  | { readonly status: 'none' }
  | { readonly status: 'failed' };

/** Looks places up in the tiles of the page's own origin; tests hand in another. */
export const PlaceFinderContext = createContext(new PlaceFinder(fetchTile));

async function fetchTile(z: number, x: number, y: number): Promise<Uint8Array | undefined> {
  const response = await fetch(`/tiles/world/${z}/${x}/${y}.mvt`);
  if (response.status === 204) return undefined;
  if (!response.ok) throw new Error(`The map tile ${z}/${x}/${y} was answered with ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Steps of about 100 m: a place name does not change more often. */
const stepsPerDegree = 1000;

/** The town a position is in or near; what was found before stays while a new position is looked up. */
export function useNearestPlace(position: LatLon | undefined): PlaceSearch {
  const finder = use(PlaceFinderContext);
  const [search, setSearch] = useState<PlaceSearch>({ status: 'searching' });
  const lat = position && Math.round(position.lat * stepsPerDegree) / stepsPerDegree;
  const lon = position && Math.round(position.lon * stepsPerDegree) / stepsPerDegree;
  useEffect(() => {
    if (lat === undefined || lon === undefined) return undefined;
    let isCurrent = true;
    const settle = (next: PlaceSearch): void => {
      if (isCurrent) setSearch(next);
    };
    finder.nearest({ lat, lon }).then(
      (nearest) => settle(nearest === undefined ? { status: 'none' } : { status: 'found', nearest }),
      () => settle({ status: 'failed' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [finder, lat, lon]);
  return search;
}
