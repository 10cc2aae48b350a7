import { parse } from 'csv-parse/sync';

import { DomainError } from '#shared/result.ts';

import type { PostedOrder } from './believe.ts';
import { checkOrder } from './intake.ts';

/** One line of the file with its number (the header is line 1). */
interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

export interface RejectedLine extends Line {
  readonly reason: string;
}

export interface CsvOrders {
  readonly header: readonly string[];
  readonly rows: number;
  readonly orders: readonly PostedOrder[];
  readonly rejected: readonly RejectedLine[];
}

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

/**
 * Reads orders from CSV: one line per parcel, headers as the posted order's with dots. Lines of one order are put
 * together; an order with a broken line is rejected with all its lines, each with its reason.
 */
export function readCsvOrders(text: string, mapping: Readonly<Record<string, string>> = {}): CsvOrders {
  const [header = [], ...body] = parseCsv(text);
  const fields = header.map((name) => {
    const mapped = mapping[name] ?? name;
    return alias[mapped] ?? mapped;
  });
  if (!fields.includes('orderNumber')) {
    throw new DomainError(
      'invalid-request',
      'The file has no column orderNumber; map one of its columns to it.',
      { header },
    );
  }
  const lines = body
    .map((cells, index): Line => ({ number: index + 2, cells }))
    .filter((line) => line.cells.some((cell) => cell.trim() !== ''));
  const groups = new Map<string, Line[]>();
  const at = fields.indexOf('orderNumber');
  for (const line of lines) {
    const number = line.cells[at]?.trim() ?? '';
    const name = number === '' ? `\u0000${line.number}` : number;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [line]);
    else group.push(line);
  }
  const orders: PostedOrder[] = [];
  const rejected: RejectedLine[] = [];
  for (const group of groups.values()) {
    const result = readGroup(fields, group);
    if (typeof result === 'string') rejected.push(...group.map((line) => ({ ...line, reason: result })));
    else orders.push(result);
  }
  rejected.sort((a, b) => a.number - b.number);
  return { header, rows: lines.length, orders, rejected };
}

function parseCsv(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: false,
      delimiter: [',', ';', '\t'],
    });
  } catch (error) {
    throw new DomainError(
      'invalid-request',
      `The file is not CSV: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** The order of its lines, or the reason why it cannot be taken. */
function readGroup(fields: readonly string[], group: readonly Line[]): PostedOrder | string {
  const order: Record<string, unknown> = {};
  const parcels = new Map<string, Record<string, unknown>>();
  const items = new Map<string, Record<string, unknown>>();
  for (const line of group) {
    if (line.cells.length !== fields.length)
      return `line ${line.number} has ${line.cells.length} cells, the header has ${fields.length}`;
    const parcel: Record<string, unknown> = {};
    const item: Record<string, unknown> = {};
    for (const [index, field] of fields.entries()) {
      const problem = place({ order, parcel, item }, field, line.cells[index]?.trim() ?? '');
      if (problem !== undefined) return problem;
    }
    if (Object.keys(parcel).length > 0) parcels.set(JSON.stringify(parcel), parcel);
    if (Object.keys(item).length > 0) items.set(JSON.stringify(item), { quantity: 1, ...item });
  }
  const raw = {
    ...order,
    ...(parcels.size === 0 ? {} : { parcels: [...parcels.values()] }),
    ...(items.size === 0 ? {} : { items: [...items.values()] }),
  };
  const checked = checkOrder(raw);
  return checked.ok ? checked.order : checked.message;
}

interface Target {
  readonly order: Record<string, unknown>;
  readonly parcel: Record<string, unknown>;
  readonly item: Record<string, unknown>;
}

/** Puts one cell where its header says; an empty cell says nothing, and a column mapped to nothing is left out. */
function place(target: Target, field: string, cell: string): string | undefined {
  if (cell === '' || field === '') return undefined;
  const value = valueOf(field, cell);
  if (value === undefined) return `${field}: '${cell.slice(0, 40)}' is not a number`;
  const [head = '', tail] = field.split('.');
  if (tail === undefined) return set(target.order, head, value, field);
  if (head === 'parcels') return set(target.parcel, tail, value, field);
  if (head === 'items') return set(target.item, tail, value, field);
  const inner = (target.order[head] ??= {}) as Record<string, unknown>;
  return set(inner, tail, value, field);
}

function valueOf(field: string, cell: string): unknown {
  if (field === 'plan') return parsePlan(cell);
  if (!numeric.has(field)) return cell;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

function parsePlan(cell: string): unknown {
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}

/** Two lines of one order may repeat a value, not contradict it. */
function set(
  object: Record<string, unknown>,
  name: string,
  value: unknown,
  field: string,
): string | undefined {
  const known = Object.hasOwn(object, name) ? object[name] : undefined;
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value))
    return `${field}: its lines say both ${JSON.stringify(known)} and ${JSON.stringify(value)}`;
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return undefined;
}

/** The rejected lines as CSV, the reason in front, safe to open in a spreadsheet. */
export function rejectedCsv(header: readonly string[], rejected: readonly RejectedLine[]): string {
  const lines = [
    ['reason', 'line', ...header],
    ...rejected.map((line) => [line.reason, String(line.number), ...line.cells]),
  ];
  return lines.map((cells) => cells.map(safeCell).join(',')).join('\r\n');
}

/** Spreadsheets take a cell that begins like a formula for one; plain numbers may keep their sign. */
function safeCell(cell: string): string {
  const guarded =
    /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell)
      ? `'${cell}`
      : cell;
  return /[",;\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
