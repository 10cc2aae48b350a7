import type { LayerSpecification } from 'maplibre-gl';
import { useEffect, useRef } from 'react';

import { firstLabelLayer } from './basemap-style.ts';
import { feedGeoJson, type GeoJsonFeed } from './geojson-feed.ts';
import { useMap } from './map-context.ts';
import { shapeFeatures, type SiteShape } from './site-shapes.ts';

const sourceId = 'areas';

export interface AreasLayerProps {
  /** Keep it stable between renders; `isOwn` marks the one that is being drawn. */
  readonly areas: readonly { readonly shape: SiteShape; readonly isOwn: boolean }[];
}

/** Areas of sites, under the place names; the one being drawn stands out. */
export function AreasLayer({ areas }: AreasLayerProps) {
  const { map, style, palette } = useMap();
  const shown = useRef(areas);
  const feed = useRef<GeoJsonFeed>(undefined);

  useEffect(() => {
    const remove = style.addGeoJson({ sourceId, layers, tolerance: 0 }, firstLabelLayer);
    const current = feedGeoJson(map, sourceId, () => shapeFeatures(shown.current));
    feed.current = current;
    current.changed();
    return () => {
      current.stop();
      remove();
    };
  }, [map, style]);

  useEffect(() => {
    const { track, label } = palette.overlay;
    style.paint('areas-other', 'line-color', label);
    style.paint('areas-other-fill', 'fill-color', label);
    style.paint('areas-own', 'line-color', track);
    style.paint('areas-own-fill', 'fill-color', track);
  }, [style, palette]);

  useEffect(() => {
    shown.current = areas;
    feed.current?.changed();
  }, [areas]);
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
