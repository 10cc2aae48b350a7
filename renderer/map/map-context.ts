import type { Map as MapLibreMap } from 'maplibre-gl';
import { createContext, use } from 'react';

import type { MapStyle } from './map-style.ts';
import type { MapPalette } from './palette.ts';

/** The map a layer belongs to. */
export interface MapAccess {
  readonly map: MapLibreMap;
  /** Another object whenever the style was loaded anew and layers have to be added again. */
  readonly style: MapStyle;
  readonly palette: MapPalette;
}

export const MapContext = createContext<MapAccess | undefined>(undefined);

/** The map around this layer. */
export function useMap(): MapAccess {
  const access = use(MapContext);
  if (access === undefined) throw new Error('There is no MapView around this component.');
  return access;
}
