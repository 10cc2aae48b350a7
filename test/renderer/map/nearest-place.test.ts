import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { describe, expect, it } from 'vitest';

import { bestOf, type LoadTile, type Place, PlaceFinder } from '#renderer/map/nearest-place.ts';

const leMans: Place = { name: 'Le Mans', country: 'FR', population: 143_000, lat: 48.0, lon: 0.2 };
const allonnes: Place = { name: 'Allonnes', country: 'FR', population: 11_000, lat: 47.968, lon: 0.16 };
const district = {
  name: 'Le Mans Centre',
  country: 'FR',
  population: 50_000,
  lat: 48.0,
  lon: 0.2,
  minZoom: 11,
};

function loader(places: readonly (Place & { minZoom?: number })[], loaded: string[] = []): LoadTile {
  const index = new GeoJSONVT(
    {
      type: 'FeatureCollection',
      features: places.map(({ lat, lon, ...properties }) => ({
        type: 'Feature',
        properties: { minZoom: 5, ...properties },
        geometry: { type: 'Point', coordinates: [lon, lat] },
      })),
    },
    { maxZoom: 6, indexMaxZoom: 6, buffer: 0 },
  );
  return async (z, x, y) => {
    loaded.push(`${z}/${x}/${y}`);
    const tile = index.getTile(z, x, y);
    return tile === null ? undefined : fromGeojsonVt({ places: tile }, { version: 2, extent: 4096 });
  };
}

describe('naming a position', () => {
  it('names the town it is in, and a city rather than the hamlet beside the road', () => {
    expect(bestOf([leMans, allonnes], { lat: 47.969, lon: 0.162 })?.place).toBe(allonnes);
    expect(bestOf([leMans, allonnes], { lat: 48.02, lon: 0.21 })?.place).toBe(leMans);
    expect(bestOf([], { lat: 0, lon: 0 })).toBeUndefined();
  });

  it('says how far and in which direction from the place', async () => {
    const nearest = await new PlaceFinder(loader([leMans])).nearest({ lat: 48.09, lon: 0.2 });
    expect(nearest?.place.name).toBe('Le Mans');
    expect(nearest?.distanceM).toBeGreaterThan(9900);
    expect(nearest?.distanceM).toBeLessThan(10_100);
    const fromNorth = Math.min(nearest?.bearingDeg ?? 180, 360 - (nearest?.bearingDeg ?? 180));
    expect(fromNorth).toBeLessThan(1);
  });

  it('names the city and not its districts', async () => {
    const nearest = await new PlaceFinder(loader([leMans, district])).nearest({ lat: 48.0, lon: 0.2 });
    expect(nearest?.place.name).toBe('Le Mans');
  });

  it('finds a place across the edge of a tile and across the antimeridian', async () => {
    const east: Place = { name: 'East', country: 'FJ', population: 5000, lat: -16.8, lon: 179.99 };
    const nearest = await new PlaceFinder(loader([east])).nearest({ lat: -16.8, lon: -179.95 });
    expect(nearest?.place.name).toBe('East');
    expect(nearest?.distanceM).toBeLessThan(8000);
  });

  it('asks for each tile once, and again after it failed', async () => {
    const loaded: string[] = [];
    const finder = new PlaceFinder(loader([leMans], loaded));
    await finder.nearest({ lat: 48.02, lon: 0.2 });
    const count = loaded.length;
    await finder.nearest({ lat: 48.03, lon: 0.21 });
    expect(loaded).toHaveLength(count);

    let isDown = true;
    const works = loader([leMans]);
    const recovering = new PlaceFinder((z, x, y) =>
      isDown ? Promise.reject(new Error('down')) : works(z, x, y),
    );
    await expect(recovering.nearest({ lat: 48.02, lon: 0.2 })).rejects.toThrow('down');
    isDown = false;
    expect((await recovering.nearest({ lat: 48.02, lon: 0.2 }))?.place.name).toBe('Le Mans');
  });

  it('has no name in the middle of nowhere', async () => {
    expect(await new PlaceFinder(loader([leMans])).nearest({ lat: -40, lon: -130 })).toBeUndefined();
  });
});
