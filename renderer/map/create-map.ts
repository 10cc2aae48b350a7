import { AttributionControl, Map as MapLibreMap, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

import { mapText } from '../text/map.ts';
import { shownUnits } from '../text/units.ts';
import { basemapStyle } from './basemap-style.ts';
import type { MapPalette } from './palette.ts';

/** What part of the world is in view. */
export interface MapViewpoint {
  readonly lat: number;
  readonly lon: number;
  readonly zoom: number;
}

export const maxZoom = 18;

/** True where the page can draw a map at all. */
export function hasWebGl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

/** A map with north up and no tilt: places are compared, not admired. */
export function createMap(container: HTMLElement, view: MapViewpoint, palette: MapPalette): MapLibreMap {
  setWorkerUrl(workerUrl);
  const map = new MapLibreMap({
    container,
    style: basemapStyle(palette.basemap, window.location.origin),
    center: [view.lon, view.lat],
    zoom: view.zoom,
    minZoom: 1,
    maxZoom,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 150,
    locale: { 'Map.Title': mapText.label, 'AttributionControl.ToggleAttribution': mapText.attribution },
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 96, unit: shownUnits().length }), 'bottom-left');
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
  return map;
}

/** Recolours the basemap without loading it again. */
export function recolor(map: MapLibreMap, palette: MapPalette): void {
  for (const layer of basemapStyle(palette.basemap, window.location.origin).layers) {
    if (map.getLayer(layer.id) === undefined) continue;
    for (const [name, value] of Object.entries(layer.paint ?? {})) {
      // The names come from the very layers they are set on.
      map.setPaintProperty(layer.id, name as Parameters<typeof map.setPaintProperty>[1], value);
    }
  }
}
