import { typicalGapMs } from '#shared/domain/series.ts';
import { minuteMs } from '#shared/domain/time.ts';

export interface Point {
  readonly time: number;
  readonly value: number;
}

/** The lowest and the highest of each bucket, in order, where there are more than `most`. Pure. */
export function thin<P extends Point>(points: readonly P[], most: number): P[] {
  if (points.length <= most) return [...points];
  const size = Math.ceil(points.length / (most / 2));
  const kept: P[] = [];
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size);
    const low = bucket.reduce((a, b) => (b.value < a.value ? b : a));
    const high = bucket.reduce((a, b) => (b.value > a.value ? b : a));
    kept.push(...(low === high ? [low] : low.time <= high.time ? [low, high] : [high, low]));
  }
  return kept;
}

/** Readings further apart than this are not joined by a line, in milliseconds. */
export function gapLimitOf(points: readonly Point[]): number {
  return typicalGapMs(points.map(({ time }) => time)) ?? 31 * minuteMs;
}
