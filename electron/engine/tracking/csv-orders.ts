import { parseDeviceTime, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { PostedOrder } from './believe.ts';
import { dialectOf } from './csv-dialects.ts';
import {
  isReportHeader,
  parseCsv,
  type Line,
  type RejectedLine,
  reportColumns,
  withoutGuard,
} from './csv-lines.ts';
import { checkOrder } from './intake.ts';
import { noNumber, shown } from './order-problems.ts';

/** A file cut into the lines of its orders. */
export interface CsvFile {
  readonly header: readonly string[];
  /** Lines that hold anything, of what was cut so far. */
  readonly rows: () => number;
  /** What each column stands for; empty: left out. */
  readonly fields: readonly string[];
  /** Lines of one order each. */
  readonly groups: readonly (readonly Line[])[];
  /** The program whose export it is, where that was seen from its columns. */
  readonly recognised: string | undefined;
  /** For times without a zone. */
  readonly timeZone: string;
}

export interface ReadOrders {
  readonly orders: PostedOrder[];
  readonly rejected: RejectedLine[];
}

const instants = new Set(['placedTime', 'cancelledTime', 'promised.from', 'promised.until']);
const numeric = new Set(['shipTo.lat', 'shipTo.lon', 'items.quantity', 'parcels.quantity']);
const alias: Readonly<Record<string, string>> = {
  parcelId: 'parcels.parcelId',
  carrier: 'parcels.carrier',
  trackingNumber: 'parcels.trackingNumber',
  'parcel.parcelId': 'parcels.parcelId',
  'parcel.carrier': 'parcels.carrier',
  'parcel.trackingNumber': 'parcels.trackingNumber',
  'parcel.quantity': 'parcels.quantity',
  'parcel.temperatureProfileId': 'parcels.temperatureProfileId',
  'item.sku': 'items.sku',
  'item.gtin': 'items.gtin',
  'item.name': 'items.name',
  'item.quantity': 'items.quantity',
  sku: 'items.sku',
  gtin: 'items.gtin',
};

/** A file that is being cut into the lines of its orders, a piece at a time. */
export interface CsvReading {
  readonly file: CsvFile;
  /** Cuts the next piece; false once there is none. Fails (`invalid-request`) where it is no CSV. */
  next(): boolean;
}

/**
 * Begins with a CSV file: headers as the posted order's with dots, or as `mapping` says, or as a shop's export has
 * them. Fails (`invalid-request`) where no column is the order number.
 */
export function beginCsv(
  text: string,
  mapping: Readonly<Record<string, string>> | undefined,
  timeZone: string,
): CsvReading {
  const pieces = piecesOf(text);
  let piece = pieces.next();
  const [header = [], ...first] = piece.done === true ? [] : parseCsv(piece.value);
  const dialect = mapping === undefined ? dialectOf(header) : undefined;
  const fields = fieldsOf(header, mapping, dialect);
  if (!fields.includes('orderNumber')) {
    throw new DomainError(
      'invalid-request',
      'The file has no column orderNumber; map one of its columns to it.',
      { header },
    );
  }
  const lines = new LineGroups(
    fields.indexOf('orderNumber'),
    isReportHeader(header) ? reportColumns.indexOf('line') : undefined,
  );
  lines.add(first);
  return {
    file: { header, fields, timeZone, recognised: dialect?.id, groups: lines.groups, rows: () => lines.rows },
    next() {
      piece = pieces.next();
      if (piece.done === true) return false;
      lines.add(parseCsv(piece.value));
      return true;
    },
  };
}

/** The same in one go. */
export function readCsvFile(
  text: string,
  mapping: Readonly<Record<string, string>> | undefined,
  timeZone: string,
): CsvFile {
  const reading = beginCsv(text, mapping, timeZone);
  while (reading.next());
  return reading.file;
}

function fieldsOf(
  header: readonly string[],
  mapping: Readonly<Record<string, string>> | undefined,
  dialect: ReturnType<typeof dialectOf>,
): string[] {
  const isOwnReport = isReportHeader(header);
  return header.map((name, index) => {
    if (isOwnReport && index < reportColumns.length) return '';
    if (dialect !== undefined) return own(dialect.columns, name.trim()) ?? '';
    const mapped = own(mapping ?? {}, name) ?? name;
    return own(alias, mapped) ?? mapped;
  });
}

/** A column may be called like something every object has. */
function own<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Characters parsed in one go: some milliseconds of work. */
const pieceLength = 32_768;

/** Cuts a text behind lines that are no part of a quoted cell: where the quotes so far are even in number. */
function* piecesOf(text: string): Generator<string> {
  let [start, counted, isQuoted] = [text.startsWith('\uFEFF') ? 1 : 0, 0, false];
  for (let end = text.indexOf('\n', start + pieceLength); end >= 0; end = text.indexOf('\n', end + 1)) {
    for (
      let quote = text.indexOf('"', Math.max(start, counted));
      quote >= 0 && quote < end;
      quote = text.indexOf('"', quote + 1)
    )
      isQuoted = !isQuoted;
    counted = end;
    if (isQuoted) continue;
    yield text.slice(start, end + 1);
    start = end + 1;
    end = Math.min(text.length, start + pieceLength);
  }
  if (start < text.length) yield text.slice(start);
}

/** Lines by the order they are of, as they come. */
class LineGroups {
  readonly groups: Line[][] = [];
  rows = 0;
  readonly #byNumber = new Map<string, Line[]>();
  readonly #at: number;
  readonly #numberAt: number | undefined;
  #read = 1;

  /** `at`: the column of order numbers; `numberAt`: that of the lines' own numbers, in a file of rejected lines. */
  constructor(at: number, numberAt: number | undefined) {
    this.#at = at;
    this.#numberAt = numberAt;
  }

  add(body: readonly string[][]): void {
    for (const cells of body) {
      this.#read += 1;
      if (cells.every((cell) => cell.trim() === '')) continue;
      this.rows += 1;
      const own = this.#numberAt === undefined ? NaN : Number(cells[this.#numberAt]);
      this.#put({ number: own > 0 ? own : this.#read, cells: cells.map(withoutGuard) });
    }
  }

  #put(line: Line): void {
    const number = line.cells[this.#at]?.trim() ?? '';
    const known = number === '' ? undefined : this.#byNumber.get(number);
    if (known !== undefined) {
      known.push(line);
      return;
    }
    const group = [line];
    this.groups.push(group);
    if (number !== '') this.#byNumber.set(number, group);
  }
}

/** Reads some of a file's orders; one with a broken line is rejected with all its lines, each with its reason. */
export function readGroups(file: CsvFile, from: number, until: number, into: ReadOrders): void {
  for (let index = from; index < until; index += 1) {
    const group = file.groups[index] ?? [];
    const result = readGroup(file, group);
    if (typeof result === 'string') into.rejected.push(...group.map((line) => ({ ...line, reason: result })));
    else into.orders.push(result);
  }
}

/** The order of its lines, or the reason why it cannot be taken. */
function readGroup(file: CsvFile, group: readonly Line[]): PostedOrder | string {
  const { fields, timeZone } = file;
  const order: Record<string, unknown> = {};
  const parcels: Record<string, unknown>[] = [];
  const items: Record<string, unknown>[] = [];
  for (const line of group) {
    if (line.cells.length !== fields.length)
      return `line ${line.number} has ${line.cells.length} cells, the header has ${fields.length}; put a cell that holds a comma in quotes`;
    const parcel: Record<string, unknown> = {};
    const item: Record<string, unknown> = {};
    for (const [index, field] of fields.entries()) {
      const problem = place({ order, parcel, item, timeZone }, field, line.cells[index]?.trim() ?? '');
      if (problem !== undefined) return `${columnOf(file, field)}: ${problem}`;
    }
    if (parcel['parcelId'] === undefined && parcel['trackingNumber'] !== undefined)
      parcel['parcelId'] = parcel['trackingNumber'];
    if (isSomething(parcel)) parcels.push(parcel);
    if (isSomething(item)) items.push(item);
  }
  joinNames(order);
  const raw = {
    ...order,
    ...(parcels.length === 0 ? {} : { parcels: eachOnce(parcels) }),
    ...(items.length === 0 ? {} : { items: eachOnce(items).map((item) => ({ quantity: 1, ...item })) }),
  };
  const checked = checkOrder(raw);
  return checked.ok ? checked.order : `${columnOf(file, checked.field ?? 'order')}: ${checked.problem}`;
}

/** What a field is called in the file; as the order has it where no column is it. */
function columnOf({ header, fields }: CsvFile, field: string): string {
  const bare = field.replaceAll(/\.\d+/g, '');
  return header[fields.indexOf(bare)]?.trim() ?? bare;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSomething(object: Record<string, unknown>): boolean {
  for (const _ in object) return true;
  return false;
}

/** Lines repeat what they are not about. */
function eachOnce(objects: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  if (objects.length < 2) return objects;
  return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()];
}

const partNames = ['firstName', 'lastName', 'street2'];

/** Names and streets that came in parts. */
function joinNames(order: Record<string, unknown>): void {
  for (const part of ['customer', 'shipTo']) {
    const inner = order[part];
    if (!isObject(inner) || !partNames.some((name) => name in inner)) continue;
    const { firstName, lastName, street2, ...rest } = inner;
    const name = [firstName, lastName].filter(Boolean).join(' ');
    const street = [rest['street'], street2].filter(Boolean).join(', ');
    order[part] = {
      ...rest,
      ...(name === '' ? {} : { name }),
      ...(street === '' ? {} : { street }),
    };
  }
}

interface Target {
  readonly order: Record<string, unknown>;
  readonly parcel: Record<string, unknown>;
  readonly item: Record<string, unknown>;
  readonly timeZone: string;
}

/** Puts one cell where its header says; an empty cell says nothing, and a column mapped to nothing is left out. */
function place(target: Target, field: string, cell: string): string | undefined {
  if (cell === '' || field === '') return undefined;
  const value = valueOf(field, cell, target.timeZone);
  if (value === undefined) return `${shown(cell)} ${noNumber}`;
  const [head = '', tail] = field.split('.');
  if (tail === undefined) return set(target.order, head, value);
  if (head === 'parcels') return set(target.parcel, tail, value);
  if (head === 'items') return set(target.item, tail, value);
  if (own(target.order, head) === undefined) set(target.order, head, {});
  const inner = own(target.order, head);
  if (!isObject(inner)) return `the column ${head} says all of it already; leave one of them`;
  return set(inner, tail, value);
}

function valueOf(field: string, cell: string, timeZone: string): unknown {
  if (field === 'plan') return parsePlan(cell);
  if (instants.has(field)) return instantOf(cell, timeZone);
  // Spreadsheets and shops keep the zeros of a number in front with an apostrophe.
  if (field === 'shipTo.postalCode' || field === 'customer.phone') return cell.replace(/^'/, '');
  if (!numeric.has(field)) return cell;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

/** Any way a time is written, in UTC; what is no time is left for the schema to refuse. */
function instantOf(cell: string, timeZone: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(cell)) return cell;
  const parsed = parseDeviceTime(cell, timeZone);
  return parsed.ok ? toIso(parsed.time) : cell;
}

function parsePlan(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

/** Two lines of one order may repeat a value, not contradict it. */
function set(object: Record<string, unknown>, name: string, value: unknown): string | undefined {
  const known = own(object, name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value))
    return `the lines of this order say both ${shown(known)} and ${shown(value)}; leave one of them`;
  // A column may have any name.
  if (known === undefined && name in object)
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
  return undefined;
}
