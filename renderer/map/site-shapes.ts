import type { Feature, FeatureCollection, Polygon } from 'geojson';

import type { SiteRow } from '#shared/contract/types.ts';
import type { LatLon } from '#shared/domain/geo.ts';

const metresPerDegree = 111_195;
const ringSteps = 64;

/** A place so many metres east and north of another; for distances within a site. */
export function placeBeside({ lat, lon }: LatLon, eastM: number, northM: number): LatLon {
  const perDegreeLon = metresPerDegree * Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return { lat: lat + northM / metresPerDegree, lon: lon + eastM / perDegreeLon };
}

/** A circle as a closed ring of corners. */
export function circleRing(centre: LatLon, radiusM: number): [number, number][] {
  return Array.from({ length: ringSteps + 1 }, (_, step) => {
    const angle = (2 * Math.PI * (step % ringSteps)) / ringSteps;
    const { lat, lon } = placeBeside(centre, radiusM * Math.cos(angle), radiusM * Math.sin(angle));
    return [lon, lat];
  });
}

/** The centre of mass of a polygon; of fewer than three corners, or of a line, their mean; of none, none. */
export function centreOf(corners: readonly LatLon[]): LatLon | undefined {
  const [first] = corners;
  if (first === undefined) return undefined;
  let doubled = 0;
  let lat = 0;
  let lon = 0;
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % corners.length] ?? first;
    // Around the first corner, so that small areas far from 0,0 lose nothing to rounding.
    const [ax, ay, bx, by] = [a.lon - first.lon, a.lat - first.lat, b.lon - first.lon, b.lat - first.lat];
    const cross = ax * by - bx * ay;
    doubled += cross;
    lon += (ax + bx) * cross;
    lat += (ay + by) * cross;
  }
  if (Math.abs(doubled) < 1e-15) return meanOf(corners);
  return { lat: first.lat + lat / (3 * doubled), lon: first.lon + lon / (3 * doubled) };
}

function meanOf(corners: readonly LatLon[]): LatLon {
  const sum = corners.reduce((all, each) => ({ lat: all.lat + each.lat, lon: all.lon + each.lon }), {
    lat: 0,
    lon: 0,
  });
  return { lat: sum.lat / corners.length, lon: sum.lon / corners.length };
}

/** Corners with one more, put into the side it is nearest to, so that a press near a side bends it. */
export function withCorner(corners: readonly LatLon[], place: LatLon): readonly LatLon[] {
  if (corners.length < 3) return [...corners, place];
  const detours = corners.map((from, index) => {
    const to = corners[(index + 1) % corners.length] ?? from;
    return flat(from, place) + flat(place, to) - flat(from, to);
  });
  const side = detours.indexOf(Math.min(...detours));
  return [...corners.slice(0, side + 1), place, ...corners.slice(side + 1)];
}

function flat(a: LatLon, b: LatLon): number {
  return Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180));
}

export type SiteShape =
  | { readonly kind: 'circle'; readonly centre: LatLon; readonly radiusM: number }
  | { readonly kind: 'polygon'; readonly corners: readonly LatLon[] };

/** The area of a site; one without a radius or polygon has none. */
export function shapeOf({ lat, lon, radiusM, area }: SiteRow): SiteShape | undefined {
  const ring = area?.coordinates[0];
  if (ring !== undefined) {
    return { kind: 'polygon', corners: ring.slice(0, -1).map(([x, y]) => ({ lat: y, lon: x })) };
  }
  return radiusM === undefined ? undefined : { kind: 'circle', centre: { lat, lon }, radiusM };
}

/** Areas as features; `own` marks the one that is being drawn. */
export function shapeFeatures(
  shapes: readonly { readonly shape: SiteShape; readonly isOwn: boolean }[],
): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: shapes.map(({ shape, isOwn }): Feature<Polygon> => {
      const ring: [number, number][] =
        shape.kind === 'circle'
          ? circleRing(shape.centre, shape.radiusM)
          : [...shape.corners, ...shape.corners.slice(0, 1)].map(({ lat, lon }) => [lon, lat]);
      return {
        type: 'Feature',
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { own: isOwn },
      };
    }),
  };
}
