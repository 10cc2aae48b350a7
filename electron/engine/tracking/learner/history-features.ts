import { distanceM, type LatLon } from '#shared/domain/geo.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { Matrix } from './boosting.ts';
import type { ColumnPlan } from './history-columns.ts';
import { cellNumber, cellText, cellTime, type HistoryTable, type PastOrder } from './history-table.ts';
import type { Levels } from './outcome-levels.ts';
import { countryAt } from './public-holidays.ts';
import type { WorkingTime } from './working-time.ts';

/** Orders sorted by start; `hours` is NaN where the end is not known. */
export interface Course {
  readonly from: Float64Array;
  readonly end: Float64Array;
  readonly hours: Float64Array;
  readonly promised: Float64Array;
  readonly cells: readonly (readonly string[])[];
  /** Indices of the ended ones in order of their end. */
  readonly byEnd: Int32Array;
}

/** Numbers known at each order's start, with names people can read; durations are in hours. */
export interface Features extends Matrix {
  readonly names: readonly string[];
  /** Columns that follow earlier outcomes, apart from the slow-moving levels. */
  readonly following: ReadonlySet<number>;
  readonly levels: Levels;
  /** Text columns, for the learner to order by their outcomes. */
  readonly categories: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Sorts orders by start and gives their durations. One that ends before it starts counts as not ended. */
export function courseOf(orders: readonly PastOrder[]): Course {
  const from = Float64Array.from(orders, (order) => order.from);
  const end = Float64Array.from(orders, (order) => (order.end >= order.from ? order.end : NaN));
  const ended = [...end.keys()].filter((index) => !Number.isNaN(end[index]!));
  return {
    from,
    end,
    hours: end.map((each, index) => (each - from[index]!) / hourMs),
    promised: Float64Array.from(orders, (order) => order.promised),
    cells: orders.map((order) => order.cells),
    byEnd: Int32Array.from(ended.sort((a, b) => end[a]! - end[b]! || a - b)),
  };
}

/** The text columns of the plan. */
export function categoriesOf(course: Course, plan: ColumnPlan, table: HistoryTable): Features['categories'] {
  return plan.categories.map((index) => ({
    name: table.header[index]!,
    values: course.cells.map((row) => cellText(row[index]) ?? ''),
  }));
}

/** Everything the learner may look at for every order of the course (by the calendar), each as of that order's own start. */
export function featuresOf(
  course: Course,
  plan: ColumnPlan,
  table: HistoryTable,
  { categories, levels, toWork }: Pick<Features, 'categories' | 'levels'> & Pick<WorkingTime, 'toWork'>,
): Features {
  const names: string[] = [];
  const columns: Float64Array[] = [];
  const add = (name: string, column: Float64Array): void => {
    names.push(name);
    columns.push(column);
  };
  const [promise, ...sinceThen] = promisedSpans(course, plan, table, toWork);
  addOwn(add, course, plan, table, promise);
  if (promise !== undefined) addByCategory(add, promise, categories);
  for (const span of sinceThen) {
    addBesideLast(add, span);
    addByCategory(add, span, categories);
  }
  const firstFollowing = names.length;
  for (const [name, column] of levels.following) add(name, column);
  const following = new Set(names.keys().filter((index) => index >= firstFollowing));
  return { rows: course.from.length, columns, names, following, levels, categories };
}

type Add = (name: string, column: Float64Array) => void;

/** What the order itself says. */
function addOwn(
  add: Add,
  course: Course,
  plan: ColumnPlan,
  table: HistoryTable,
  promise: PromisedSpan | undefined,
): void {
  const { from, cells } = course;
  const read = (fill: (row: readonly string[], start: number) => number): Float64Array =>
    from.map((start, index) => fill(cells[index]!, start));
  add(
    'hour of day',
    from.map((at) => (at % dayMs) / hourMs),
  );
  add('weekday', from.map(weekday));
  if (promise !== undefined) addBesideLast(add, promise);
  for (const index of plan.plannedTimes)
    addBesideLast(add, {
      name: table.header[index]!,
      hours: read((row, start) => (cellTime(row[index]) - start) / hourMs),
    });
  for (const index of plan.pastTimes)
    add(
      `since ${table.header[index]!}`,
      read((row, start) => passed(cellTime(row[index]), start)),
    );
  for (const index of plan.numbers)
    add(
      table.header[index]!,
      read((row) => cellNumber(row[index])),
    );
  addPlaces(add, plan, table, cells);
}

const passed = (time: number, start: number): number => (time <= start ? (start - time) / hourMs : NaN);
const weekday = (at: number): number => (((Math.floor(at / dayMs) + 3) % 7) + 7) % 7;

const recentPromises = 200;
const groupPromises = 60;

const besideLastName = (name: string): string => `${name}, beside the last ones`;

interface PromisedSpan {
  readonly name: string;
  /** Working hours; NaN where there is no promise, or no such beginning. */
  readonly hours: Float64Array;
}

/** How long was promised in working time, counted from the start and from what had happened before it. */
function promisedSpans(
  { from, promised, cells }: Course,
  plan: ColumnPlan,
  table: HistoryTable,
  toWork: WorkingTime['toWork'],
): PromisedSpan[] {
  if (promised.every((at) => Number.isNaN(at))) return [];
  const hours = promised.map((at, row) => (toWork(at) - toWork(from[row]!)) / hourMs);
  return [
    { name: 'promise', hours },
    ...plan.pastTimes.map((index) => ({
      name: `promise since ${table.header[index]!}`,
      hours: hours.map(
        (ahead, row) => ahead + passed(toWork(cellTime(cells[row]![index])), toWork(from[row]!)),
      ),
    })),
  ];
}

/** How generous a promise is beside the last ones given: that still means the same when all promises grow. */
function addBesideLast(add: Add, { name, hours }: PromisedSpan): void {
  add(besideLastName(name), besideLast(hours, undefined, recentPromises));
}

function addByCategory(add: Add, { name, hours }: PromisedSpan, categories: Features['categories']): void {
  for (const category of categories)
    add(`${besideLastName(name)} of its ${category.name}`, besideLast(hours, category.values, groupPromises));
}

/** Each value as a multiple of the middle of the last `kept` ones, or those of its group; NaN before there are five. */
function besideLast(values: Float64Array, groups: readonly string[] | undefined, kept: number): Float64Array {
  const lasts = new Map<string, number[]>();
  return values.map((value, row) => {
    const group = groups?.[row] ?? '';
    let last = lasts.get(group);
    if (last === undefined) lasts.set(group, (last = []));
    const sorted = last.toSorted((a, b) => a - b);
    const usual = sorted.length < 5 ? NaN : sorted[sorted.length >> 1]!;
    if (value > 0 && last.push(value) > kept) last.shift();
    return value / usual;
  });
}

function addPlaces(add: Add, plan: ColumnPlan, table: HistoryTable, cells: Course['cells']): void {
  const points = plan.places.map(({ lat, lon }) => cells.map((row) => point(row[lat], row[lon])));
  for (const [place, { lat, lon }] of plan.places.entries()) {
    const name = table.header[lat]!;
    if (points.length === 1) {
      add(
        name,
        Float64Array.from(points[place]!, (each) => each?.lat ?? NaN),
      );
      add(
        table.header[lon]!,
        Float64Array.from(points[place]!, (each) => each?.lon ?? NaN),
      );
    }
    for (let other = place + 1; other < points.length; other += 1)
      add(
        `km from ${name} to ${table.header[plan.places[other]!.lat]!}`,
        Float64Array.from(cells, (_, row) => kilometres(points[place]![row], points[other]![row])),
      );
  }
}

/** Coordinates off the Earth or within 20 km of 0,0 are what devices send without a place. */
function point(latCell: string | undefined, lonCell: string | undefined): LatLon | undefined {
  const [lat, lon] = [cellNumber(latCell), cellNumber(lonCell)];
  const known = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (Math.abs(lat) > 0.2 || Math.abs(lon) > 0.2);
  return known ? { lat, lon } : undefined;
}

/** The country each order goes to, by the last place it names; undefined where there is none. */
export function countriesOf(course: Course, plan: ColumnPlan): (string | undefined)[] {
  const last = plan.places.at(-1);
  if (last === undefined) return course.cells.map(() => undefined);
  return course.cells.map((row) => {
    const place = point(row[last.lat], row[last.lon]);
    return place && countryAt(place.lat, place.lon);
  });
}

const size = ({ lat, lon }: LatLon): LatLon => ({ lat: Math.abs(lat), lon: Math.abs(lon) });

/** A lost sign puts a place on the other half of the Earth: where the sizes alone agree far better, they count. */
function kilometres(a: LatLon | undefined, b: LatLon | undefined): number {
  if (a === undefined || b === undefined) return NaN;
  const plain = distanceM(a, b) / 1000;
  const sizes = distanceM(size(a), size(b)) / 1000;
  return sizes < plain / 20 ? sizes : plain;
}
