import type { OrderState } from '#shared/domain/order-state.ts';

import { boostedValue } from '../learner/boosting.ts';
import { forecast, inOrder, type Forecaster, type Quantiles } from '../learner/forecaster.ts';
import { mean } from '../learner/measures.ts';
import { wallTime, workingTimeOf, type WorkingCalendar, type WorkingTime } from '../learner/working-time.ts';
import { calendarHours } from './journey-clock.ts';
import { numberFeatures, sides, wordFeatures, type Situation } from './journey-features.ts';

/** The layout of a stored model; one of another format is learned anew. */
export const modelFormat = 2;

/** Trees and what they need to be asked: plain data, so that it can go between threads and into the database. */
export interface JourneyModel {
  readonly forecaster: Forecaster;
  /** Usual hours from each state to the delivery, of work where it waits over days off: the unit of the trees. */
  readonly units: ReadonlyMap<OrderState, number>;
  readonly calendar: WorkingCalendar;
  /** States it usually takes a day or more from: those wait over days off, others end on the day they began. */
  readonly waits: ReadonlySet<OrderState>;
  /** By word feature: how slow each word was beside the unit. */
  readonly words: readonly ReadonlyMap<string, number>[];
  /** Some of what was learned from, to tell what one side of a situation does. */
  readonly others: readonly Float64Array[];
  /** What the ends of the interval are to be moved by, in parts of the middle, for it to hold 80 %. */
  readonly shift: { readonly p10: number; readonly p90: number };
  readonly lanes: ReadonlyMap<string, number>;
  readonly journeys: number;
}

/** Made once for each calendar: estimates are asked for by the thousand. */
const workClocks = new WeakMap<WorkingCalendar, WorkingTime>();

/** The clock of a state: that of work where it waits over days off. */
export function clockOf(
  { calendar, waits }: Pick<JourneyModel, 'calendar' | 'waits'>,
  state: OrderState,
): WorkingTime {
  if (!waits.has(state)) return wallTime;
  let work = workClocks.get(calendar);
  if (work === undefined) workClocks.set(calendar, (work = workingTimeOf(calendar)));
  return work;
}

/** What the trees look at. */
export function rowOf(words: JourneyModel['words'], situation: Situation): Float64Array {
  return Float64Array.of(
    ...numberFeatures.map(({ of }) => of(situation)),
    ...wordFeatures.map(({ of }, index) => words[index]!.get(of(situation)) ?? words[index]!.get('')!),
  );
}

/** Hours from entering the state to the delivery; undefined for a state it has not learned. */
export function hoursFrom(model: JourneyModel, situation: Situation): Quantiles | undefined {
  const worked = workFrom(model, situation);
  if (worked === undefined) return undefined;
  const work = clockOf(model, situation.state);
  const of = (key: keyof Quantiles): number => calendarHours(work, situation, worked[key]);
  return { p10: of('p10'), p50: of('p50'), p90: of('p90') };
}

/** The same in hours of the state's own clock. */
export function workFrom(model: JourneyModel, situation: Situation): Quantiles | undefined {
  const unit = model.units.get(situation.state);
  if (unit === undefined) return undefined;
  const { p10, p50, p90 } = forecast(model.forecaster, rowOf(model.words, situation));
  const { shift } = model;
  return inOrder({
    p10: (p10 + shift.p10 * p50) * unit,
    p50: p50 * unit,
    p90: (p90 + shift.p90 * p50) * unit,
  });
}

/** What one side of a situation does to the middle: how many hours longer it takes than by what others have there. */
export interface Telling {
  readonly words: string;
  readonly hours: number;
}

/** What moves this journey's middle the most, the strongest first, without what moves it by less than a tenth. */
export function tellingsOf(model: JourneyModel, situation: Situation): Telling[] {
  const unit = model.units.get(situation.state);
  if (unit === undefined) return [];
  const row = rowOf(model.words, situation);
  const own = middleOf(model, row) * unit;
  return sides
    .flatMap(({ columns, words }): Telling[] => {
      if (columns.every((at) => Number.isNaN(row[at]!))) return [];
      const others = model.others.map((other) => {
        const moved = Float64Array.from(row);
        for (const at of columns) moved[at] = other[at]!;
        return middleOf(model, moved) * unit;
      });
      return [{ words: words(situation), hours: own - mean(others) }];
    })
    .filter(({ hours }) => Math.abs(hours) >= Math.max(0.5, own / 10))
    .sort((a, b) => Math.abs(b.hours) - Math.abs(a.hours) || (a.words < b.words ? -1 : 1));
}

function middleOf({ forecaster }: JourneyModel, row: Float64Array): number {
  return Math.max(0, forecaster.p50.start + boostedValue(forecaster.p50.boosted, row));
}
