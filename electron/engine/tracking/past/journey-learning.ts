import type { OrderState } from '#shared/domain/order-state.ts';
import { dayMs } from '#shared/domain/time.ts';

import { shares, train } from '../learner/forecaster.ts';
import { mean, measure, type Measures } from '../learner/measures.ts';
import { weightedQuantile } from '../learner/weighted-quantile.ts';
import { leastHoursForDays } from '../learner/working-time.ts';
import { calendarFrom } from './journey-calendar.ts';
import { workHours } from './journey-clock.ts';
import { featureNames, wordFeatures, type Lesson, type Situation } from './journey-features.ts';
import { clockOf, hoursFrom, rowOf, workFrom, type JourneyModel } from './journey-model.ts';
import { laneName } from './past-journey.ts';

/** What a model says of itself. */
export interface ModelSummary {
  readonly lessons: number;
  readonly journeys: number;
  /** On the newest fifth, which this judgement did not learn from; hours. Undefined with too few of them. */
  readonly heldOut: (Measures & { readonly baselineMae: number }) | undefined;
  /** What tells most, and its share of all that was told. */
  readonly tells: readonly { readonly name: string; readonly share: number }[];
}

/** Fewer teach nothing. */
export const enoughJourneys = 60;
const enoughOfState = 30;
const halfLifeMs = 120 * dayMs;
const encodingStrength = 10;
const compared = 12;
const trees = {
  trees: 120,
  leaves: 16,
  leastInLeaf: 20,
  learningRate: 0.05,
  rowShare: 0.7,
  columnShare: 0.5,
};

/**
 * Learns from journeys that ended how long others will take, and judges itself on the newest fifth by what was known
 * before. Undefined while there are too few. Pure: the same lessons in whatever order give the same model.
 */
export function learnJourneys(
  all: readonly Lesson[],
): { readonly model: JourneyModel; readonly summary: ModelSummary } | undefined {
  const lessons = usable(all);
  const journeys = journeysIn(lessons);
  if (journeys < enoughJourneys) return undefined;
  const cut = lessons[Math.floor(0.8 * lessons.length)]!.situation.entered;
  const before = lessons.filter(({ delivered }) => delivered < cut);
  const after = lessons.filter(({ situation }) => situation.entered >= cut);
  const earlier = journeysIn(before) >= enoughJourneys ? fit(before, cut) : undefined;
  const judged =
    earlier === undefined ? [] : after.filter(({ situation }) => earlier.units.has(situation.state));
  const half = judged.length >> 1;
  const last = Math.max(...lessons.map(({ delivered }) => delivered));
  const model = fit(lessons, last);
  if (earlier === undefined || half < enoughOfState)
    return { model, summary: summaryOf(model, lessons, undefined) };
  const tried = { ...earlier, shift: shiftOf(earlier, judged.slice(0, half)) };
  const heldOut = {
    ...measureOf(tried, judged.slice(half)),
    baselineMae: baselineOf(before, judged.slice(half)),
  };
  return {
    model: { ...model, shift: shiftOf(earlier, judged) },
    summary: summaryOf(model, lessons, heldOut),
  };
}

/** In order of their beginning; states that were seen too seldom teach nothing. */
function usable(all: readonly Lesson[]): Lesson[] {
  const counts = Map.groupBy(all, ({ situation }) => situation.state);
  return all
    .filter(({ situation, hours }) => hours >= 0 && counts.get(situation.state)!.length >= enoughOfState)
    .sort(
      (a, b) =>
        a.situation.entered - b.situation.entered ||
        a.delivered - b.delivered ||
        (laneOf(a) < laneOf(b) ? -1 : 1),
    );
}

const laneOf = ({ situation }: Lesson): string => laneName(situation);

/** Each journey is in its first state once. */
function journeysIn(lessons: readonly Lesson[]): number {
  const counts = Map.groupBy(lessons, ({ situation }) => situation.state);
  return Math.max(0, ...counts.values().map((each) => each.length));
}

