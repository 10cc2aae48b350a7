/** One point of a drawn series: a reading, or a span with its extremes. */
export interface SpanPoint {
  readonly time: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
}

export interface Envelope {
  readonly points: readonly SpanPoint[];
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly raw: boolean;
}

export interface EnvelopeOptions {
  readonly from: number;
  readonly to: number;
  /** At most this many points come back. */
  readonly points: number;
  /** A silence longer than this is a gap; without it twice the median spacing and a minute. */
  readonly gapMs?: number | undefined;
}

/**
 * Reduces readings (instants ascending, epoch ms) to at most `points` spans of equal width that keep every
 * extreme. When there are few enough, every reading is its own point. Gaps are judged on the readings, not on
 * the spans.
 */
export function envelope(
  times: readonly number[],
  values: readonly number[],
  options: EnvelopeOptions,
): Envelope {
  const gapMs = options.gapMs ?? typicalGapMs(times);
  const gaps = findGaps(times, gapMs);
  if (times.length <= options.points) {
    const points = times.map((time, index) => ({
      time,
      min: values[index]!,
      max: values[index]!,
      mean: values[index]!,
      count: 1,
    }));
    return { points, gaps, raw: true };
  }
  return { points: spans(times, values, options), gaps, raw: false };
}

export interface SlotOptions {
  /** Where the first slot begins. */
  readonly from: number;
  /** Length of a slot. */
  readonly width: number;
}

/** Gathers points (oldest first) in slots of equal width; extremes, means and counts are those of all readings. */
export function gatherSlots(points: readonly SpanPoint[], { from, width }: SlotOptions): SpanPoint[] {
  const slots: SpanPoint[] = [];
  let index = 0;
  while (index < points.length) {
    const slot = Math.floor((points[index]!.time - from) / width);
    let min = Infinity;
    let max = -Infinity;
    let sum = 0;
    let count = 0;
    for (; index < points.length && Math.floor((points[index]!.time - from) / width) === slot; index += 1) {
      const point = points[index]!;
      if (point.min < min) min = point.min;
      if (point.max > max) max = point.max;
      sum += point.mean * point.count;
      count += point.count;
    }
    slots.push({ time: from + slot * width, min, max, mean: sum / count, count });
  }
  return slots;
}

/** A silence longer than this is a gap in readings that follow one another like these. */
export function gapLimitMs(spacingsMs: readonly number[]): number | undefined {
  if (spacingsMs.length < 3) return undefined;
  const sorted = Float64Array.from(spacingsMs).sort();
  return 2 * sorted[Math.floor(sorted.length / 2)]! + 60_000;
}

/** Length of the spans that `envelope` makes. */
export function spanWidthMs(from: number, to: number, points: number): number {
  return Math.max(1, Math.ceil((to - from) / points));
}

function spans(
  times: readonly number[],
  values: readonly number[],
  { from, to, points }: EnvelopeOptions,
): SpanPoint[] {
  const width = spanWidthMs(from, to, points);
  const result: SpanPoint[] = [];
  let index = 0;
  while (index < times.length) {
    const slot = Math.floor((times[index]! - from) / width);
    let min = Infinity;
    let max = -Infinity;
    let sum = 0;
    const first = index;
    while (index < times.length && Math.floor((times[index]! - from) / width) === slot) {
      const value = values[index]!;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      index += 1;
    }
    const count = index - first;
    result.push({ time: from + slot * width, min, max, mean: sum / count, count });
  }
  return result;
}

function findGaps(times: readonly number[], gapMs: number | undefined): { from: number; to: number }[] {
  if (gapMs === undefined) return [];
  const gaps: { from: number; to: number }[] = [];
  for (let index = 1; index < times.length; index += 1) {
    const before = times[index - 1]!;
    const time = times[index]!;
    if (time - before > gapMs) gaps.push({ from: before, to: time });
  }
  return gaps;
}

/** What follows from the spacing of these instants; undefined for too few. */
export function typicalGapMs(times: readonly number[]): number | undefined {
  return gapLimitMs(times.slice(1).map((time, index) => time - times[index]!));
}
