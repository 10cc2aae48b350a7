import { dayMs, hourMs } from '#shared/domain/time.ts';

import { censoredQuantile } from './censored-quantile.ts';
import {
  forecast,
  inOrder,
  shares,
  train,
  type Forecaster,
  type Quantiles,
  type TreeSettings,
} from './forecaster.ts';
import type { Course, Features } from './history-features.ts';

/** A way to look at the rows: which columns, in which unit, and how finely. */
export interface Profile {
  readonly name: string;
  /** Durations as multiples of the group's level and the pace of the last days, rather than in hours. */
  readonly scaled: boolean;
  /** Whether columns that follow the newest outcomes are looked at. */
  readonly following: boolean;
  readonly trees: TreeSettings;
}

const common = { learningRate: 0.05, rowShare: 0.7, columnShare: 0.5 };
export const profiles: readonly Profile[] = [
  {
    name: 'levels',
    scaled: true,
    following: false,
    trees: { ...common, learningRate: 0.03, trees: 200, leaves: 8, leastInLeaf: 50 },
  },
  {
    name: 'recent',
    scaled: true,
    following: true,
    trees: { ...common, trees: 150, leaves: 16, leastInLeaf: 20 },
  },
  {
    name: 'details',
    scaled: false,
    following: false,
    trees: { ...common, columnShare: 0.9, trees: 300, leaves: 24, leastInLeaf: 8 },
  },
];

const halfLifeMs = 120 * dayMs;
const mostRows = 20_000;
/** A row younger than this share of its level says too little yet: only its quick ones have ended. */
const oldEnough = 0.4;
/** Still open after so many times its level, an order is not slow but lost. */
const lostAfter = 4;
const leastRows = 60;
const paceWeight = 0.3;

/** What a profile's rows are measured in: hours for each row. */
export function unitsOf(features: Features, group: string): Float64Array {
  const level = features.levels.levels.get(group)!;
  return level.map((each, row) => each * features.levels.pace[row]! ** paceWeight);
}

/** Knows what may be learned at an instant: nothing that happened after it. */
export interface Known {
  readonly at: number;
  readonly rows: Int32Array;
  /** Hours; for an order still open, how long one of its age usually takes. */
  readonly hours: Float64Array;
  readonly weight: Float64Array;
}

/** The rows to learn from at an instant. */
export function knownAt(course: Course, units: Float64Array, at: number): Known {
  const rows: number[] = [];
  const ended: number[] = [];
  for (let row = 0; row < course.from.length && course.from[row]! < at; row += 1) {
    const age = (at - course.from[row]!) / hourMs;
    const unit = units[row]!;
    if (!(unit > 0) || age < oldEnough * unit) continue;
    if (course.end[row]! <= at) ended.push(course.hours[row]! / unit);
    else if (age > lostAfter * unit) continue;
    rows.push(row);
  }
  const newest = rows.slice(-mostRows);
  ended.sort((a, b) => a - b);
  return {
    at,
    rows: Int32Array.from(newest),
    hours: Float64Array.from(newest, (row) => {
      if (course.end[row]! <= at) return course.hours[row]!;
      return units[row]! * usualFrom(ended, (at - course.from[row]!) / hourMs / units[row]!);
    }),
    weight: Float64Array.from(newest, (row) => 0.5 ** ((at - course.from[row]!) / halfLifeMs)),
  };
}

/** The middle of those that took longer than `age`. */
function usualFrom(sorted: readonly number[], age: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= age) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low < 5 ? age * 1.3 : sorted[(low + sorted.length) >> 1]!;
}

/** A profile trained at an instant, ready for any row of the course. */
export interface Trained {
  predict(row: number): Quantiles;
}

