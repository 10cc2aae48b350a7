/** A place on earth. */
export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/** A place on the screen, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Spherical Web Mercator (EPSG:3857) on a world of side 1, written from its definition and not from the page's code:
 * x grows eastwards from the antimeridian, y southwards from 85.05° N.
 */
export function project({ lat, lon }: LatLon): Point {
  const phi = (lat * Math.PI) / 180;
  return { x: (lon + 180) / 360, y: (1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2 };
}

/** Where a place must be on the screen when the centre of the map is at `centre` and the world 512 · 2^zoom wide. */
export function placeOnScreen(
  place: LatLon,
  view: { readonly centre: LatLon; readonly zoom: number; readonly middle: Point },
): Point {
  const worldPx = 512 * 2 ** view.zoom;
  const at = project(place);
  const centre = project(view.centre);
  return { x: view.middle.x + (at.x - centre.x) * worldPx, y: view.middle.y + (at.y - centre.y) * worldPx };
}
