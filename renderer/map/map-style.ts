import type { FeatureCollection } from 'geojson';
import type { AddLayerObject, Map as MapLibreMap } from 'maplibre-gl';

/** Layers of one loaded style. The style itself may be gone before a layer is taken off it; that is no error. */
export interface MapStyle {
  /** Adds a GeoJSON source with its layers below `before` (default: on top); the returned function removes them. */
  readonly addGeoJson: (source: GeoJsonLayers, before?: string) => () => void;
  /** Adds a layer of its own making on top; the returned function removes it. */
  readonly addLayer: (layer: AddLayerObject) => () => void;
  /** Sets a colour of a layer that is there. */
  readonly paint: (layerId: string, property: ColorProperty, color: string) => void;
}

export interface GeoJsonLayers {
  readonly sourceId: string;
  readonly layers: readonly AddLayerObject[];
  /** How much lines may be simplified, in tile units. */
  readonly tolerance?: number;
}

export type ColorProperty =
  | 'fill-color'
  | 'line-color'
  | 'circle-color'
  | 'circle-stroke-color'
  | 'text-color'
  | 'text-halo-color';

const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Access to the style a map has now. */
export function styleOf(map: MapLibreMap): MapStyle {
  const remove = (layers: readonly AddLayerObject[]): void => {
    for (const { id } of layers) if (map.getLayer(id) !== undefined) map.removeLayer(id);
  };
  return {
    addGeoJson({ sourceId, layers, tolerance = 0.375 }, before) {
      map.addSource(sourceId, { type: 'geojson', data: nothing, tolerance });
      for (const layer of layers) map.addLayer(layer, before);
      return () => {
        remove(layers);
        if (map.getSource(sourceId) !== undefined) map.removeSource(sourceId);
      };
    },
    addLayer(layer) {
      map.addLayer(layer);
      return () => remove([layer]);
    },
    paint(layerId, property, color) {
      if (map.getLayer(layerId) !== undefined) map.setPaintProperty(layerId, property, color);
    },
  };
}
