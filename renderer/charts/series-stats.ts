import type { ChartPoint, ChartSeries } from './chart-series.ts';

export interface SeriesStats {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The points that hold the extremes. */
  readonly minPoint: ChartPoint;
  readonly maxPoint: ChartPoint;
  /** 0 to 1: how much of the range lies between readings that follow one another without a gap. */
  readonly coverage: number;
  readonly gapCount: number;
  readonly longestGapMs: number;
}

/** Statistics over all readings of a series; undefined when there is none. */
export function statsOf(
  series: ChartSeries,
  range: { readonly from: number; readonly to: number },
): SeriesStats | undefined {
  const [first] = series.points;
  const last = series.points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  let minPoint = first;
  let maxPoint = first;
  let sum = 0;
  let count = 0;
  for (const point of series.points) {
    if (point.min < minPoint.min) minPoint = point;
    if (point.max > maxPoint.max) maxPoint = point;
    sum += point.mean * point.count;
    count += point.count;
  }
  const inner = series.gaps.filter((gap) => gap.kind === 'between');
  const missing = inner.reduce((total, gap) => total + gap.to - gap.from, 0);
  const covered = Math.max(0, last.until - first.from - missing);
  return {
    count: series.count,
    min: minPoint.min,
    max: maxPoint.max,
    mean: sum / count,
    minPoint,
    maxPoint,
    coverage: range.to > range.from ? Math.min(1, covered / (range.to - range.from)) : 0,
    gapCount: series.gaps.length,
    longestGapMs: Math.max(0, ...series.gaps.map((gap) => gap.to - gap.from)),
  };
}
