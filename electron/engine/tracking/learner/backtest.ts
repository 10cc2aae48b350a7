import { hourMs } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Span } from './days-off.ts';
import type { Quantiles } from './forecaster.ts';
import { planColumns, type ColumnPlan } from './history-columns.ts';
import { categoriesOf, countriesOf, courseOf, featuresOf, type Course } from './history-features.ts';
import {
  pastOrders,
  readHistory,
  type HistoryColumns,
  type HistoryTable,
  type PastOrder,
} from './history-table.ts';
import { mean, measure, type Measures } from './measures.ts';
import { levelsOf, type Levels, type Usual } from './outcome-levels.ts';
import { chooseProfiles, unitsOf, walk } from './prequential.ts';
import { holidaysOf } from './public-holidays.ts';
import { calendarOf, leastHoursForDays, wallTime, workingTimeOf, type WorkingTime } from './working-time.ts';

/** What a back-test prints; hours, `coverage80` a fraction. */
export interface BacktestResult extends Measures {
  readonly skipped: number;
  readonly promisedMae?: number;
  readonly baselineMae: number;
}

export interface Backtest {
  readonly result: BacktestResult;
  /** The simple guess that did best, by name. */
  readonly baseline: string;
  readonly profiles: readonly string[];
  readonly leftOut: ColumnPlan['leftOut'];
}

const leastOutcomes = 30;
const warmUp = 1500;

/** Every order of both tables by start, with what was said of it. */
interface Replay {
  readonly course: Course;
  /** Simple guesses, to hold against what was said. */
  readonly guesses: Levels['guesses'];
  /** By row of the course; undefined where nothing could be said or was asked. */
  readonly said: readonly (Quantiles | undefined)[];
  /** Rows of the course that were asked about and answered. */
  readonly rows: readonly number[];
  readonly asked: number;
  readonly profiles: readonly string[];
  readonly leftOut: ColumnPlan['leftOut'];
}

/** Measures forecasts of every order of `test`, each from outcomes known at its start (of both tables) and nothing later. */
export function backtest(history: string, test: string, columns: HistoryColumns): Backtest {
  const replayed = replay(history, test, columns);
  return { ...summary(replayed), profiles: replayed.profiles, leftOut: replayed.leftOut };
}

/** Lives through both tables in time and says of each order of `test` what could be said when it started. */
export function replay(history: string, test: string, columns: HistoryColumns): Replay {
  const table = readHistory(history);
  const past = pastOrders(table, columns).filter(hasStart);
  const asked = pastOrders(alike(readHistory(test), table), columns);
  const starts = asked.filter(isWhole).map(({ from }) => from);
  if (starts.length === 0)
    throw new DomainError('invalid-request', 'no row of the test has both a start and an end');
  const marked = [
    ...past.map((order) => ({ order, asked: false })),
    ...asked.filter(hasStart).map((order) => ({ order, asked: isWhole(order) })),
  ].sort((a, b) => a.order.from - b.order.from || Number(a.asked) - Number(b.asked));
  const course = courseOf(marked.map(({ order }) => order));
  const since = firstAnswered(course, starts);
  const usual = usualBefore(course, since);
  const plan = planColumns(table, columns, settledBefore(past, since, usual));
  const categories = categoriesOf(course, plan, table);
  const plain = levelsOf(course, categories, usual);
  const work = workOf(course, countriesOf(course, plan), usual, since);
  const worked = inWork(course, work);
  const sinceWork = work.toWork(since);
  const levels = levelsOf(worked, categories, usualBefore(worked, sinceWork));
  const features = featuresOf(course, plan, table, { categories, levels, toWork: work.toWork });
  const units = unitsOf(features, bestGroup(course, plain, since));
  const chosen = chooseProfiles(worked, features, units, sinceWork);
  const isAnswered = (row: number): boolean => marked[row]!.asked && course.from[row]! >= since;
  const first = [...marked.keys()].findIndex(isAnswered);
  const record = Math.min(warmUp, Math.floor(first / 2));
  const { said: workSaid } = walk({ course: worked, features, units, chosen, first: first - record });
  const said = workSaid.map((each, row) => each && inCalendar(each, course.from[row]!, work));
  return {
    course,
    guesses: plain.guesses,
    said,
    rows: [...marked.keys()].filter((row) => isAnswered(row) && said[row] !== undefined),
    asked: asked.length,
    profiles: chosen.map(({ profile }) => profile.name),
    leftOut: plan.leftOut,
  };
}

