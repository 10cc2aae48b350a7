import { hourMs } from '#shared/domain/time.ts';

import {
  cellNumber,
  cellText,
  cellTime,
  columnNames,
  isTimeOfDay,
  type HistoryColumns,
  type HistoryTable,
  type PastOrder,
} from './history-table.ts';

/** What may be known of an order when it starts, and in which columns it stands. */
export interface ColumnPlan {
  readonly numbers: readonly number[];
  readonly categories: readonly number[];
  /** Times that had passed at the start; a value after the start counts as not known. */
  readonly pastTimes: readonly number[];
  /** Promised or planned times, known at the start though they lie ahead. */
  readonly plannedTimes: readonly number[];
  readonly places: readonly { readonly lat: number; readonly lon: number }[];
  /** Columns left out, with the reason. */
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
}

type Kind = 'time' | 'time-of-day' | 'number' | 'category' | 'empty';

const mostly = 0.95;
const plannedName =
  /promis|estimat|plan|schedul|expected|due|deadline|target|commit|sla|appoint|slot|window/i;
const leastUnfinished = 20;
const leastTelling = 5;
const unitsMs = [1000, 60_000, hourMs, 24 * hourMs];

/**
 * Finds which columns can be used at the start of an order, from past orders alone: no time later than the start
 * unless it is a promise, nothing that is only known once the order ended, nothing worked out from its end.
 */
export function planColumns(
  table: HistoryTable,
  columns: HistoryColumns,
  past: readonly PastOrder[],
): ColumnPlan {
  const plan = {
    numbers: [] as number[],
    categories: [] as number[],
    pastTimes: [] as number[],
    plannedTimes: [] as number[],
    leftOut: [] as { column: string; because: string }[],
  };
  const indexOf = (spec: string | undefined): number[] =>
    spec === undefined ? [] : columnNames(table, spec).map((name) => table.header.indexOf(name));
  const own = new Set([...indexOf(columns.from), ...indexOf(columns.to), ...indexOf(columns.targetMinutes)]);
  const promised = indexOf(columns.promised);
  const rows = past.filter((order) => !Number.isNaN(order.from));
  const kinds = table.header.map((_, index) => kindOf(rows, index));
  const times = kinds.flatMap((kind, index) => (kind === 'time' ? [index] : []));
  for (const [index, kind] of kinds.entries()) {
    const column = table.header[index]!;
    if (own.has(index) || promised.includes(index) || kind === 'empty') continue;
    const because = whyNot({ column, index, kind, rows, times });
    if (because !== undefined) plan.leftOut.push({ column, because });
    else if (kind === 'number') plan.numbers.push(index);
    else if (kind === 'category') plan.categories.push(index);
    else if (plannedName.test(column)) plan.plannedTimes.push(index);
    else plan.pastTimes.push(index);
  }
  const places = placesOf(table.header, plan.numbers);
  const coordinates = new Set(places.flatMap(({ lat, lon }) => [lat, lon]));
  return { ...plan, numbers: plan.numbers.filter((index) => !coordinates.has(index)), places };
}

function kindOf(rows: readonly PastOrder[], index: number): Kind {
  let filled = 0;
  const found = { time: 0, 'time-of-day': 0, number: 0 };
  for (const { cells } of rows) {
    const cell = cells[index];
    if (cellText(cell) === undefined) continue;
    filled += 1;
    if (!Number.isNaN(cellNumber(cell))) found.number += 1;
    else if (isTimeOfDay(cell)) found['time-of-day'] += 1;
    else if (!Number.isNaN(cellTime(cell))) found.time += 1;
  }
  if (filled === 0) return 'empty';
  for (const kind of ['number', 'time-of-day', 'time'] as const)
    if (found[kind] >= mostly * filled) return kind;
  return 'category';
}

interface Candidate {
  readonly column: string;
  readonly index: number;
  readonly kind: Kind;
  readonly rows: readonly PastOrder[];
  readonly times: readonly number[];
}

/** The reason a column may not be used; undefined where it may. */
function whyNot(candidate: Candidate): string | undefined {
  const { column, index, kind, rows } = candidate;
  if (kind === 'time-of-day') return 'a time of day without a date may lie after the start';
  if (onlyWithTheEnd(rows, index)) return 'it is only filled in once the order has ended';
  if (kind === 'time') {
    if (plannedName.test(column)) return undefined;
    return shareLater(rows, index) > 0.5 ? 'it is later than the start' : undefined;
  }
  const distinct = new Set(rows.map(({ cells }) => cellText(cells[index])));
  const names = /(^|[^a-z])(id|number|no|code|ref)$|Id$/i.test(column) || kind === 'category';
  if (names && distinct.size > Math.max(30, 0.5 * rows.length)) return 'it names one order';
  if (distinct.size === 1) return 'it says the same of every order';
  if (kind === 'category' && tellsTheEnd(rows, index)) return 'it says whether the order has ended';
  if (kind === 'number' && fromTheEnd(candidate)) return 'it is worked out from the end';
  return saysLate(rows, index, distinct) ? 'it says whether the order was late' : undefined;
}

