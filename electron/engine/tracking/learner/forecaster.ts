import { binned, boost, boostedValue, type Boosted, type BoostingOptions, type Matrix } from './boosting.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** Three durations. */
export interface Quantiles {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export const shares = { p10: 0.1, p50: 0.5, p90: 0.9 } as const;

/** Rows to learn from; target and forecasts are in whatever unit the caller uses. */
export interface TrainingSet {
  readonly matrix: Matrix;
  readonly target: Float64Array;
  readonly weight: Float64Array;
}

export type TreeSettings = Omit<BoostingOptions, 'quantile' | 'seed'>;

interface QuantileModel {
  readonly start: number;
  readonly boosted: Boosted;
}

export type Forecaster = Readonly<Record<keyof Quantiles, QuantileModel>>;

/** Learns the three quantiles of the target. Pure: the same rows give the same forecaster. */
export function train({ matrix, target, weight }: TrainingSet, settings: TreeSettings): Forecaster {
  const data = binned(matrix);
  const fit = (quantile: number): QuantileModel => {
    const start = weightedQuantile(target, weight, quantile);
    const starts = new Float64Array(target.length).fill(start);
    return { start, boosted: boost(data, target, weight, starts, { ...settings, quantile, seed: 1 }) };
  };
  return { p10: fit(shares.p10), p50: fit(shares.p50), p90: fit(shares.p90) };
}

/** The three quantiles of one row, in order. */
export function forecast(forecaster: Forecaster, row: ArrayLike<number>): Quantiles {
  const of = ({ start, boosted }: QuantileModel): number => start + boostedValue(boosted, row);
  return inOrder({ p10: of(forecaster.p10), p50: of(forecaster.p50), p90: of(forecaster.p90) });
}

/** Durations are not negative, and P10 ≤ P50 ≤ P90. */
export function inOrder({ p10, p50, p90 }: Quantiles): Quantiles {
  const middle = Math.max(0, p50);
  return { p10: Math.max(0, Math.min(p10, middle)), p50: middle, p90: Math.max(p90, middle) };
}