/** Trains a profile on what was known; every text column is ordered by its outcomes so far. */
export function trainProfile(
  profile: Profile,
  features: Features,
  units: Float64Array,
  known: Known,
): Trained {
  const unit = (row: number): number => (profile.scaled ? units[row]! : 1);
  const own = features.columns.filter((_, index) => profile.following || !features.following.has(index));
  const target = known.hours.map((hours, index) => hours / unit(known.rows[index]!));
  // An error of one unit counts as many hours as the unit has.
  const weight = known.weight.map((each, index) => each * unit(known.rows[index]!));
  const encoders = features.categories.map(({ values }) => encoderOf(values, known.rows, target, weight));
  // The level of the whole moves with the calendar only: trees would take it for the date.
  const grouped = [...features.levels.levels].filter(([name]) => name !== '').map(([, level]) => level);
  const levels = profile.scaled ? grouped : [];
  const columns = [...own, ...levels];
  const model: Forecaster = train(
    {
      matrix: {
        rows: known.rows.length,
        columns: [
          ...columns.map((column) => Float64Array.from(known.rows, (row) => column[row]!)),
          ...encoders.map((encode) => Float64Array.from(known.rows, encode)),
        ],
      },
      target,
      weight,
    },
    profile.trees,
  );
  return {
    predict(row) {
      const said = forecast(model, [
        ...columns.map((column) => column[row]!),
        ...encoders.map((encode) => encode(row)),
      ]);
      return times(said, unit(row));
    },
  };
}

const encodingStrength = 10;

function encoderOf(
  values: readonly string[],
  rows: Int32Array,
  target: Float64Array,
  weight: Float64Array,
): (row: number) => number {
  const sums = new Map<string, { sum: number; weight: number }>();
  const all = { sum: 0, weight: 0 };
  for (const [index, row] of rows.entries()) {
    let own = sums.get(values[row]!);
    if (own === undefined) sums.set(values[row]!, (own = { sum: 0, weight: 0 }));
    for (const each of [own, all]) {
      each.sum += target[index]! * weight[index]!;
      each.weight += weight[index]!;
    }
  }
  const mean = all.sum / all.weight;
  const strength = (encodingStrength * all.weight) / Math.max(1, rows.length);
  return (row) => {
    const own = sums.get(values[row]!);
    return own === undefined ? mean : (own.sum + strength * mean) / (own.weight + strength);
  };
}

const times = ({ p10, p50, p90 }: Quantiles, factor: number): Quantiles => ({
  p10: p10 * factor,
  p50: p50 * factor,
  p90: p90 * factor,
});

/** The weighted mean of several forecasts. */
function blend(all: readonly { readonly weight: number; readonly said: Quantiles }[]): Quantiles {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const of = (key: keyof Quantiles): number =>
    all.reduce((sum, { weight, said }) => sum + weight * said[key], 0) / total;
  return { p10: of('p10'), p50: of('p50'), p90: of('p90') };
}

/** A profile and how much say it has. */
interface Chosen {
  readonly profile: Profile;
  readonly weight: number;
}

/** One that errs by this share more than the best has no say. */
const tooFarOff = 0.04;

/**
 * How much say each profile has, by the last third of what was known: trained before it, tried on it. The nearer to
 * the best the more, so that a hair's breadth between two does not decide alone.
 */
export function chooseProfiles(
  course: Course,
  features: Features,
  units: Float64Array,
  at: number,
): Chosen[] {
  const ended = course.byEnd.filter((row) => course.end[row]! <= at);
  const since = course.end[ended[Math.floor(0.7 * ended.length)] ?? -1] ?? at;
  const known = knownAt(course, units, since);
  if (known.rows.length < leastRows) return [{ profile: profiles[0]!, weight: 1 }];
  const tried = ended.filter((row) => course.from[row]! >= since && units[row]! > 0);
  if (tried.length < leastRows) return [{ profile: profiles[0]!, weight: 1 }];
  const scored = profiles.map((profile) => {
    const trained = trainProfile(profile, features, units, known);
    const error = tried.reduce(
      (sum, row) => sum + Math.abs(trained.predict(row).p50 - course.hours[row]!),
      0,
    );
    return { profile, error };
  });
  const least = Math.min(...scored.map(({ error }) => error));
  return scored
    .map(({ profile, error }) => ({ profile, weight: 1 - (error / least - 1) / tooFarOff }))
    .filter(({ weight }) => weight > 0);
}

