import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { csvCell } from '#shared/domain/csv.ts';
import { OrderInput, PostedParcel } from '#shared/contract/orders.ts';

import { Failure, sentenceOf } from './failure.ts';
import { openReader, type ListSource, type Reader, type Row } from './reader.ts';

/** What can be taken out, and where it is listed. */
const lists = {
  orders: { request: 'orders.list', path: '/orders', params: { filter: 'all' } },
  scans: { request: 'scans.list', path: '/scans' },
  observations: { request: 'observations.list', path: '/observations' },
  alerts: { request: 'alerts.list', path: '/alerts' },
  cases: { request: 'cases.list', path: '/cases' },
  returns: { request: 'returns.list', path: '/returns' },
  devices: { request: 'devices.list', path: '/devices' },
  vehicles: { request: 'vehicles.list', path: '/vehicles' },
  sites: { request: 'sites.list', path: '/sites' },
} as const satisfies Readonly<Record<string, ListSource>>;

export type Exportable = keyof typeof lists;
export const exportables = Object.keys(lists) as Exportable[];
export const exportFormats = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Which lists a filter narrows down. */
const narrowedBy: Readonly<Record<'from' | 'to' | 'device' | 'order', readonly Exportable[]>> = {
  from: ['scans', 'observations'],
  to: ['scans', 'observations'],
  device: ['scans', 'observations'],
  order: ['orders', 'alerts', 'cases', 'returns'],
};

export interface ExportFlags {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly device?: string | undefined;
  readonly order?: string | undefined;
  readonly format?: string | undefined;
  /** The file to write, which must not exist; absent: standard output. */
  readonly out?: string | undefined;
}

export interface Exported {
  readonly what: Exportable;
  readonly format: ExportFormat;
  readonly rows: number;
  readonly file: string | undefined;
}

/**
 * Writes a list as NDJSON, each row as the API gives it (orders as they are believed), or as CSV with dots for what is
 * nested. Orders as CSV are as they were posted, in the columns an import takes. A file gets its name once it is whole.
 */
export async function exportFile(dataDir: string, what: string, flags: ExportFlags): Promise<Exported> {
  const name = exportables.find((each) => each === what);
  if (name === undefined)
    throw new Failure(2, `${what} cannot be exported; one of ${exportables.join(', ')}.`);
  const format = formatOf(flags);
  for (const [filter, takes] of Object.entries(narrowedBy)) {
    if (flags[filter as keyof typeof narrowedBy] !== undefined && !takes.includes(name))
      throw new Failure(2, `--${filter} is for ${takes.join(', ')}.`);
  }
  if (flags.out !== undefined && existsSync(flags.out))
    throw new Failure(1, `${flags.out} exists already; an export never overwrites a file.`);
  const reader = await openReader(dataDir);
  try {
    let count = 0;
    const rows = counted(rowsOf(reader, name, flags), () => (count += 1));
    await write(format === 'ndjson' ? ndjson(rows) : csv(rows, name), flags.out);
    return { what: name, format, rows: count, file: flags.out };
  } finally {
    await reader.close();
  }
}

function formatOf({ format, out }: ExportFlags): ExportFormat {
  const wanted = format ?? (out !== undefined && extname(out).toLowerCase() === '.csv' ? 'csv' : 'ndjson');
  const known = exportFormats.find((each) => each === wanted);
  if (known === undefined) throw new Failure(2, `--format is ${exportFormats.join(' or ')}.`);
  return known;
}

async function* rowsOf(reader: Reader, what: Exportable, flags: ExportFlags): AsyncGenerator<Row> {
  if (what === 'orders' && flags.order !== undefined) {
    yield await reader.order(flags.order);
    return;
  }
  const source: ListSource = lists[what];
  const params = {
    ...source.params,
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.to === undefined ? {} : { to: flags.to }),
    ...(flags.device === undefined ? {} : { deviceId: flags.device }),
    ...(flags.order === undefined ? {} : { orderNumber: flags.order }),
  };
  for await (const row of reader.list({ ...source, params }))
    yield what === 'orders' ? await reader.order(String(row['orderNumber'])) : row;
}

async function* counted(rows: AsyncIterable<Row>, count: () => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    count();
    yield row;
  }
}

async function* ndjson(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** Columns are those of all rows, so all of them are read before the first is written. */
async function* csv(rows: AsyncIterable<Row>, what: Exportable): AsyncGenerator<string> {
  const lines: ReadonlyMap<string, string | number>[] = [];
  for await (const row of rows) lines.push(...(what === 'orders' ? orderLines(row) : [flat(row)]));
  if (lines.length === 0) return;
  const columns = [...new Set(lines.flatMap((line) => [...line.keys()]))];
  yield `${columns.join(',')}\r\n`;
  for (const line of lines) yield `${columns.map((column) => csvCell(line.get(column) ?? '')).join(',')}\r\n`;
}

/** A line for each parcel and item, side by side, as an import takes them. */
function orderLines(order: Row): ReadonlyMap<string, string | number>[] {
  const posted = postedPart(order);
  const { items = [], parcels = [], plan, ...rest } = posted;
  const head = flat({ ...rest, ...(plan === undefined ? {} : { plan: JSON.stringify(plan) }) });
  return Array.from({ length: Math.max(1, items.length, parcels.length) }, (_, index) => {
    const inner = {
      ...(items[index] && { items: items[index] }),
      ...(parcels[index] && { parcels: parcels[index] }),
    };
    return new Map([...head, ...flat(inner)]);
  });
}

interface Posted extends Row {
  readonly items?: readonly Row[];
  readonly parcels?: readonly Row[];
  readonly plan?: unknown;
}

function postedPart(order: Row): Posted {
  const posted: Posted = only(order, Object.keys(OrderInput.shape));
  const parcels = posted.parcels?.map((parcel) => only(parcel, Object.keys(PostedParcel.shape)));
  return { ...posted, ...(parcels === undefined ? {} : { parcels }) };
}

function only(row: Row, keys: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key)));
}

/** What is nested gets names with dots; a list is one cell of JSON. */
function flat(row: Row, before = ''): ReadonlyMap<string, string | number> {
  const cells = new Map<string, string | number>();
  for (const [key, value] of Object.entries(row)) {
    const name = `${before}${key}`;
    if (value === null || value === undefined) continue;
    if (typeof value === 'string' || typeof value === 'number') cells.set(name, value);
    else if (typeof value === 'object' && !Array.isArray(value))
      for (const [inner, cell] of flat(value as Row, `${name}.`)) cells.set(inner, cell);
    else cells.set(name, JSON.stringify(value));
  }
  return cells;
}

async function write(pieces: AsyncIterable<string>, out: string | undefined): Promise<void> {
  if (out === undefined)
    await pipeline(Readable.from(pieces), process.stdout, { end: false }).catch(unlessReadEnough);
  else await writeFile(pieces, resolve(out));
}

/** Whoever read our output has what they wanted, as `head` has. */
function unlessReadEnough(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
}

async function writeFile(pieces: AsyncIterable<string>, file: string): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { mode: 0o600 }));
    renameSync(unfinished, file);
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(1, `${file} was not written: ${sentenceOf(error)}.`);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
