import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import * as fc from 'fast-check';
import type { Feature } from 'geojson';
import { describe, expect, it } from 'vitest';

import { readTileLayer } from '#renderer/map/mvt.ts';

function encode(features: Feature[]): Uint8Array {
  const tile = new GeoJSONVT(
    { type: 'FeatureCollection', features },
    { maxZoom: 0, indexMaxZoom: 0 },
  ).getTile(0, 0, 0);
  if (tile === null) throw new Error('the features are in no tile');
  return fromGeojsonVt({ things: tile, others: tile }, { version: 2, extent: 4096 });
}

describe('reading vector tiles', () => {
  it('gives points, lines and rings with their properties', () => {
    const bytes = encode([
      {
        type: 'Feature',
        properties: { name: 'Zürich', population: 341_730, share: 0.25, capital: false },
        geometry: { type: 'Point', coordinates: [0, 0] },
      },
      {
        type: 'Feature',
        properties: { below: -7 },
        geometry: {
          type: 'LineString',
          coordinates: [
            [-90, 0],
            [90, 0],
          ],
        },
      },
      {
        type: 'Feature',
        properties: {},
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [-90, -60],
              [90, -60],
              [90, 60],
              [-90, 60],
              [-90, -60],
            ],
          ],
        },
      },
    ]);
    const layer = readTileLayer(bytes, 'others');
    expect(layer?.extent).toBe(4096);
    expect(layer?.features.map(({ type, properties }) => [type, Object.fromEntries(properties)])).toEqual([
      ['point', { name: 'Zürich', population: 341_730, share: 0.25, capital: false }],
      ['line', { below: -7 }],
      ['polygon', {}],
    ]);
    expect(layer?.features[0]?.parts).toEqual([[[2048, 2048]]]);
    expect(layer?.features[1]?.parts).toEqual([
      [
        [1024, 2048],
        [3072, 2048],
      ],
    ]);
    expect(layer?.features[2]?.parts[0]).toHaveLength(4);
  });

  it('says so when there is no such layer', () => {
    const bytes = encode([
      { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [0, 0] } },
    ]);
    expect([readTileLayer(bytes, 'roads'), readTileLayer(new Uint8Array(0), 'things')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('answers any bytes with a layer, none, or a RangeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readTileLayer(bytes, 'things');
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
