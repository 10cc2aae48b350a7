import { hourMs } from './time.ts';

/** Activation energy over the gas constant, in kelvin, unless a product's data say otherwise (83.144 kJ/mol). */
export const defaultHeatRatioK = 10_000;
/** The gas constant, J/(mol K). */
const gasConstant = 8.314472;
const zeroCelsiusK = 273.15;
/** With fewer readings than this, or fewer of the window covered, no figure is given. */
export const fewestMktReadings = 12;
export const leastMktCoverage = 0.75;

/** A temperature and the time (any unit) it stands for. */
export interface WeightedCelsius {
  readonly celsius: number;
  readonly weight: number;
}

/** kJ/mol as the ratio the formula uses, in kelvin. */
export function heatRatioOf(energyKJ: number): number {
  return (energyKJ * 1000) / gasConstant;
}

/**
 * Mean kinetic temperature in °C of weighted temperatures; undefined when nothing weighs anything. The largest
 * exponent is taken out before summing, so that no temperature is too cold for the sum.
 */
export function meanKineticC(
  samples: readonly WeightedCelsius[],
  heatRatioK = defaultHeatRatioK,
): number | undefined {
  const weighing = samples.filter(({ weight }) => weight > 0);
  if (weighing.length === 0) return undefined;
  const warmest = weighing.reduce((most, { celsius }) => Math.max(most, celsius), -Infinity);
  const largest = -heatRatioK / (warmest + zeroCelsiusK);
  let sum = 0;
  let weights = 0;
  for (const { celsius, weight } of weighing) {
    sum += weight * Math.exp(-heatRatioK / (celsius + zeroCelsiusK) - largest);
    weights += weight;
  }
  return heatRatioK / (-largest - Math.log(sum / weights)) - zeroCelsiusK;
}

/** Mean kinetic temperature of temperatures that each stand for the same time. */
export function meanKineticOfEqual(celsius: readonly number[], heatRatioK?: number): number | undefined {
  return meanKineticC(
    celsius.map((each) => ({ celsius: each, weight: 1 })),
    heatRatioK,
  );
}

export interface MktInput {
  /** Readings in order of event time (epoch ms). */
  readonly readings: readonly { readonly time: number; readonly value: number }[];
  /** The window asked about. */
  readonly from: number;
  readonly to: number;
  /** A reading stands for the time to the next one, and for no more than this. */
  readonly gapMs: number;
  /** Below this the goods are not allowed to be: a mean forgives no freezing. Without it, freezing itself. */
  readonly lowerLimitC?: number | undefined;
  readonly heatRatioK?: number | undefined;
}

export type MktRefusal =
  | 'no-readings'
  | 'too-few-readings'
  | 'too-little-coverage'
  | 'frozen'
  | 'below-lower-limit';

export type MktResult = {
  /** Readings in the window. */
  readonly readings: number;
  /** Share of the window that readings stand for, 0 to 1. */
  readonly coverage: number;
  readonly meanC?: number;
  readonly minC?: number;
  readonly maxC?: number;
} & (
  | { readonly ok: true; readonly mktC: number }
  | { readonly ok: false; readonly refusal: MktRefusal; readonly why: string }
);

/** Readings with the time each stands for: to the next, or to the end of the window, at most the gap limit. */
export function heldReadings({ readings, from, to, gapMs }: MktInput): WeightedCelsius[] {
  const within = readings.filter(({ time }) => time >= from && time < to);
  return within.map(({ time, value }, index) => ({
    celsius: value,
    weight: Math.min((within[index + 1]?.time ?? to) - time, gapMs),
  }));
}

/**
 * Mean kinetic temperature of a window of readings, weighted by time. Refuses with a reason where the figure would
 * say nothing: too few readings, too little of the window covered, goods below their lower limit, frozen goods.
 */
export function mktOf(input: MktInput): MktResult {
  const { from, to, lowerLimitC } = input;
  const held = heldReadings(input);
  const heldMs = held.reduce((sum, { weight }) => sum + weight, 0);
  const coverage = to > from ? heldMs / (to - from) : 0;
  const readings = held.length;
  if (readings === 0)
    return { ok: false, readings, coverage: 0, refusal: 'no-readings', why: 'There are no readings.' };
  const values = held.map(({ celsius }) => celsius);
  const minC = values.reduce((least, value) => Math.min(least, value), Infinity);
  const maxC = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const meanC =
    heldMs > 0 ? held.reduce((sum, { celsius, weight }) => sum + celsius * weight, 0) / heldMs : values[0]!;
  const known = { readings, coverage, meanC, minC, maxC };
  const refused = refusalOf({ readings, coverage, minC, maxC }, lowerLimitC);
  if (refused !== undefined) return { ok: false, ...known, ...refused };
  return { ok: true, ...known, mktC: meanKineticC(held, input.heatRatioK) ?? meanC };
}

/** Why no mean kinetic temperature is given; undefined when one is. */
export function refusalOf(
  { readings, coverage, minC, maxC }: { readings: number; coverage: number; minC: number; maxC: number },
  lowerLimitC: number | undefined,
): { readonly refusal: MktRefusal; readonly why: string } | undefined {
  if (maxC < 0)
    return { refusal: 'frozen', why: 'All readings are below 0 °C: it says nothing about frozen goods.' };
  const lowest = lowerLimitC ?? 0;
  if (minC < lowest) {
    const why = `${minC.toFixed(1)} °C is below the lower limit of ${lowest} °C: a mean does not make up for that.`;
    return { refusal: 'below-lower-limit', why };
  }
  if (readings < fewestMktReadings)
    return {
      refusal: 'too-few-readings',
      why: `${readings} readings; at least ${fewestMktReadings} are needed.`,
    };
  if (coverage < leastMktCoverage) {
    const needed = Math.round(leastMktCoverage * 100);
    const why = `Readings cover ${Math.floor(coverage * 100)} % of the time; ${needed} % are needed.`;
    return { refusal: 'too-little-coverage', why };
  }
  return undefined;
}

/** The window a limit on the mean is judged in where it names none: a day for the cold, 30 days at room temperature. */
export function usualMktWindowMs(limitC: number): number {
  return limitC < 15 ? 24 * hourMs : 720 * hourMs;
}

/** What one reading adds to a running sum, and back; for sums of readings that come and go one by one. */
export function kineticShare(celsius: number): number {
  return Math.exp(defaultHeatRatioK / zeroCelsiusK - defaultHeatRatioK / (celsius + zeroCelsiusK));
}

/** The temperature in °C whose share is the mean of the shares. */
export function fromKineticShare(meanShare: number): number {
  return defaultHeatRatioK / (defaultHeatRatioK / zeroCelsiusK - Math.log(meanShare)) - zeroCelsiusK;
}