const ended = (order: PastOrder): boolean => !Number.isNaN(order.end);

function onlyWithTheEnd(rows: readonly PastOrder[], index: number): boolean {
  const filled = (order: PastOrder): boolean => cellText(order.cells[index]) !== undefined;
  const unfinished = rows.filter((order) => !ended(order));
  if (unfinished.length < leastUnfinished) return false;
  const finished = rows.length - unfinished.length;
  const withEnd = rows.filter((order) => ended(order) && filled(order)).length / Math.max(1, finished);
  return withEnd > 0.2 && unfinished.filter(filled).length / unfinished.length < 0.1 * withEnd;
}

/** Some value stands nearly only on orders that have not ended, though most orders have. */
function tellsTheEnd(rows: readonly PastOrder[], index: number): boolean {
  const counts = new Map<string, { all: number; open: number }>();
  let open = 0;
  for (const order of rows) {
    const value = cellText(order.cells[index]) ?? '';
    const count = counts.get(value) ?? { all: 0, open: 0 };
    counts.set(value, count);
    count.all += 1;
    if (ended(order)) continue;
    count.open += 1;
    open += 1;
  }
  if (open > rows.length / 2) return false;
  return counts.values().some((each) => each.open >= leastTelling && each.open > 0.9 * each.all);
}

function shareLater(rows: readonly PastOrder[], index: number): number {
  let known = 0;
  let later = 0;
  for (const { cells, from } of rows) {
    const time = cellTime(cells[index]);
    if (Number.isNaN(time)) continue;
    known += 1;
    if (time > from) later += 1;
  }
  return known === 0 ? 1 : later / known;
}

/** Equal to the time from some instant to the end, in a usual unit up to rounding, or as good as proportional to it. */
function fromTheEnd({ index, rows, times }: Candidate): boolean {
  const finished = rows.filter(ended);
  const starts = [
    (order: PastOrder) => order.from,
    ...times.map((at) => (order: PastOrder) => cellTime(order.cells[at])),
  ];
  return starts.some((start) => {
    const pairs = finished
      .map((order) => [cellNumber(order.cells[index]), order.end - start(order)] as const)
      .filter(([value, length]) => !Number.isNaN(value) && !Number.isNaN(length));
    if (pairs.length < 30) return false;
    const alike = Math.abs(correlation(pairs));
    if (alike < 0.9) return false;
    if (alike > 0.998) return true;
    return unitsMs.some((unit) => {
      const near = pairs.filter(
        ([value, length]) => Math.abs(Math.abs(value) - Math.abs(length) / unit) <= 1.01,
      );
      return near.length >= mostly * pairs.length;
    });
  });
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (side: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [a, b] of pairs) {
    ab += (a - meanA) * (b - meanB);
    aa += (a - meanA) ** 2;
    bb += (b - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** A column of two values that agrees with "ended after the promise" nearly always. */
function saysLate(
  rows: readonly PastOrder[],
  index: number,
  distinct: ReadonlySet<string | undefined>,
): boolean {
  if (distinct.size !== 2) return false;
  const judged = rows.filter((order) => ended(order) && !Number.isNaN(order.promised));
  const late = judged.filter((order) => order.end > order.promised);
  if (late.length < leastUnfinished || judged.length - late.length < leastUnfinished) return false;
  const [one] = distinct;
  const agree = judged.filter(
    (order) => (cellText(order.cells[index]) === one) === order.end > order.promised,
  );
  return Math.max(agree.length, judged.length - agree.length) > 0.98 * judged.length;
}

/** Pairs of number columns named alike but for latitude and longitude. */
function placesOf(header: readonly string[], numbers: readonly number[]): { lat: number; lon: number }[] {
  const stem = (index: number, words: RegExp): string | undefined =>
    words.test(header[index]!) ? header[index]!.replace(words, '*').toLowerCase() : undefined;
  return numbers.flatMap((lat) => {
    const stemmed = stem(lat, /(?<![a-z])lat(itude)?(?![a-z])|(?<=[a-z])Lat(itude)?$/i);
    if (stemmed === undefined) return [];
    const lon = numbers.find(
      (each) =>
        stem(
          each,
          /(?<![a-z])(lon|lng|long)(gitude|itude)?(?![a-z])|(?<=[a-z])(Lon|Lng|Long)(gitude|itude)?$/i,
        ) === stemmed,
    );
    return lon === undefined ? [] : [{ lat, lon }];
  });
}
