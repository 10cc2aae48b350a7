import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { useEffect } from 'react';

import { useMap } from './map-context.ts';
import type { GeoJsonLayers } from './map-style.ts';
import { type TrackFix, trackFeatures } from './track-features.ts';
import { useGeoJsonLayer } from './use-geojson-layer.ts';

const sourceId = 'track';

/** The way the selected vehicle came, under the place names. */
export function TrackLayer({ fixes }: { readonly fixes: readonly TrackFix[] }) {
  const { style, palette } = useMap();
  useGeoJsonLayer(source, fixes, trackFeatures);

  useEffect(() => {
    const { track, trackCasing } = palette.overlay;
    style.paint('track-casing', 'line-color', trackCasing);
    style.paint('track-gap', 'line-color', track);
    style.paint('track-driven', 'line-color', track);
    style.paint('track-fixes', 'circle-color', trackCasing);
    style.paint('track-fixes', 'circle-stroke-color', track);
  }, [style, palette]);
  return null;
}

const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 4, 1.6, 10, 2.8, 15, 4];
const casingWidth: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 4, 3, 10, 5, 15, 6.5];
const opacity: ExpressionSpecification = ['interpolate', ['linear'], ['get', 'recency'], 0, 0.35, 1, 0.95];

const layers: readonly LayerSpecification[] = [
  {
    id: 'track-casing',
    type: 'line',
    source: sourceId,
    filter: ['==', ['get', 'kind'], 'driven'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-width': casingWidth, 'line-opacity': 0.7 },
  },
  {
    id: 'track-gap',
    type: 'line',
    source: sourceId,
    filter: ['==', ['get', 'kind'], 'gap'],
    paint: { 'line-width': 1.5, 'line-dasharray': [2, 3], 'line-opacity': 0.6 },
  },
  {
    id: 'track-driven',
    type: 'line',
    source: sourceId,
    filter: ['==', ['get', 'kind'], 'driven'],
    layout: { 'line-join': 'round', 'line-cap': 'butt' },
    paint: { 'line-width': width, 'line-opacity': opacity },
  },
  {
    id: 'track-fixes',
    type: 'circle',
    source: sourceId,
    filter: [
      'any',
      ['==', ['get', 'kind'], 'start'],
      ['all', ['==', ['get', 'kind'], 'fix'], ['>=', ['zoom'], 11]],
    ],
    paint: {
      'circle-radius': ['case', ['==', ['get', 'kind'], 'start'], 3.6, 2],
      'circle-stroke-width': 1.5,
      'circle-opacity': opacity,
      'circle-stroke-opacity': opacity,
    },
  },
];

const source: GeoJsonLayers = { sourceId, layers, tolerance: 0.2 };
