import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PMTiles, type RangeResponse } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { mercatorX, mercatorY } from '#renderer/map/mercator.ts';
import { type DecodedLayer, readTileLayer } from '#renderer/map/mvt.ts';
import { placesOf } from '#renderer/map/nearest-place.ts';

import { basemapAttribution, buildBasemap } from '../../../resources/build-basemap.ts';
import { readMetadata } from '../../../resources/pmtiles-reader.ts';

const maxZoom = 2;
const folder = mkdtempSync(join(tmpdir(), 'waymark-basemap-'));
const path = join(folder, 'world.pmtiles');
let archive: Buffer;
let tiles: PMTiles;

beforeAll(() => {
  archive = buildBasemap(maxZoom, 'inputs-of-the-test');
  writeFileSync(path, archive);
  tiles = new PMTiles({
    getKey: () => 'world',
    getBytes: async (offset, length): Promise<RangeResponse> => ({
      data: Uint8Array.from(archive.subarray(offset, offset + length)).buffer,
    }),
  });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

const decoded = new Map<string, Promise<DecodedLayer | undefined>>();

function layerAt(z: number, x: number, y: number, name: string): Promise<DecodedLayer | undefined> {
  const key = `${name} ${z}/${x}/${y}`;
  const layer = decoded.get(key) ?? decodeLayer(z, x, y, name);
  decoded.set(key, layer);
  return layer;
}

async function decodeLayer(z: number, x: number, y: number, name: string): Promise<DecodedLayer | undefined> {
  const tile = await tiles.getZxy(z, x, y);
  return tile && readTileLayer(new Uint8Array(tile.data), name);
}

/** Even-odd over all rings of the land of one tile: what a correct fill would paint. */
async function isLand(lat: number, lon: number, z = maxZoom): Promise<boolean> {
  const side = 2 ** z;
  const [x, y] = [mercatorX(lon) * side, mercatorY(lat) * side];
  const land = await layerAt(z, Math.floor(x), Math.floor(y), 'land');
  if (land === undefined) return false;
  const point = { x: (x % 1) * land.extent, y: (y % 1) * land.extent };
  let inside = false;
  for (const ring of land.features.flatMap(({ parts }) => parts)) {
    for (const [index, a] of ring.entries()) {
      const b = ring[(index + 1) % ring.length] ?? a;
      const crosses = a[1] > point.y !== b[1] > point.y;
      if (crosses && point.x < ((b[0] - a[0]) * (point.y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
  }
  return inside;
}

describe('the offline basemap', () => {
  it('is a readable archive that says what it is and whose data it holds', async () => {
    const header = await tiles.getHeader();
    expect({
      type: header.tileType,
      clustered: header.clustered,
      zooms: [header.minZoom, header.maxZoom],
    }).toEqual({
      type: 1,
      clustered: true,
      zooms: [0, maxZoom],
    });
    expect(await tiles.getMetadata()).toMatchObject({
      attribution: basemapAttribution,
      vector_layers: [{ id: 'land' }, { id: 'borders' }, { id: 'countries' }, { id: 'places' }],
    });
    expect(basemapAttribution).toContain('GeoNames CC BY 4.0');
  });

  it('keeps the hash of its inputs, and a damaged archive counts as none', () => {
    expect(readMetadata(path)?.['inputs']).toBe('inputs-of-the-test');
    const damaged = join(folder, 'damaged.pmtiles');
    writeFileSync(damaged, archive.subarray(0, archive.length - 1));
    expect([readMetadata(damaged), readMetadata(join(folder, 'absent.pmtiles'))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['Paris', 48.85, 2.35],
    ['Nairobi', -1.29, 36.82],
    ['Denver', 39.74, -104.99],
    ['Alice Springs', -23.7, 133.88],
    ['Novosibirsk', 55.03, 82.92],
    ['Chukotka beyond the antimeridian', 67, -175],
    ['Antarctica', -80, 20],
  ])('has land at %s', async (_, lat, lon) => {
    expect(await isLand(lat, lon)).toBe(true);
  });

  it.each([
    ['the North Atlantic', 40, -40],
    ['the South Atlantic', -30, -15],
    ['the Pacific', 0, -150],
    ['the Pacific at the antimeridian', 10, 179.9],
    ['the Indian Ocean', -30, 80],
    ['the Mediterranean', 38, 5],
    ['the Arctic Ocean', 84, 0],
    ['the latitude of Antarctica’s coast', -55, 100],
  ])('has water in %s', async (_, lat, lon) => {
    expect(await isLand(lat, lon)).toBe(false);
  });

  it('covers as much of the globe with land as there is', async () => {
    let [land, samples] = [0, 0];
    for (let row = 0; row < 40; row++) {
      // Equal areas: steps of the sine of the latitude.
      const lat = (Math.asin(((row + 0.5) / 40) * 2 - 1) * 180) / Math.PI;
      if (Math.abs(lat) > 85) continue;
      for (let column = 0; column < 80; column++) {
        samples += 1;
        if (await isLand(lat, ((column + 0.5) / 80) * 360 - 180, 1)) land += 1;
      }
    }
    expect(land / samples).toBeGreaterThan(0.27);
    expect(land / samples).toBeLessThan(0.31);
  });

  it('names countries in full and places by rank, with nothing lost at the deepest zoom', async () => {
    const countries = await layerAt(1, 1, 0, 'countries');
    const names = countries?.features.map(({ properties }) => properties.get('name'));
    expect(names).toEqual(expect.arrayContaining(['Russia', 'China']));
    const deepest = await tiles.getZxy(2, 2, 1);
    const places = placesOf(new Uint8Array(deepest?.data ?? new ArrayBuffer(0)), 2, 1, 2);
    expect(places.length).toBeGreaterThan(20_000);
    const munich = places.find(({ name, country }) => name === 'Munich' && country === 'DE');
    expect(munich?.lat).toBeCloseTo(48.14, 1);
    expect(munich?.lon).toBeCloseTo(11.58, 1);
    const shallow = await layerAt(2, 2, 1, 'places');
    expect(shallow?.features.some(({ properties }) => properties.get('capital') === 1)).toBe(true);
  });
});
