import { distanceM } from '#shared/domain/geo.ts';

import { latOf, lonOf, mercatorX, mercatorY } from './mercator.ts';

/** How a marker gets from the fix before to the newest one. Times are of the page's monotonic clock. */
export interface Motion {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** A marker is never longer behind the newest fix than this. */
export const longestGlideMs = 1000;

/** Further than this between two fixes is a jump in the data, and is shown as one. */
const jumpM = 3000;

/** A marker that stands where its first fix is. */
export function standAt(lon: number, lat: number, nowMs: number): Motion {
  const [x, y] = [mercatorX(lon), mercatorY(lat)];
  return { fromX: x, fromY: y, toX: x, toY: y, startMs: nowMs, durationMs: 0 };
}

/**
 * Continues from where the marker is drawn now to a new fix, in at most the time since the last one arrived: it
 * moves between known fixes and never beyond the newest.
 */
export function glideTo(motion: Motion, lon: number, lat: number, nowMs: number): Motion {
  const [toX, toY] = [mercatorX(lon), mercatorY(lat)];
  if (toX === motion.toX && toY === motion.toY) return motion;
  const here = placeAt(motion, nowMs);
  const gap = distanceM({ lat: latOf(here.y), lon: lonOf(here.x) }, { lat, lon });
  if (gap > jumpM) return standAt(lon, lat, nowMs);
  const sinceLastMs = Math.max(0, nowMs - motion.startMs);
  return {
    fromX: here.x,
    fromY: here.y,
    toX,
    toY,
    startMs: nowMs,
    durationMs: Math.min(longestGlideMs, sinceLastMs),
  };
}

/** Where the marker is drawn at a time. */
export function placeAt(motion: Motion, nowMs: number): { x: number; y: number } {
  const progress = progressAt(motion, nowMs);
  return {
    x: motion.fromX + (motion.toX - motion.fromX) * progress,
    y: motion.fromY + (motion.toY - motion.fromY) * progress,
  };
}

export function isGliding(motion: Motion, nowMs: number): boolean {
  return nowMs < motion.startMs + motion.durationMs;
}

function progressAt({ startMs, durationMs }: Motion, nowMs: number): number {
  if (durationMs <= 0) return 1;
  return Math.max(0, Math.min(1, (nowMs - startMs) / durationMs));
}
