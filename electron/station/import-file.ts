import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { prepareFolder } from '#engine/store/open.ts';
import type { ResultOf } from '#shared/contract/index.ts';
import type { LoggerImportResult } from '#shared/contract/types.ts';

import { runningStation, startOwnEngine, type StationCall } from './engine-door.ts';
import { Failure, sentenceOf } from './failure.ts';

type OrderJob = ResultOf<'orders.importJob'>;

/** What became of a file. */
export type Imported =
  | { readonly kind: 'logger'; readonly result: LoggerImportResult }
  | { readonly kind: 'orders' | 'history'; readonly result: OrderJob };

export interface ImportFlags {
  /** Whose readings they become; without one, the serial number of the logger. */
  readonly device?: string | undefined;
  /** Zone of the times in a logger's file. */
  readonly timeZone?: string | undefined;
  /** Where the rows of orders that were not accepted go. */
  readonly rejected?: string | undefined;
}

/** What an import needs of the engine, whichever process it runs in. */
interface Door {
  logger(text: string, flags: ImportFlags): Promise<LoggerImportResult>;
  orders(csv: string): Promise<OrderJob>;
  history(csv: string): Promise<OrderJob>;
  job(jobId: string): Promise<OrderJob>;
  close(): Promise<void>;
}

const pollMs = 200;

/**
 * Takes in a file: the export of a temperature logger, known by its first line, else orders as CSV. By the engine that
 * runs on the data folder, else by one of its own. With `isHistory` it holds journeys that ended, to learn from.
 */
export async function importFile(
  dataDir: string,
  file: string,
  { isHistory, ...flags }: ImportFlags & { readonly isHistory: boolean },
): Promise<Imported> {
  const text = readText(file);
  const door = await openDoor(dataDir);
  try {
    if (!isHistory && text.startsWith('Device: '))
      return { kind: 'logger', result: await door.logger(text, flags) };
    const result = await finished(door, await (isHistory ? door.history(text) : door.orders(text)));
    if (flags.rejected !== undefined && result.rejectedCsv !== undefined)
      writeFileSync(resolve(flags.rejected), result.rejectedCsv);
    if (result.state !== 'done')
      throw new Failure(1, `${file}: ${result.error ?? `the import was ${result.state}`}.`);
    return { kind: isHistory ? 'history' : 'orders', result };
  } finally {
    await door.close();
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Failure(1, `${file} cannot be read: ${sentenceOf(error)}.`);
  }
}

async function finished(door: Door, job: OrderJob): Promise<OrderJob> {
  let now = job;
  while (now.state === 'running') {
    await wait(pollMs);
    now = await door.job(now.jobId);
  }
  return now;
}

async function openDoor(dataDir: string): Promise<Door> {
  const call = await runningStation(dataDir);
  return call === undefined ? await ownDoor(dataDir) : doorOf(call);
}

function doorOf(call: StationCall): Door {
  return {
    logger: async (text, { device, timeZone }) => {
      const query = new URLSearchParams({
        ...(device === undefined ? {} : { deviceId: device }),
        ...(timeZone === undefined ? {} : { timeZone }),
      });
      return await call('POST', `/imports/logger?${query.toString()}`, text, 'text/plain');
    },
    orders: async (csv) => await call('POST', '/imports/orders', csv, 'text/csv'),
    history: async (csv) => await call('POST', '/imports/history', csv, 'text/csv'),
    job: async (jobId) => await call('GET', `/imports/${encodeURIComponent(jobId)}`),
    close: () => Promise.resolve(),
  };
}

async function ownDoor(dataDir: string): Promise<Door> {
  prepareFolder(dataDir);
  const engine = await startOwnEngine(dataDir);
  const session = { role: 'owner', actor: 'import' } as const;
  return {
    logger: async (text, { device, timeZone }) =>
      await engine.request(
        'loggers.import',
        {
          text,
          ...(device === undefined ? {} : { deviceId: device }),
          ...(timeZone === undefined ? {} : { timeZone }),
        },
        session,
      ),
    orders: async (csv) => await engine.request('orders.import', { csv }, session),
    history: async (csv) => await engine.request('history.import', { csv }, session),
    job: async (jobId) => await engine.request('orders.importJob', { jobId }, session),
    close: async () => await engine.stop(),
  };
}

/** The same in words, a line each. */
export function importedText({ kind, result }: Imported): string {
  if (kind === 'logger') return loggerText(result);
  return kind === 'orders' ? ordersText(result) : historyText(result);
}

function ordersText({ rows, orders, accepted, rejected }: OrderJob): string {
  return `${rows} lines: ${accepted} accepted, ${rejected} rejected; ${orders} orders`;
}

function historyText({ rows, orders, accepted, rejected }: OrderJob): string {
  return `${rows} lines: ${accepted} finished journeys, ${rejected} rejected; ${orders} new or changed`;
}

function loggerText(result: LoggerImportResult): string {
  const { model, serial, deviceId, holds, samples, stored, duplicates, missing, comparison, own } = result;
  const head = `${model} ${serial}, readings of ${deviceId}`;
  if (holds === 'daily-figures')
    return `${head}: the file holds no samples; ${own.days.length} days of the logger's own figures are kept`;
  const lines = comparison.map(({ what, logger, ours, agrees, note }) => {
    const verdict = agrees === undefined ? '' : agrees ? ' (agrees)' : ' (DIFFERS)';
    const why = note === undefined ? '' : ` ${note}`;
    return `${what}: logger ${logger}, ours ${ours ?? '-'}${verdict}${why}`;
  });
  const counts = `${samples} samples, ${stored} stored, ${duplicates} known already, ${missing} without a value`;
  return [`${head}: ${counts}`, ...lines].join('\n');
}