interface WalkInput {
  readonly course: Course;
  readonly features: Features;
  readonly units: Float64Array;
  readonly chosen: readonly Chosen[];
  /** The first row that is predicted; those before are only learned from. */
  readonly first: number;
}

/** Forecasts by row as they come out of the trees; undefined before anything could be learned. */
type Raw = readonly (Quantiles | undefined)[];

/**
 * Predicts every row from `first` on from what was known at its start, learning anew when 8 % more has ended, and
 * shifts each quantile by what its own record so far says it was off.
 */
export function walk(input: WalkInput): { readonly said: Raw } {
  const { course, features, units, chosen, first } = input;
  const raw: (Quantiles | undefined)[] = [];
  const said: (Quantiles | undefined)[] = [];
  let trained: { readonly weight: number; readonly model: Trained }[] = [];
  let learnedFrom = 0;
  let ended = 0;
  for (let row = first; row < course.from.length; row += 1) {
    const at = course.from[row]!;
    while (ended < course.byEnd.length && course.end[course.byEnd[ended]!]! <= at) ended += 1;
    if (trained.length === 0 || ended - learnedFrom >= Math.max(100, 0.08 * learnedFrom)) {
      const known = knownAt(course, units, at);
      if (known.rows.length >= leastRows) {
        trained = chosen.map(({ profile, weight }) => ({
          weight,
          model: trainProfile(profile, features, units, known),
        }));
        learnedFrom = ended;
      }
    }
    const unit = units[row]!;
    if (trained.length === 0 || !(unit > 0)) continue;
    const plain = inOrder(blend(trained.map(({ weight, model }) => ({ weight, said: model.predict(row) }))));
    raw[row] = plain;
    said[row] = calibrated(plain, row, raw, input);
  }
  return { said };
}

const mostRecord = 800;
const leastRecord = 50;
/** How much of what the record says it was off a quantile moves: the level follows the regime too, so the middle by half. */
const follows = { p10: 1, p50: 0.5, p90: 1 } as const;

/**
 * Conformal: each quantile moves by the same quantile of its own misses, in parts of the middle. Orders still open
 * count as missing by more than their age says, so that the record does not wait for the slow ones.
 */
function calibrated(plain: Quantiles, row: number, raw: Raw, input: WalkInput): Quantiles {
  const record = recordAt(row, raw, input);
  if (record.length < leastRecord) return plain;
  const ended = record.map((each) => each.ended);
  const moved = (key: keyof Quantiles): number => {
    const misses = record.map(({ said, hours }) => (hours - said[key]) / said.p50);
    return plain[key] + follows[key] * plain.p50 * censoredQuantile(misses, ended, shares[key]);
  };
  return inOrder({ p10: moved('p10'), p50: moved('p50'), p90: moved('p90') });
}

interface Recorded {
  readonly said: Quantiles;
  /** How long it took; how old it is where it has not ended. */
  readonly hours: number;
  readonly ended: boolean;
}

/** What was said of the newest orders before one, and what was known of them when it started. */
function recordAt(row: number, raw: Raw, { course, units, first }: WalkInput): Recorded[] {
  const at = course.from[row]!;
  const record: Recorded[] = [];
  for (let past = row - 1; past >= first && record.length < mostRecord; past -= 1) {
    const said = raw[past];
    const ended = course.end[past]! <= at;
    const hours = ended ? course.hours[past]! : (at - course.from[past]!) / hourMs;
    const lost = !ended && hours > lostAfter * units[past]!;
    if (said !== undefined && said.p50 > 0 && !lost) record.push({ said, hours, ended });
  }
  return record;
}
