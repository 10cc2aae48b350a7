import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';

import type { BasemapPalette } from './palette.ts';

/** Names of the layers and the source of the basemap. */
export const basemapSource = 'world';

/** Layers of the data go above this one and below the place names. */
export const firstLabelLayer = 'country-names';

const attribution =
  'Natural Earth · <a href="https://www.geonames.org" target="_blank" rel="noreferrer">GeoNames</a> CC BY 4.0';
const tilesMaxZoom = 6;
const font = ['Inter Variable', 'sans-serif'];
const fontMedium = ['Inter Variable Medium', 'Inter Variable', 'sans-serif'];

/** The offline world map; tiles come from the page's own origin and labels from the page's own font. */
export function basemapStyle(palette: BasemapPalette, origin: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      [basemapSource]: {
        type: 'vector',
        tiles: [`${origin}/tiles/world/{z}/{x}/{y}.mvt`],
        maxzoom: tilesMaxZoom,
        attribution,
      },
    },
    layers: [...groundLayers(palette), ...countryNameLayers(palette), ...placeNameLayers(palette)],
    transition: { duration: 0, delay: 0 },
  };
}

function groundLayers(palette: BasemapPalette): LayerSpecification[] {
  return [
    { id: 'water', type: 'background', paint: { 'background-color': palette.water } },
    {
      id: 'land',
      type: 'fill',
      source: basemapSource,
      'source-layer': 'land',
      paint: { 'fill-color': palette.land, 'fill-antialias': true },
    },
    {
      id: 'coast',
      type: 'line',
      source: basemapSource,
      'source-layer': 'land',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.coast, 'line-width': byZoom([1, 0.4], [5, 0.8], [10, 1.4]) },
    },
    {
      id: 'borders',
      type: 'line',
      source: basemapSource,
      'source-layer': 'borders',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': palette.border, 'line-width': byZoom([1, 0.5], [5, 1.1], [10, 2]) },
    },
  ];
}

function countryNameLayers(palette: BasemapPalette): LayerSpecification[] {
  return [
    {
      id: firstLabelLayer,
      type: 'symbol',
      source: basemapSource,
      'source-layer': 'countries',
      maxzoom: 8,
      filter: ['<=', ['get', 'minZoom'], ['zoom']],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fontMedium,
        'text-size': countryTextSize,
        'text-letter-spacing': 0.06,
        'text-max-width': 7,
        'text-padding': 6,
        'symbol-sort-key': ['get', 'minZoom'],
      },
      paint: {
        'text-color': palette.countryLabel,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.2,
        'text-opacity': byZoom([5, 1], [8, 0.35]),
      },
    },
  ];
}

/** Small countries, named last, do not shout. */
const countryTextSize: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  1,
  10,
  4,
  12,
  7,
  ['step', ['get', 'minZoom'], 15, 5, 11.5],
];

/** Names appear where the tiles say there is room for them; size follows the place's rank. */
function placeNameLayers(palette: BasemapPalette): LayerSpecification[] {
  const isShown: ExpressionSpecification = ['<=', ['get', 'minZoom'], ['zoom']];
  return [
    {
      id: 'place-dots',
      type: 'circle',
      source: basemapSource,
      'source-layer': 'places',
      minzoom: 3,
      filter: isShown,
      paint: {
        'circle-color': palette.placeDot,
        'circle-radius': ['match', ['get', 'capital'], 1, 2.2, 1.5],
      },
    },
    {
      id: 'place-names',
      type: 'symbol',
      source: basemapSource,
      'source-layer': 'places',
      minzoom: 3,
      filter: isShown,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': ['match', ['get', 'capital'], 1, ['literal', fontMedium], ['literal', font]],
        'text-size': placeTextSize,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.45,
        'text-justify': 'auto',
        'text-max-width': 8,
        'text-padding': 4,
        'symbol-sort-key': ['-', ['get', 'minZoom'], ['/', ['get', 'population'], 1e8]],
      },
      paint: {
        'text-color': palette.placeLabel,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.1,
      },
    },
  ];
}

/** Larger for larger places, and the more so the closer the map is. */
const placeTextSize: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  3,
  ['step', ['get', 'population'], 10.5, 3_000_000, 11.5],
  6,
  ['step', ['get', 'population'], 10.5, 100_000, 11, 500_000, 12.5, 2_000_000, 14],
  10,
  ['step', ['get', 'population'], 11, 20_000, 12, 100_000, 14, 500_000, 17],
];

function byZoom(...stops: readonly (readonly [zoom: number, value: number])[]): ExpressionSpecification {
  // The spread loses the shape of the tuple; the stops are checked by the style's own validation in the tests.
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;
}
