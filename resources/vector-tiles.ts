import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from 'geojson';

import type { TileBytes } from './pmtiles-writer.ts';

/** One layer of the tiles; `minZoom` of a feature's properties, where present, keeps it out of lower zoom levels. */
export interface TileLayer {
  readonly name: string;
  readonly features: readonly Feature[];
  /** Below this zoom level the layer is left out. */
  readonly fromZoom: number;
}

const extent = 4096;
/** Half a label or line width beyond the edge, so that neighbours join without a seam. */
const buffer = 64;

/** Cuts layers into vector tiles from zoom 0 to `maxZoom`; tiles with nothing in them are left out. */
export function* cutTiles(layers: readonly TileLayer[], maxZoom: number): Generator<TileBytes> {
  for (let z = 0; z <= maxZoom; z++) {
    const indexes = layers
      .filter((layer) => layer.fromZoom <= z)
      .map((layer) => ({ name: layer.name, index: indexAt(layer, z, maxZoom) }));
    const side = 2 ** z;
    for (let x = 0; x < side; x++) {
      for (let y = 0; y < side; y++) {
        const cut = indexes.flatMap(({ name, index }) => {
          const tile = index.getTile(z, x, y);
          return tile === null || tile.features.length === 0 ? [] : [[name, tile] as const];
        });
        if (cut.length === 0) continue;
        yield { z, x, y, bytes: fromGeojsonVt(Object.fromEntries(cut), { version: 2, extent }) };
      }
    }
  }
}

/** Ranked layers get an index per zoom of what is shown there; the last zoom keeps everything for overzooming. */
function indexAt(layer: TileLayer, zoom: number, maxZoom: number): GeoJSONVT {
  const features =
    zoom === maxZoom
      ? layer.features
      : layer.features.filter((feature) => (feature.properties?.['minZoom'] ?? 0) <= zoom);
  return new GeoJSONVT(
    { type: 'FeatureCollection', features: [...features] },
    { maxZoom, indexMaxZoom: zoom, indexMaxPoints: 0, tolerance: 3, extent, buffer },
  );
}
