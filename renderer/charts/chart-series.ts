import type { SeriesResult } from '#shared/contract/types.ts';
import { spanWidthMs } from '#shared/domain/series.ts';

/** One reading, or a span of readings with its extremes, placed on the time axis. */
export interface ChartPoint {
  /** Where it is drawn: the instant of a reading, the middle of a span. */
  readonly at: number;
  readonly from: number;
  /** End of the span; equal to `from` for a single reading. */
  readonly until: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
}

/** A span without readings; `before` the first or `after` the last it reaches to the end of what was asked. */
export interface ChartGap {
  readonly from: number;
  readonly to: number;
  readonly kind: 'between' | 'before' | 'after';
}

/** What a sensor said that is no measurement: an instant, or several near each other. */
export interface ChartFault {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Each once, at most three. */
  readonly values: readonly number[];
}

/** A series ready to be drawn. Segments are joined inside and never to each other. */
export interface ChartSeries {
  readonly points: readonly ChartPoint[];
  readonly segments: readonly (readonly ChartPoint[])[];
  readonly gaps: readonly ChartGap[];
  /** In no point and no segment. */
  readonly faults: readonly ChartFault[];
  /** Every reading is its own point. */
  readonly raw: boolean;
  /** Width of a span; 0 when raw. */
  readonly bucketMs: number;
  /** Readings in the range. */
  readonly count: number;
  readonly uom: string | null;
}

export interface ShapeOptions {
  /** The range and the number of points that were asked for. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly now: number;
  /** Silence at the ends of the range longer than this is a gap too; unknown: the ends are left open. */
  readonly silentAfterMs?: number | undefined;
}

/** Places the engine's answer on the time axis and cuts it where readings are missing. */
export function shapeSeries(result: SeriesResult, options: ShapeOptions): ChartSeries {
  const bucketMs = result.raw ? 0 : (result.spanMs ?? spanWidthMs(options.from, options.to, options.points));
  const points = result.points.map((point): ChartPoint => {
    const from = Date.parse(point.time);
    const { min, max, mean, count } = point;
    return { at: from + bucketMs / 2, from, until: from + bucketMs, min, max, mean, count };
  });
  const between = result.gaps.map((gap): ChartGap => ({
    from: Date.parse(gap.from),
    to: Date.parse(gap.to),
    kind: 'between',
  }));
  return {
    points,
    segments: cutAtGaps(points, between),
    gaps: [...outerGaps(points, options, 'before'), ...between, ...outerGaps(points, options, 'after')],
    faults: result.faults.map((fault) => ({
      ...fault,
      from: Date.parse(fault.from),
      to: Date.parse(fault.to),
    })),
    raw: result.raw,
    bucketMs,
    count: result.count,
    uom: result.uom,
  };
}

/** Cuts between the point a gap begins in and the point it ends in; a gap inside one point cuts nothing. */
function cutAtGaps(points: readonly ChartPoint[], gaps: readonly ChartGap[]): ChartPoint[][] {
  const segments: ChartPoint[][] = [];
  let segment: ChartPoint[] = [];
  let next = 0;
  for (const point of points) {
    let isCut = false;
    // Gaps whose closing reading is in this point.
    while (next < gaps.length && (gaps[next]?.to ?? Infinity) <= Math.max(point.from, point.until - 1)) {
      const gap = gaps[next];
      next += 1;
      const last = segment.at(-1);
      if (gap !== undefined && last !== undefined && gap.from < point.from) isCut = true;
    }
    if (isCut) {
      segments.push(segment);
      segment = [];
    }
    segment.push(point);
  }
  if (segment.length > 0) segments.push(segment);
  return segments;
}

function outerGaps(
  points: readonly ChartPoint[],
  { from, to, now, silentAfterMs }: ShapeOptions,
  kind: 'before' | 'after',
): ChartGap[] {
  const end = Math.min(to, now);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined)
    return end > from && kind === 'after' ? [{ from, to: end, kind }] : [];
  if (silentAfterMs === undefined) return [];
  const gap = kind === 'before' ? { from, to: first.from, kind } : { from: last.until, to: end, kind };
  return gap.to - gap.from > silentAfterMs ? [gap] : [];
}

/** What there is at an instant: the nearest point, what was no measurement there, or the gap it lies in. */
export type ChartReading =
  | { readonly kind: 'point'; readonly point: ChartPoint }
  | { readonly kind: 'fault'; readonly fault: ChartFault }
  | { readonly kind: 'gap'; readonly gap: ChartGap };

/** Reads a series at an instant; a point within `reachMs` is preferred to a gap around it. */
export function readAt(series: ChartSeries, time: number, reachMs: number): ChartReading | undefined {
  const point = nearestPoint(series.points, time);
  const distance = point === undefined ? Infinity : Math.abs(point.at - time);
  const fault = series.faults.find((each) => time >= each.from - reachMs && time <= each.to + reachMs);
  const isNearer = fault === undefined || distance < Math.max(fault.from - time, time - fault.to);
  if (point !== undefined && distance <= reachMs && isNearer) return { kind: 'point', point };
  if (fault !== undefined) return { kind: 'fault', fault };
  const gap = series.gaps.find((each) => time >= each.from && time <= each.to);
  if (gap !== undefined) return { kind: 'gap', gap };
  return point === undefined ? undefined : { kind: 'point', point };
}

function nearestPoint(points: readonly ChartPoint[], time: number): ChartPoint | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const after = points[low];
  const before = points[low - 1];
  if (after === undefined || before === undefined) return after ?? before;
  return time - before.at <= after.at - time ? before : after;
}

/** The places the arrow keys stop at, in order: every point and the middle of every fault and gap of every series. */
export function stopsOf(series: readonly ChartSeries[]): number[] {
  const stops = new Set<number>();
  for (const each of series) {
    for (const point of each.points) stops.add(point.at);
    for (const fault of each.faults) stops.add((fault.from + fault.to) / 2);
    for (const gap of each.gaps) stops.add((gap.from + gap.to) / 2);
  }
  return [...stops].sort((a, b) => a - b);
}
