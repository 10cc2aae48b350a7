import { hourMs } from '#shared/domain/time.ts';

import type { JudgedPrediction } from '../store/predictions.ts';
import { quantile } from './eta.ts';

export type ScoreKey = 'lane' | 'site' | 'carrier' | 'driver' | 'service';

/** How good predictions were. Durations in milliseconds; a positive bias means that orders came later than was said. */
export interface Score {
  /** Predictions and the orders they are of. */
  readonly n: number;
  readonly orders: number;
  readonly mae: number;
  readonly median: number;
  readonly p90: number;
  readonly bias: number;
  /** Share of the outcomes within P10 and P90. */
  readonly coverage80: number;
  /** Middle change of the estimate from one prediction of an order to its next; undefined without two of one order. */
  readonly jitter: number | undefined;
}

export interface NamedScore extends Score {
  readonly name: string;
}

const edges: readonly { readonly name: string; readonly below: number }[] = [
  { name: '< 1 h', below: hourMs },
  { name: '1–4 h', below: 4 * hourMs },
  { name: '4–12 h', below: 12 * hourMs },
  { name: '12–24 h', below: 24 * hourMs },
  { name: '1–3 d', below: 72 * hourMs },
  { name: '≥ 3 d', below: Infinity },
];

/** Scores predictions that come by order and time; undefined for none. */
export function scoreOf(rows: readonly JudgedPrediction[]): Score | undefined {
  if (rows.length === 0) return undefined;
  const errors = rows.map(({ p50, delivered }) => delivered - p50);
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const inside = rows.filter(({ p10, p90, delivered }) => p10 <= delivered && delivered <= p90).length;
  const jumps = rows
    .flatMap((row, index) => {
      const before = rows[index - 1];
      return before?.orderKey === row.orderKey ? [Math.abs(row.p50 - before.p50)] : [];
    })
    .sort((a, b) => a - b);
  return {
    n: rows.length,
    orders: new Set(rows.map(({ orderKey }) => orderKey)).size,
    mae: mean(sizes),
    median: quantile(sizes, 0.5),
    p90: quantile(sizes, 0.9),
    bias: mean(errors),
    coverage80: inside / rows.length,
    jitter: jumps.length === 0 ? undefined : quantile(jumps, 0.5),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One score for each value of a property, the most predictions first. */
export function scoresBy(rows: readonly JudgedPrediction[], key: ScoreKey | 'model'): NamedScore[] {
  return named(Map.groupBy(rows, (row) => row[key])).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
}

/** One score for each span of time to the delivery: as it really was, or as it was predicted. */
export function scoresByTimeOut(rows: readonly JudgedPrediction[], which: 'delivered' | 'p50'): NamedScore[] {
  const groups = Map.groupBy(rows, (row) => edges.find(({ below }) => row[which] - row.made < below)!.name);
  return edges.flatMap(({ name }) => named(new Map([[name, groups.get(name) ?? []]])));
}

function named(groups: ReadonlyMap<string, readonly JudgedPrediction[]>): NamedScore[] {
  return [...groups].flatMap(([name, rows]) => {
    const score = scoreOf(rows);
    return score === undefined ? [] : [{ name, ...score }];
  });
}
