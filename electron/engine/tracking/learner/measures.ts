/** One forecast beside what happened, all in hours from the moment of the forecast. */
export interface Outcome {
  readonly actual: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** How good forecasts were, in hours; `bias` is actual minus forecast, positive when things came later than said. */
export interface Measures {
  readonly n: number;
  readonly mae: number;
  readonly medianAbsoluteError: number;
  readonly p90AbsoluteError: number;
  readonly bias: number;
  /** Share of outcomes within P10 to P90. */
  readonly coverage80: number;
  /** Mean pinball loss of the three quantiles. */
  readonly pinball: number;
}

/** Measures a list of forecasts; NaN everywhere but `n` where there is none. */
export function measure(outcomes: readonly Outcome[]): Measures {
  const errors = outcomes.map(({ actual, p50 }) => actual - p50);
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.max(0, Math.ceil(share * sizes.length) - 1)] ?? NaN;
  const inside = outcomes.filter(({ actual, p10, p90 }) => actual >= p10 && actual <= p90).length;
  return {
    n: outcomes.length,
    mae: mean(sizes),
    medianAbsoluteError: at(0.5),
    p90AbsoluteError: at(0.9),
    bias: mean(errors),
    coverage80: outcomes.length === 0 ? NaN : inside / outcomes.length,
    pinball: mean(outcomes.map(pinball)),
  };
}

function pinball({ actual, p10, p50, p90 }: Outcome): number {
  const one = (share: number, said: number): number =>
    actual >= said ? share * (actual - said) : (1 - share) * (said - actual);
  return (one(0.1, p10) + one(0.5, p50) + one(0.9, p90)) / 3;
}

/** The mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
