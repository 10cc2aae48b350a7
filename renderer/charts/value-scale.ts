import { trimFloat } from '#shared/domain/units.ts';

/** The vertical axis: round bounds and round ticks that all have the same decimals where they are read. */
export interface ValueScale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
}

export interface ValueScaleOptions {
  /** No bound beyond these unless a value is: nobody needs humidity below zero on the axis. */
  readonly floor?: number | undefined;
  readonly ceiling?: number | undefined;
  /** The least height of the axis, so that the last digit of a steady sensor does not look like a storm. */
  readonly leastSpan?: number | undefined;
  readonly maxTicks?: number | undefined;
}

const margin = 0.04;

/** Bounds that hold every value between `low` and `high`; zero is a value like any other and is not forced in. */
export function valueScale(low: number, high: number, options: ValueScaleOptions = {}): ValueScale {
  const { floor = -Infinity, ceiling = Infinity, leastSpan = 1e-6, maxTicks = 5 } = options;
  const span = Math.max(high - low, leastSpan, Math.abs(high + low) * 1e-9);
  const middle = (low + high) / 2;
  const pad = high - low < leastSpan ? 0 : span * margin;
  let wantedLow = Math.max(Math.min(floor, low), middle - span / 2 - pad);
  let wantedHigh = Math.min(Math.max(ceiling, high), middle + span / 2 + pad);
  if (wantedHigh - wantedLow < span) {
    // A bound stands in the way: what is missing goes to the other side.
    if (wantedLow >= low) wantedHigh = Math.min(Math.max(ceiling, high), wantedLow + span);
    else wantedLow = Math.max(Math.min(floor, low), wantedHigh - span);
  }
  const step = roundStep((wantedHigh - wantedLow) / Math.max(1, maxTicks - 1));
  const first = Math.floor(trimFloat(wantedLow / step));
  const last = Math.max(first + 1, Math.ceil(trimFloat(wantedHigh / step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => trimFloat((first + index) * step));
  return { min: ticks[0] ?? low, max: ticks.at(-1) ?? high, ticks, decimals: decimalsOf(step) };
}

/** The least of 1, 2, 2.5, 5 × 10ⁿ that is not below a size. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  for (const factor of [1, 2, 2.5, 5]) {
    if (trimFloat(factor * power) >= trimFloat(size)) return trimFloat(factor * power);
  }
  return trimFloat(10 * power);
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 12; decimals += 1) {
    const scaled = trimFloat(step * 10 ** decimals);
    if (Number.isInteger(scaled)) return decimals;
  }
  return 12;
}