function fit(lessons: readonly Lesson[], asOf: number): JourneyModel {
  const waits = statesThatWait(lessons);
  const calendar = calendarFrom(lessons.filter(({ situation }) => waits.has(situation.state)));
  const hoursOf = ({ situation, delivered }: Lesson): number =>
    workHours(clockOf({ calendar, waits }, situation.state), situation, delivered);
  const weightOf = ({ delivered }: Lesson): number => 0.5 ** (Math.max(0, asOf - delivered) / halfLifeMs);
  const weight = Float64Array.from(lessons, weightOf);
  const units = new Map(
    [...Map.groupBy(lessons, ({ situation }) => situation.state)].map(([state, own]) => [
      state,
      Math.max(0.1, weightedQuantile(own.map(hoursOf), own.map(weightOf), 0.5)),
    ]),
  );
  const unit = (lesson: Lesson): number => units.get(lesson.situation.state)!;
  const target = Float64Array.from(lessons, (lesson) => hoursOf(lesson) / unit(lesson));
  const words = wordFeatures.map(({ of }) => slownessOf(lessons, of, target, weight));
  const rows = lessons.map(({ situation }) => rowOf(words, situation));
  const columns = featureNames.map((_, index) => Float64Array.from(rows, (row) => row[index]!));
  // An error of one unit counts as many hours as the unit has.
  const counts = weight.map((each, index) => each * unit(lessons[index]!));
  return {
    forecaster: train({ matrix: { rows: lessons.length, columns }, target, weight: counts }, trees),
    units,
    calendar,
    waits,
    words,
    others: rows.filter((_, index) => index % Math.ceil(rows.length / compared) === 0),
    shift: { p10: 0, p90: 0 },
    lanes: new Map([...Map.groupBy(lessons, laneOf)].map(([name, own]) => [name, journeysIn(own)])),
    journeys: journeysIn(lessons),
  };
}

function statesThatWait(lessons: readonly Lesson[]): ReadonlySet<OrderState> {
  const byState = Map.groupBy(lessons, ({ situation }) => situation.state);
  return new Set(
    [...byState].filter(([, own]) => middleHours(own) >= leastHoursForDays).map(([state]) => state),
  );
}

/** The mean outcome of each word in units, drawn towards the whole while few are known; '' is the whole. */
function slownessOf(
  lessons: readonly Lesson[],
  of: (situation: Situation) => string,
  target: Float64Array,
  weight: Float64Array,
): Map<string, number> {
  const sums = new Map<string, { sum: number; weight: number }>();
  const whole = { sum: 0, weight: 0 };
  for (const [index, { situation }] of lessons.entries()) {
    const word = of(situation);
    const own = sums.get(word) ?? { sum: 0, weight: 0 };
    sums.set(word, own);
    for (const each of [own, whole]) {
      each.sum += target[index]! * weight[index]!;
      each.weight += weight[index]!;
    }
  }
  const mean = whole.sum / whole.weight;
  const strength = (encodingStrength * whole.weight) / Math.max(1, lessons.length);
  const found = new Map(
    [...sums].map(([word, own]) => [word, (own.sum + strength * mean) / (own.weight + strength)]),
  );
  return found.set('', mean);
}

/** Each end of the interval moves by the same quantile of its own misses. */
function shiftOf(model: JourneyModel, tried: readonly Lesson[]): JourneyModel['shift'] {
  const misses = { p10: [] as number[], p90: [] as number[] };
  for (const { situation, delivered } of tried) {
    const said = workFrom(model, situation);
    if (said === undefined || said.p50 <= 0) continue;
    const hours = workHours(clockOf(model, situation.state), situation, delivered);
    for (const key of ['p10', 'p90'] as const) misses[key].push((hours - said[key]) / said.p50);
  }
  const of = (key: 'p10' | 'p90'): number =>
    weightedQuantile(
      misses[key],
      misses[key].map(() => 1),
      shares[key],
    );
  return { p10: of('p10'), p90: of('p90') };
}

function measureOf(model: JourneyModel, judged: readonly Lesson[]): Measures {
  return measure(
    judged.flatMap(({ situation, hours }) => {
      const said = hoursFrom(model, situation);
      return said === undefined ? [] : [{ actual: hours, ...said }];
    }),
  );
}

function middleHours(lessons: readonly Lesson[]): number {
  return lessons.map(({ hours }) => hours).sort((a, b) => a - b)[lessons.length >> 1]!;
}

/** The mean error of the middle of the lane's last outcomes in the same state: what a sheet of paper would say. */
function baselineOf(known: readonly Lesson[], judged: readonly Lesson[]): number {
  const groups = Map.groupBy(known, (lesson) => `${lesson.situation.state}\n${laneOf(lesson)}`);
  const states = Map.groupBy(known, ({ situation }) => situation.state);
  const middles = new Map<string, number>();
  const errors = judged.map((lesson) => {
    const key = `${lesson.situation.state}\n${laneOf(lesson)}`;
    const own = groups.get(key) ?? [];
    if (!middles.has(key))
      middles.set(key, middleHours(own.length < 5 ? states.get(lesson.situation.state)! : own));
    return Math.abs(lesson.hours - middles.get(key)!);
  });
  return mean(errors);
}

function summaryOf(
  model: JourneyModel,
  lessons: readonly Lesson[],
  heldOut: ModelSummary['heldOut'],
): ModelSummary {
  const importance = model.forecaster.p50.boosted.importance;
  const tells = featureNames
    .map((name, index) => ({ name, share: importance[index]! }))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
  return { lessons: lessons.length, journeys: model.journeys, heldOut, tells };
}
