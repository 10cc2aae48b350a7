import { parse } from 'csv-parse/sync';

import { hourMs, parseDeviceTime } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

/** Which columns say when an order started and ended; two columns joined by `+` are a date and a time of day. */
export interface HistoryColumns {
  readonly from: string;
  readonly to?: string | undefined;
  readonly promised?: string | undefined;
  /** A duration in minutes counted from `from`, where there is no end time. */
  readonly targetMinutes?: string | undefined;
}

/** A table of past orders as text, one array per line. */
export interface HistoryTable {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** One past order: instants in epoch milliseconds, NaN where the table does not say. */
export interface PastOrder {
  readonly from: number;
  readonly end: number;
  readonly promised: number;
  readonly cells: readonly string[];
}

const nothing = new Set(['', 'nan', 'na', 'n/a', 'null', 'none', 'nat', '-']);
const timeOfDay = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$/;
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b/;

/** A cell without its blanks; undefined where it holds one of the usual words for nothing. */
export function cellText(cell: string | undefined): string | undefined {
  const text = cell?.trim() ?? '';
  return nothing.has(text.toLowerCase()) ? undefined : text;
}

/** The number a cell holds; NaN for anything else. */
export function cellNumber(cell: string | undefined): number {
  const text = cellText(cell);
  return text !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/** The instant a cell with a date holds, in epoch milliseconds (UTC where it names no zone); NaN for anything else. */
export function cellTime(cell: string | undefined): number {
  const text = cellText(cell);
  if (text === undefined || !/^[+-]?\d{1,6}[-/.]\d/.test(text)) return NaN;
  const iso = text.replace(
    dayFirst,
    (_, day: string, month: string, year: string) =>
      `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
  const parsed = parseDeviceTime(iso.replace(/^(\d{4})[/.](\d{2})[/.]/, '$1-$2-'), 'UTC');
  return parsed.ok ? parsed.time : NaN;
}

/** Whether a cell holds a time of day without a date. */
export function isTimeOfDay(cell: string | undefined): boolean {
  return timeOfDay.test(cellText(cell) ?? '');
}

/** Reads a CSV with a header line. Fails with one sentence when it is not one. */
export function readHistory(text: string): HistoryTable {
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError('invalid-request', `the history is not a readable CSV: ${why}`);
  }
  const [header, ...rest] = lines;
  if (header === undefined) throw new DomainError('invalid-request', 'the history has no header line');
  return { header: header.map((name) => name.trim()), lines: rest };
}

/** Names the columns of a spec; a `+` splits into two unless a column really has that name. */
export function columnNames(table: HistoryTable, spec: string): string[] {
  const names = table.header.includes(spec) ? [spec] : spec.split('+').map((name) => name.trim());
  const missing = names.find((name) => !table.header.includes(name));
  if (missing !== undefined)
    throw new DomainError(
      'invalid-request',
      `the history has no column '${missing}'; it has ${table.header.join(', ')}`,
    );
  return names;
}

/** The past orders of a table, in its order. */
export function pastOrders(table: HistoryTable, columns: HistoryColumns): PastOrder[] {
  const from = instantReader(table, columns.from);
  const to = columns.to === undefined ? undefined : instantReader(table, columns.to);
  const promised = columns.promised === undefined ? undefined : instantReader(table, columns.promised);
  const minutes =
    columns.targetMinutes === undefined
      ? undefined
      : table.header.indexOf(columnNames(table, columns.targetMinutes)[0]!);
  if (to === undefined && minutes === undefined)
    throw new DomainError('invalid-request', 'either an end time or a duration in minutes is needed');
  return table.lines.map((cells) => {
    const start = from(cells);
    const end = minutes === undefined ? to!(cells) : start + (cellNumber(cells[minutes]) / 60) * hourMs;
    return { from: start, end, promised: promised?.(cells) ?? NaN, cells };
  });
}

function instantReader(table: HistoryTable, spec: string): (cells: readonly string[]) => number {
  const [first, second] = columnNames(table, spec).map((name) => table.header.indexOf(name));
  if (second === undefined) return (cells) => instantOf(cells[first!]);
  return (cells) => {
    const day = cellTime(cells[first!]);
    const clock = timeOfDay.exec(cellText(cells[second]) ?? '');
    if (clock === null) return NaN;
    const [, hour, minute, secondPart = '0'] = clock;
    return day + (Number(hour) * 60 + Number(minute)) * 60_000 + Number(secondPart) * 1000;
  };
}

/** As a time column is declared, a bare number in it is an epoch. */
function instantOf(cell: string | undefined): number {
  const time = cellTime(cell);
  if (!Number.isNaN(time)) return time;
  const text = cellText(cell);
  if (text === undefined || !/^\d{9,14}(\.\d+)?$/.test(text)) return NaN;
  const parsed = parseDeviceTime(text, 'UTC');
  return parsed.ok ? parsed.time : NaN;
}
