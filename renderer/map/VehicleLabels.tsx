import type { SymbolLayerSpecification } from 'maplibre-gl';
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';

import { feedGeoJson, type GeoJsonFeed } from './geojson-feed.ts';
import { labelFeatures, labelLimit } from './label-features.ts';
import { useMap } from './map-context.ts';
import { MarkerPicker } from './marker-picker.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';
import { viewOf } from './view-geometry.ts';

export interface VehicleLabelsProps {
  readonly markers: VehicleMarkers;
  readonly selectedId: string | undefined;
  /** To be told when the markers have moved. */
  readonly ref: Ref<{ readonly changed: () => void }>;
}

const sourceId = 'vehicle-names';

/** Names beside the markers; the map keeps them from running into each other and into place names. */
export function VehicleLabels({ markers, selectedId, ref }: VehicleLabelsProps) {
  const { map, style, palette } = useMap();
  const feed = useRef<GeoJsonFeed>(undefined);
  const chosen = useRef(selectedId);
  const picker = useMemo(() => new MarkerPicker(map, markers), [map, markers]);

  useEffect(() => {
    if (!map.hasImage(roomImage)) map.addImage(roomImage, room);
    const remove = style.addGeoJson({ sourceId, layers: [labelLayer] });
    const current = feedGeoJson(map, sourceId, () => {
      picker.invalidate();
      const { widthPx, heightPx } = viewOf(map);
      return labelFeatures({
        markers,
        inView: picker.inView(),
        limit: labelLimit(widthPx, heightPx),
        selectedId: chosen.current,
        nowMs: performance.now(),
      });
    });
    feed.current = current;
    current.changed();
    const moved = map.on('moveend', () => current.changed());
    return () => {
      moved.unsubscribe();
      current.stop();
      remove();
    };
  }, [map, style, markers, picker]);

  useEffect(() => {
    style.paint(labelLayer.id, 'text-color', palette.overlay.label);
    style.paint(labelLayer.id, 'text-halo-color', palette.overlay.labelHalo);
  }, [style, palette]);

  useEffect(() => {
    chosen.current = selectedId;
    feed.current?.changed();
  }, [selectedId]);
  useImperativeHandle(ref, () => ({ changed: () => feed.current?.changed() }), []);
  return null;
}

const roomImage = 'marker-room';
const roomPx = 16;
/** Nothing to see, but it keeps names off the marker it belongs to. */
const room = { width: roomPx, height: roomPx, data: new Uint8Array(roomPx * roomPx * 4) };

const labelLayer: SymbolLayerSpecification = {
  id: 'vehicle-names',
  type: 'symbol',
  source: sourceId,
  layout: {
    'icon-image': roomImage,
    'icon-allow-overlap': true,
    'icon-padding': 0,
    'text-optional': true,
    'text-field': ['get', 'name'],
    'text-font': ['Inter Variable Semibold', 'Inter Variable', 'sans-serif'],
    'text-size': 11.5,
    'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
    'text-radial-offset': ['match', ['get', 'rank'], 0, 1.9, 1.2],
    'text-justify': 'auto',
    'text-max-width': 14,
    'text-padding': 3,
    'symbol-sort-key': ['get', 'rank'],
  },
  paint: { 'text-halo-width': 1.4 },
};
