import type { LatLon } from '#shared/domain/geo.ts';
import { bearingDeg, distanceM } from '#shared/domain/geo.ts';

import type { Dice } from '../random.ts';

/** One drive as places in time, in order; between two of them a vehicle moves evenly. */
export interface Drive {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  readonly at: Float64Array;
}

export interface DriveOptions {
  readonly from: LatLon;
  readonly to: LatLon;
  readonly startMs: number;
  /** Speed on the open road. */
  readonly cruiseKmh: number;
  /** Time lost in a jam half-way. */
  readonly jamMs?: number;
}

const spacingM = 450;
const jamStretchM = 8000;
const radians = Math.PI / 180;

/** A drive along a plausible road: winding, slow in town at both ends, faster outside. */
export function planDrive(options: DriveOptions, roll: Dice): Drive {
  const path = windingPath(options.from, options.to, roll);
  const count = path.lat.length;
  const lengths = new Float64Array(count);
  for (let index = 1; index < count; index++) {
    lengths[index] = (lengths[index - 1] ?? 0) + distanceM(pointAt(path, index - 1), pointAt(path, index));
  }
  const total = lengths[count - 1] ?? 0;
  const at = new Float64Array(count);
  at[0] = options.startMs;
  const jam = jamOver(total, options.jamMs ?? 0);
  const sway = roll.between(0, 6.28);
  for (let index = 1; index < count; index++) {
    const begin = lengths[index - 1] ?? 0;
    const end = lengths[index] ?? 0;
    const middle = (begin + end) / 2;
    const kmh =
      speedKmh(Math.min(middle, total - middle), options.cruiseKmh) *
      (1 + 0.07 * Math.sin(middle / 3100 + sway));
    at[index] = (at[index - 1] ?? 0) + ((end - begin) / kmh) * 3600 + jam(begin, end);
  }
  return {
    fromMs: options.startMs,
    toMs: at[count - 1] ?? options.startMs,
    lat: path.lat,
    lon: path.lon,
    at,
  };
}

/** The same drive with a stop on the open road half-way. */
export function withStop(drive: Drive, stopMs: number): Drive & { readonly stop: TimeSpan } {
  const middle = drive.at.length >> 1;
  const fromMs = drive.at[middle] ?? drive.fromMs;
  const again = (list: Float64Array, shift: number): Float64Array =>
    Float64Array.from([...list.subarray(0, middle + 1), ...list.subarray(middle).map((x) => x + shift)]);
  return {
    fromMs: drive.fromMs,
    toMs: drive.toMs + stopMs,
    lat: again(drive.lat, 0),
    lon: again(drive.lon, 0),
    at: again(drive.at, stopMs),
    stop: wholeSpan({ fromMs, toMs: fromMs + stopMs }),
  };
}

/** In whole milliseconds, as all that is told of the world. */
export function wholeSpan({ fromMs, toMs }: TimeSpan): TimeSpan {
  return { fromMs: Math.round(fromMs), toMs: Math.round(toMs) };
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Slower near the ends of a drive, where streets are; `edgeM` is the distance to the nearer end. */
function speedKmh(edgeM: number, cruiseKmh: number): number {
  if (edgeM < 1500) return 28;
  if (edgeM < 5000) return 28 + ((edgeM - 1500) / 3500) * (Math.min(58, cruiseKmh) - 28);
  if (edgeM < 12_000) return 58 + ((edgeM - 5000) / 7000) * (cruiseKmh - 58);
  return cruiseKmh;
}

/** Extra time for a stretch of road, so that the whole jam costs `delayMs`. */
function jamOver(totalM: number, delayMs: number): (beginM: number, endM: number) => number {
  if (delayMs === 0 || totalM === 0) return () => 0;
  const length = Math.min(jamStretchM, totalM);
  const start = (totalM - length) / 2;
  return (beginM, endM) => {
    const inside = Math.min(endM, start + length) - Math.max(beginM, start);
    return inside > 0 ? (inside / length) * delayMs : 0;
  };
}

interface Path {
  readonly lat: Float64Array;
  readonly lon: Float64Array;
}

function pointAt(path: Path, index: number): LatLon {
  return { lat: path.lat[index] ?? 0, lon: path.lon[index] ?? 0 };
}

function windingPath(from: LatLon, to: LatLon, roll: Dice): Path {
  const length = distanceM(from, to);
  const count = Math.max(6, Math.ceil(length / spacingM) + 1);
  const bends = [1, 2, 3, 5].map((waves) => ({
    waves,
    size: roll.between(-1, 1) / waves,
    phase: roll.between(0, 6.28),
  }));
  const swingM = Math.min(length * 0.06, 8000);
  const heading = bearingDeg(from, to) * radians;
  const perLat = 111_195;
  const perLon = perLat * Math.cos(((from.lat + to.lat) / 2) * radians);
  const lat = new Float64Array(count);
  const lon = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const share = index / (count - 1);
    let side = 0;
    for (const { waves, size, phase } of bends) side += size * Math.sin(2 * Math.PI * waves * share + phase);
    const offset = side * swingM * Math.sin(Math.PI * share);
    lat[index] = from.lat + (to.lat - from.lat) * share - (offset * Math.sin(heading)) / perLat;
    lon[index] = from.lon + (to.lon - from.lon) * share + (offset * Math.cos(heading)) / perLon;
  }
  return { lat, lon };
}

export interface Fix extends LatLon {
  readonly speedMps: number;
  readonly headingDeg: number;
}

/** Where a vehicle on this drive is at an instant within it. */
export function fixOn(drive: Drive, atMs: number): Fix {
  let low = 0;
  let high = drive.at.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((drive.at[middle] ?? 0) <= atMs) low = middle;
    else high = middle;
  }
  const begin = pointAt(drive, low);
  const end = pointAt(drive, high);
  const beginMs = drive.at[low] ?? 0;
  const span = (drive.at[high] ?? 0) - beginMs;
  const share = span > 0 ? Math.min(1, Math.max(0, (atMs - beginMs) / span)) : 1;
  return {
    lat: begin.lat + (end.lat - begin.lat) * share,
    lon: begin.lon + (end.lon - begin.lon) * share,
    speedMps: span > 0 ? distanceM(begin, end) / (span / 1000) : 0,
    headingDeg: bearingDeg(begin, end),
  };
}

/** Where a drive begins. */
export function beginOf(drive: Drive): LatLon {
  return pointAt(drive, 0);
}

/** Where a drive ends. */
export function endOf(drive: Drive): LatLon {
  return pointAt(drive, drive.lat.length - 1);
}
