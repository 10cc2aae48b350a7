import type { Map as MapLibreMap } from 'maplibre-gl';

import { latOf, lonOf, mercatorX, mercatorY, worldSizePx } from './mercator.ts';
import type { MercatorPoint } from './mercator.ts';

/** How the map looks at the world: with north up and no tilt that is a shift and a scale. */
export interface ViewGeometry {
  readonly center: MercatorPoint;
  readonly worldPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export function viewOf(map: MapLibreMap): ViewGeometry {
  const center = map.getCenter();
  const canvas = map.getCanvas();
  return {
    center: { x: mercatorX(center.lng), y: mercatorY(center.lat) },
    worldPx: worldSizePx(map.getZoom()),
    widthPx: canvas.clientWidth,
    heightPx: canvas.clientHeight,
  };
}

/** Where a place is on the canvas, in CSS pixels from its top left corner. */
export function toScreen(
  { x, y }: MercatorPoint,
  { center, worldPx, widthPx, heightPx }: ViewGeometry,
): MercatorPoint {
  return { x: (x - center.x) * worldPx + widthPx / 2, y: (y - center.y) * worldPx + heightPx / 2 };
}

export function isInView(
  { x, y }: MercatorPoint,
  { widthPx, heightPx }: ViewGeometry,
  marginPx = 0,
): boolean {
  return x >= -marginPx && y >= -marginPx && x <= widthPx + marginPx && y <= heightPx + marginPx;
}

/** The box around places, as [west, south, east, north]; undefined without any. */
export function boundsOf(places: Iterable<MercatorPoint>): [number, number, number, number] | undefined {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of places) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return west > east ? undefined : [lonOf(west), latOf(south), lonOf(east), latOf(north)];
}