/** Orders that take days wait over days nobody works on; of shorter ones the hour of their start says it all. */
function workOf(
  course: Course,
  countries: readonly (string | undefined)[],
  usual: Usual,
  since: number,
): WorkingTime {
  if (usual.medianHours < leastHoursForDays) return wallTime;
  const ended = [...course.byEnd].filter((row) => course.end[row]! <= since);
  const spanOf = (row: number): Span => ({ from: course.from[row]!, end: course.end[row]! });
  const byCountry = Map.groupBy(ended, (row) => countries[row]);
  const [firstYear, lastYear] = [yearOf(course.from[0]!), yearOf(course.from.at(-1)!) + 1];
  return workingTimeOf(
    calendarOf(
      [...byCountry].map(([country, rows]) => ({
        spans: rows.map(spanOf),
        daysOff: holidaysOf(country, firstYear, lastYear),
      })),
    ),
  );
}

const yearOf = (at: number): number => new Date(at).getUTCFullYear();

function inWork(course: Course, { toWork }: WorkingTime): Course {
  const [from, end] = [course.from.map(toWork), course.end.map(toWork)];
  return { ...course, from, end, hours: end.map((each, row) => (each - from[row]!) / hourMs) };
}

/** Quantiles keep their places when the clock they are told by rises with ours. */
function inCalendar({ p10, p50, p90 }: Quantiles, from: number, work: WorkingTime): Quantiles {
  const hours = (each: number): number =>
    (work.toCalendar(work.toWork(from) + each * hourMs) - from) / hourMs;
  return { p10: hours(p10), p50: hours(p50), p90: hours(p90) };
}

const hasStart = (order: PastOrder): boolean => !Number.isNaN(order.from);
const isWhole = (order: PastOrder): boolean => order.end >= order.from;

/** The test's lines with their cells in the history's order of columns. */
function alike(test: HistoryTable, table: HistoryTable): HistoryTable {
  const at = table.header.map((name) => test.header.indexOf(name));
  return { header: table.header, lines: test.lines.map((cells) => at.map((index) => cells[index] ?? '')) };
}

/** When the first row of the test starts that enough was known for: one with a start of long ago spoils no other. */
function firstAnswered(course: Course, starts: readonly number[]): number {
  const enough = course.end[course.byEnd[leastOutcomes - 1] ?? -1] ?? Infinity;
  const since = starts
    .filter((start) => start >= enough)
    .reduce((least, each) => Math.min(least, each), Infinity);
  if (since < Infinity) return since;
  throw new DomainError(
    'invalid-request',
    `fewer than ${leastOutcomes} outcomes were known when the last row of the test starts`,
  );
}

function usualBefore(course: Course, since: number): Usual {
  const hours = [...course.byEnd]
    .filter((row) => course.end[row]! <= since)
    .map((row) => course.hours[row]!)
    .sort((a, b) => a - b);
  return { medianHours: hours[hours.length >> 1]!, slowHours: hours[Math.floor(0.95 * hours.length)]! };
}

/** Orders that ended before an instant, or had been open so long that they count as never ended. */
function settledBefore(past: readonly PastOrder[], since: number, usual: Usual): PastOrder[] {
  const old = since - usual.slowHours * hourMs;
  return past.flatMap((order) => {
    if (order.end <= since) return [order];
    return order.from < old ? [{ ...order, end: NaN }] : [];
  });
}

/** The group whose newest outcomes were the best guess so far; '' is the whole. */
function bestGroup(course: Course, { levels, guesses }: Levels, since: number): string {
  const known = [...course.byEnd].filter((row) => course.end[row]! <= since);
  const scored = [...levels.keys()].map((name) => {
    const guess = guesses.get(name === '' ? 'last 100' : `last 100 of ${name}`)!;
    return { name, error: meanError(course, known.slice(known.length >> 1), (row) => guess[row]!) };
  });
  return scored.reduce((best, each) => (each.error < best.error ? each : best)).name;
}

function meanError(course: Course, rows: readonly number[], guess: (row: number) => number): number {
  return mean(
    rows.map((row) => Math.abs(guess(row) - course.hours[row]!)).filter((error) => !Number.isNaN(error)),
  );
}

function summary({ course, guesses, said, rows, asked }: Replay): {
  result: BacktestResult;
  baseline: string;
} {
  const measures = measure(rows.map((row) => ({ actual: course.hours[row]!, ...said[row]! })));
  const tried = [...guesses].map(([name, guess]) => ({
    name,
    error: meanError(course, rows, (row) => guess[row]!),
  }));
  const best = tried.reduce((least, each) => (each.error < least.error ? each : least));
  const promised = meanError(course, rows, (row) => (course.promised[row]! - course.from[row]!) / hourMs);
  return {
    baseline: best.name,
    result: {
      n: measures.n,
      skipped: asked - measures.n,
      mae: measures.mae,
      medianAbsoluteError: measures.medianAbsoluteError,
      p90AbsoluteError: measures.p90AbsoluteError,
      bias: measures.bias,
      coverage80: measures.coverage80,
      pinball: measures.pinball,
      ...(Number.isNaN(promised) ? {} : { promisedMae: promised }),
      baselineMae: best.error,
    },
  };
}
