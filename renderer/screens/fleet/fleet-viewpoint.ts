import { isOnEarth } from '#shared/domain/geo.ts';

import type { MapViewpoint } from '#renderer/map/create-map.ts';

/** Reads `zoom/lat/lon` from the address; undefined where that is no place. */
export function parseViewpoint(text: string | undefined): MapViewpoint | undefined {
  const parts = (text ?? '').split('/');
  const [zoom = Number.NaN, lat = Number.NaN, lon = Number.NaN] = parts.map((part) =>
    part === '' ? Number.NaN : Number(part),
  );
  const isPlace = parts.length === 3 && isOnEarth(lat, lon) && zoom >= 0 && zoom <= 24;
  return isPlace ? { zoom, lat, lon } : undefined;
}

/** As short as is exact to a pixel or so at the zoom. */
export function formatViewpoint({ zoom, lat, lon }: MapViewpoint): string {
  const decimals = Math.max(0, Math.min(5, Math.ceil(zoom / 3)));
  return `${zoom.toFixed(2)}/${lat.toFixed(decimals)}/${lon.toFixed(decimals)}`;
}
