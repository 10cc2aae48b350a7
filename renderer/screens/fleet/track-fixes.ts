import type { ResultOf } from '#shared/contract/index.ts';
import { distanceM } from '#shared/domain/geo.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import { gapMs, type TrackFix } from '#renderer/map/track-features.ts';

export type TrackRange = 'off' | '1h' | '6h' | '24h' | '3d' | '7d';

export const trackRanges: readonly TrackRange[] = ['off', '1h', '6h', '24h', '3d', '7d'];

export const defaultTrackRange: TrackRange = '6h';

/** How far back a track reaches; 0 for none. */
export const trackRangeMs: Readonly<Record<TrackRange, number>> = {
  off: 0,
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '3d': 3 * dayMs,
  '7d': 7 * dayMs,
};

export function parseTrackRange(text: string | undefined): TrackRange {
  return trackRanges.find((range) => range === text) ?? defaultTrackRange;
}

interface TrackSources {
  readonly track: ResultOf<'vehicles.track'> | undefined;
  /** The newest fixes as they came in live: [lon, lat, epoch ms]. */
  readonly trail: readonly (readonly [number, number, number])[];
  readonly fromMs: number;
}

/** The stored track continued by what has come in since, oldest first, each fix once. */
export function joinTrack({ track, trail, fromMs }: TrackSources): TrackFix[] {
  const byTime = new Map<number, TrackFix>();
  const coordinates = track?.geometry?.coordinates ?? [];
  for (const [index, time] of (track?.properties.times ?? []).entries()) {
    const [lon, lat] = coordinates[index] ?? [];
    const timeMs = Date.parse(time);
    if (lon !== undefined && lat !== undefined) byTime.set(timeMs, { lon, lat, timeMs });
  }
  for (const [lon, lat, timeMs] of trail) byTime.set(timeMs, { lon, lat, timeMs });
  return [...byTime.values()]
    .filter(({ timeMs }) => timeMs >= fromMs)
    .toSorted((a, b) => a.timeMs - b.timeMs);
}

export interface TrackFacts {
  readonly fixes: number;
  readonly distanceM: number;
  readonly gaps: number;
  readonly longestGapMs: number;
}

/** What can be said of a track; nothing is assumed about the way across gaps. */
export function trackFacts(fixes: readonly TrackFix[]): TrackFacts {
  let [distance, gaps, longestGapMs] = [0, 0, 0];
  for (const [index, fix] of fixes.entries()) {
    const before = fixes[index - 1];
    if (before === undefined) continue;
    const pauseMs = fix.timeMs - before.timeMs;
    if (pauseMs > gapMs) {
      gaps += 1;
      longestGapMs = Math.max(longestGapMs, pauseMs);
    } else distance += distanceM(before, fix);
  }
  return { fixes: fixes.length, distanceM: distance, gaps, longestGapMs };
}
