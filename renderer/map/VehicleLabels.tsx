import type { SymbolLayerSpecification } from 'maplibre-gl';
import { useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { Ref } from 'react';

import { feedGeoJson, type GeoJsonFeed } from './geojson-feed.ts';
import { labelFeatures } from './label-features.ts';
import { useMap } from './map-context.ts';
import { MarkerPicker } from './marker-picker.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';

export interface VehicleLabelsProps {
  readonly markers: VehicleMarkers;
  readonly selectedId: string | undefined;
  readonly hoveredId: string | undefined;
  /** Told when the markers have moved. */
  readonly ref: Ref<{ readonly changed: () => void }>;
}

const sourceId = 'vehicle-names';

/** Names beside the markers; the map keeps them from running into each other and into place names. */
export function VehicleLabels(props: VehicleLabelsProps) {
  const { markers, selectedId, hoveredId, ref } = props;
  const { map, styleEpoch, palette } = useMap();
  const latest = useRef(props);
  latest.current = props;
  const feed = useRef<GeoJsonFeed>(undefined);
  const picker = useMemo(() => new MarkerPicker(map, markers), [map, markers]);

  useEffect(() => {
    map.addSource(sourceId, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    map.addLayer(labelLayer);
    const current = feedGeoJson(map, sourceId, () => {
      picker.invalidate();
      const chosen = { selectedId: latest.current.selectedId, hoveredId: latest.current.hoveredId };
      return labelFeatures({ markers, inView: picker.inView(), ...chosen, nowMs: performance.now() });
    });
    feed.current = current;
    current.changed();
    const moved = map.on('moveend', () => current.changed());
    return () => {
      moved.unsubscribe();
      current.stop();
      if (map.getLayer(labelLayer.id) !== undefined) map.removeLayer(labelLayer.id);
      if (map.getSource(sourceId) !== undefined) map.removeSource(sourceId);
    };
  }, [map, styleEpoch, markers, picker]);

  useEffect(() => {
    if (map.getLayer(labelLayer.id) === undefined) return;
    map.setPaintProperty(labelLayer.id, 'text-color', palette.overlay.label);
    map.setPaintProperty(labelLayer.id, 'text-halo-color', palette.overlay.labelHalo);
  }, [map, styleEpoch, palette]);

  useEffect(() => feed.current?.changed(), [selectedId, hoveredId]);
  useImperativeHandle(ref, () => ({ changed: () => feed.current?.changed() }), []);
  return null;
}

const labelLayer: SymbolLayerSpecification = {
  id: 'vehicle-names',
  type: 'symbol',
  source: sourceId,
  layout: {
    'text-field': ['get', 'name'],
    'text-font': ['Inter Variable Semibold', 'Inter Variable', 'sans-serif'],
    'text-size': 11.5,
    'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
    'text-radial-offset': 1.15,
    'text-justify': 'auto',
    'text-max-width': 14,
    'text-padding': 3,
    'symbol-sort-key': ['get', 'rank'],
  },
  paint: { 'text-halo-width': 1.4 },
};
