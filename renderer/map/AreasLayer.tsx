import type { LayerSpecification } from 'maplibre-gl';
import { useEffect } from 'react';

import { useMap } from './map-context.ts';
import type { GeoJsonLayers } from './map-style.ts';
import { shapeFeatures, type SiteShape } from './site-shapes.ts';
import { useGeoJsonLayer } from './use-geojson-layer.ts';

const sourceId = 'areas';

export interface AreasLayerProps {
  /** Keep it stable between renders; `isOwn` marks the one that is being drawn. */
  readonly areas: readonly { readonly shape: SiteShape; readonly isOwn: boolean }[];
}

/** Areas of sites, under the place names; the one being drawn stands out. */
export function AreasLayer({ areas }: AreasLayerProps) {
  const { style, palette } = useMap();
  useGeoJsonLayer(source, areas, shapeFeatures);

  useEffect(() => {
    const { track, label } = palette.overlay;
    style.paint('areas-other', 'line-color', label);
    style.paint('areas-other-fill', 'fill-color', label);
    style.paint('areas-own', 'line-color', track);
    style.paint('areas-own-fill', 'fill-color', track);
  }, [style, palette]);
  return null;
}

const layers: readonly LayerSpecification[] = [
  {
    id: 'areas-other-fill',
    type: 'fill',
    source: sourceId,
    filter: ['!', ['get', 'own']],
    paint: { 'fill-opacity': 0.08 },
  },
  {
    id: 'areas-other',
    type: 'line',
    source: sourceId,
    filter: ['!', ['get', 'own']],
    paint: { 'line-width': 1, 'line-opacity': 0.5, 'line-dasharray': [3, 2] },
  },
  {
    id: 'areas-own-fill',
    type: 'fill',
    source: sourceId,
    filter: ['get', 'own'],
    paint: { 'fill-opacity': 0.16 },
  },
  { id: 'areas-own', type: 'line', source: sourceId, filter: ['get', 'own'], paint: { 'line-width': 2 } },
];

const source: GeoJsonLayers = { sourceId, layers, tolerance: 0 };
