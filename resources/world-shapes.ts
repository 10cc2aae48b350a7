import { geoArea, geoEquirectangular } from 'd3-geo';
import { geoProject } from 'd3-geo-projection';
import type { Feature, Geometry, LineString, MultiLineString, Point, Polygon, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** The atlas as published: countries with their names, and the land they merge into. */
export type WorldTopology = Topology<{
  countries: GeometryCollection<{ name: string }>;
  land: GeometryCollection;
}>;

export interface CountryLabel {
  readonly name: string;
  /** First zoom level at which the country is large enough on screen to carry its name. */
  readonly minZoom: number;
}

/** Slivers left by quantisation and rings wound the wrong way round: on a plane they would flood the oceans. */
const smallestArea = 1e-10;
const hemisphere = 2 * Math.PI;

/** Every piece of land as planar polygons in degrees, cut at the antimeridian. */
export function landPolygons(topology: WorldTopology): Feature<Polygon>[] {
  return polygonsOf(feature(topology, topology.objects.land).features);
}

/** Borders between countries, without coasts. */
export function borderLines(topology: WorldTopology): Feature<LineString | MultiLineString>[] {
  const lines = mesh(topology, topology.objects.countries, (a, b) => a !== b);
  const planar = toPlane(lines);
  if (planar?.type !== 'MultiLineString' && planar?.type !== 'LineString') return [];
  return [{ type: 'Feature', properties: {}, geometry: planar }];
}

/** One point well inside the largest part of each country, for its name. */
export function countryLabels(topology: WorldTopology): Feature<Point, CountryLabel>[] {
  return feature(topology, topology.objects.countries).features.flatMap((country) => {
    const parts = polygonsOf([country]);
    const largest = parts.toSorted((a, b) => planarArea(b) - planarArea(a))[0];
    if (largest === undefined) return [];
    const name = fullNames[country.properties.name] ?? country.properties.name;
    return [
      {
        type: 'Feature' as const,
        properties: { name, minZoom: labelZoom(parts.reduce((sum, part) => sum + planarArea(part), 0)) },
        geometry: { type: 'Point' as const, coordinates: innerPoint(largest.geometry.coordinates) },
      },
    ];
  });
}

function polygonsOf(features: readonly Feature[]): Feature<Polygon>[] {
  return features.flatMap(({ geometry }) => {
    const rings =
      geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : [];
    return rings.flatMap((coordinates) => planarPolygons({ type: 'Polygon', coordinates }));
  });
}

function planarPolygons(polygon: Polygon): Feature<Polygon>[] {
  const area = geoArea(polygon);
  if (area < smallestArea || area > hemisphere) return [];
  const planar = toPlane(polygon);
  const parts =
    planar?.type === 'MultiPolygon'
      ? planar.coordinates
      : planar?.type === 'Polygon'
        ? [planar.coordinates]
        : [];
  return parts.map((coordinates) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Polygon', coordinates },
  }));
}

/** The atlas is stitched for drawing on a sphere; this unrolls it into degrees on a plane. */
function toPlane(geometry: Geometry): Geometry | null {
  const degrees = geoEquirectangular()
    .scale(180 / Math.PI)
    .translate([0, 0])
    .precision(0);
  const projected = geoProject(geometry, degrees);
  return projected === null ? null : flipped(projected);
}

/** Screens count y downwards, latitudes upwards. */
function flipped(geometry: Geometry): Geometry {
  if (geometry.type === 'LineString') return { ...geometry, coordinates: geometry.coordinates.map(flip) };
  if (geometry.type === 'MultiLineString' || geometry.type === 'Polygon') {
    return { ...geometry, coordinates: geometry.coordinates.map((line) => line.map(flip)) };
  }
  if (geometry.type === 'MultiPolygon') {
    return {
      ...geometry,
      coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(flip))),
    };
  }
  return geometry;
}

function flip([x = 0, y = 0]: Position): Position {
  return [x, -y];
}

/** Area in square degrees, narrowed by latitude: good enough to compare sizes. */
function planarArea({ geometry }: Feature<Polygon>): number {
  const ring = geometry.coordinates[0] ?? [];
  let doubled = 0;
  let latitudes = 0;
  for (const [index, point] of ring.entries()) {
    const next = ring[(index + 1) % ring.length] ?? point;
    doubled += (point[0] ?? 0) * (next[1] ?? 0) - (next[0] ?? 0) * (point[1] ?? 0);
    latitudes += point[1] ?? 0;
  }
  const meanLatitude = ring.length === 0 ? 0 : latitudes / ring.length;
  return (Math.abs(doubled) / 2) * Math.cos((meanLatitude * Math.PI) / 180);
}

