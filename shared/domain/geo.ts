const earthRadiusM = 6_371_008.8;
const radians = Math.PI / 180;

export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

/** Great-circle distance in metres (haversine on the mean Earth radius). */
export function distanceM(a: LatLon, b: LatLon): number {
  const dLat = (b.lat - a.lat) * radians;
  const dLon = (b.lon - a.lon) * radians;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres of one degree along a meridian. */
const degreeM = earthRadiusM * radians;

/** True where two places are at most so many metres apart. Most are told without the sine of anything. */
export function isWithinM(a: LatLon, b: LatLon, limitM: number): boolean {
  const northM = Math.abs(a.lat - b.lat) * degreeM;
  // No way is shorter than its part to the north, and none longer than first north, then east.
  if (northM > limitM + roundingM) return false;
  const turn = Math.abs(a.lon - b.lon);
  if (northM + Math.min(turn, Math.abs(360 - turn)) * degreeM <= limitM - roundingM) return true;
  return distanceM(a, b) <= limitM;
}

/** Beyond this the short answers and the exact one cannot differ. */
const roundingM = 0.01;

/**
 * Metres from a place to the nearest point of a straight line between two others. Good to a fraction of a percent for
 * lines of a few hundred kilometres.
 */
export function distanceToSegmentM(place: LatLon, from: LatLon, to: LatLon): number {
  const east = Math.cos((((from.lat + to.lat) / 2 + place.lat) / 2) * radians);
  const along = { x: (to.lon - from.lon) * east, y: to.lat - from.lat };
  const offset = { x: (place.lon - from.lon) * east, y: place.lat - from.lat };
  const square = along.x ** 2 + along.y ** 2;
  const share =
    square === 0 ? 0 : Math.min(1, Math.max(0, (offset.x * along.x + offset.y * along.y) / square));
  return distanceM(place, {
    lat: from.lat + (to.lat - from.lat) * share,
    lon: from.lon + (to.lon - from.lon) * share,
  });
}

/** Initial bearing from a to b in degrees clockwise from north, 0 ≤ bearing < 360. */
export function bearingDeg(a: LatLon, b: LatLon): number {
  const dLon = (b.lon - a.lon) * radians;
  const y = Math.sin(dLon) * Math.cos(b.lat * radians);
  const x =
    Math.cos(a.lat * radians) * Math.sin(b.lat * radians) -
    Math.sin(a.lat * radians) * Math.cos(b.lat * radians) * Math.cos(dLon);
  return (Math.atan2(y, x) / radians + 360) % 360;
}

/** True for coordinates on Earth; 0,0 is a place like any other here. */
export function isOnEarth(lat: number, lon: number): boolean {
  return Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
}

const compassPoints = [
  'north',
  'north-east',
  'east',
  'south-east',
  'south',
  'south-west',
  'west',
  'north-west',
] as const;

/** The nearest of the eight points of the compass to a bearing in degrees clockwise from north, in words. */
export function compassPoint(bearing: number): (typeof compassPoints)[number] {
  return compassPoints[((Math.round(bearing / 45) % 8) + 8) % 8]!;
}
