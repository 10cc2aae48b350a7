/** Web Mercator as the map uses it: the world is the unit square, y grows southwards. */
export interface MercatorPoint {
  readonly x: number;
  readonly y: number;
}

/** Side of a tile, and so of the whole world at zoom 0, in CSS pixels. */
export const tileSizePx = 512;

const maxLatitude = 85.051_129;
const radians = Math.PI / 180;

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

/** Latitudes beyond the edge of the map are drawn at its edge. */
export function mercatorY(lat: number): number {
  const sine = Math.sin(Math.max(-maxLatitude, Math.min(maxLatitude, lat)) * radians);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function lonOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latOf(y: number): number {
  return Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / radians;
}

/** Width of the whole world in CSS pixels at a zoom level. */
export function worldSizePx(zoom: number): number {
  return tileSizePx * 2 ** zoom;
}