function labelZoom(squareDegrees: number): number {
  const steps: readonly [number, number][] = [
    [150, 1],
    [40, 2],
    [8, 3],
    [1.5, 4],
    [0.2, 5],
  ];
  return steps.find(([least]) => squareDegrees >= least)?.[1] ?? 6;
}

const gridSteps = 28;
/** Corners of an outline that are enough to find its middle. */
const outlineCorners = 1200;

/** The point of a grid over the polygon that is furthest from its outline. */
function innerPoint(rings: readonly Position[][]): Position {
  const outer = rings[0] ?? [];
  const outlines = rings.map((ring) => thinned(ring));
  const xs = outer.map((point) => point[0] ?? 0);
  const ys = outer.map((point) => point[1] ?? 0);
  const box = {
    west: least(xs),
    east: -least(xs.map((x) => -x)),
    south: least(ys),
    north: -least(ys.map((y) => -y)),
  };
  const squeeze = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  let best: Position = [(box.west + box.east) / 2, (box.south + box.north) / 2];
  let bestClearance = -1;
  for (let column = 1; column < gridSteps; column++) {
    for (let row = 1; row < gridSteps; row++) {
      const x = box.west + ((box.east - box.west) * column) / gridSteps;
      const y = box.south + ((box.north - box.south) * row) / gridSteps;
      const room = clearance(outlines, x, y, squeeze);
      if (room > bestClearance) [best, bestClearance] = [[x, y], room];
    }
  }
  return best;
}

function thinned(ring: readonly Position[]): Position[] {
  const step = Math.max(1, Math.floor(ring.length / outlineCorners));
  return ring.filter((_, index) => index % step === 0);
}

function least(values: readonly number[]): number {
  return values.reduce((smallest, value) => (value < smallest ? value : smallest), Infinity);
}

/** Distance to the nearest corner of the outline in squeezed degrees; negative outside. */
function clearance(rings: readonly Position[][], x: number, y: number, squeeze: number): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
      const [ax = 0, ay = 0] = ring[index] ?? [];
      const [bx = 0, by = 0] = ring[before] ?? [];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      nearest = Math.min(nearest, ((ax - x) * squeeze) ** 2 + (ay - y) ** 2);
    }
  }
  return inside ? nearest : -nearest;
}

/** The atlas abbreviates some names and predates others. */
const fullNames: Readonly<Record<string, string>> = {
  'Dem. Rep. Congo': 'DR Congo',
  'S. Sudan': 'South Sudan',
  'Central African Rep.': 'Central African Republic',
  'W. Sahara': 'Western Sahara',
  'Bosnia and Herz.': 'Bosnia and Herzegovina',
  'Dominican Rep.': 'Dominican Republic',
  'Eq. Guinea': 'Equatorial Guinea',
  Macedonia: 'North Macedonia',
  eSwatini: 'Eswatini',
  Turkey: 'Türkiye',
  'Solomon Is.': 'Solomon Islands',
  'Falkland Is.': 'Falkland Islands',
  'Faeroe Is.': 'Faroe Islands',
  'Fr. Polynesia': 'French Polynesia',
  'Fr. S. Antarctic Lands': 'French Southern Territories',
  'S. Geo. and the Is.': 'South Georgia',
  'N. Cyprus': 'Northern Cyprus',
  'N. Mariana Is.': 'Northern Mariana Islands',
  'Antigua and Barb.': 'Antigua and Barbuda',
  'Turks and Caicos Is.': 'Turks and Caicos Islands',
  'Heard I. and McDonald Is.': 'Heard and McDonald Islands',
  'St. Vin. and Gren.': 'Saint Vincent and the Grenadines',
  'U.S. Virgin Is.': 'US Virgin Islands',
  'Cayman Is.': 'Cayman Islands',
  'St. Kitts and Nevis': 'Saint Kitts and Nevis',
  'St. Pierre and Miquelon': 'Saint Pierre and Miquelon',
  'Cook Is.': 'Cook Islands',
  'Marshall Is.': 'Marshall Islands',
  'British Virgin Is.': 'British Virgin Islands',
  'Wallis and Futuna Is.': 'Wallis and Futuna',
  'Pitcairn Is.': 'Pitcairn Islands',
};
