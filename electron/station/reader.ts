import { existsSync, statSync } from 'node:fs';

import { databasePath } from '#engine/store/open.ts';

import { runningStation, startOwnEngine, type StationCall } from './engine-door.ts';
import { Failure } from './failure.ts';

/** A list of the API by its name in the contract and its path. */
export interface ListSource {
  readonly request: ListRequest;
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
}

export type ListRequest =
  | 'orders.list'
  | 'scans.list'
  | 'observations.list'
  | 'alerts.list'
  | 'cases.list'
  | 'returns.list'
  | 'devices.list'
  | 'vehicles.list'
  | 'sites.list';

export type Row = Readonly<Record<string, unknown>>;

/** Reads what an engine knows, whichever process it runs in. */
export interface Reader {
  /** Every row of a list, page by page. */
  list(source: ListSource): AsyncGenerator<Row>;
  order(orderNumber: string): Promise<Row>;
  close(): Promise<void>;
}

interface Page {
  readonly items: readonly Row[];
  readonly nextCursor?: string | undefined;
}

const pageSize = 200;

/** By the engine that runs on the data folder, else by one of its own, for which there must be a database. */
export async function openReader(dataDir: string): Promise<Reader> {
  const call = await runningStation(dataDir);
  return call === undefined ? await ownReader(dataDir) : readerOf(call);
}

async function* pages(read: (cursor: string | undefined) => Promise<Page>): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function readerOf(call: StationCall): Reader {
  return {
    list: ({ request, path, params }) =>
      pages(async (cursor) => {
        const query = new URLSearchParams({
          ...params,
          ...(isWhole(request) ? {} : { limit: String(pageSize) }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        return await call<Page>('GET', `${path}?${query.toString()}`);
      }),
    order: async (orderNumber) => await call<Row>('GET', `/orders/${encodeURIComponent(orderNumber)}`),
    close: () => Promise.resolve(),
  };
}

/** Lists that come as one page, whatever their length. */
function isWhole(request: ListRequest): boolean {
  return ['devices.list', 'vehicles.list', 'sites.list'].includes(request);
}

async function ownReader(dataDir: string): Promise<Reader> {
  const path = databasePath(dataDir);
  if (!existsSync(path) || statSync(path).size === 0)
    throw new Failure(1, `There is no database in ${dataDir}.`);
  const engine = await startOwnEngine(dataDir);
  const session = { role: 'viewer', actor: 'export' } as const;
  return {
    list: ({ request, params }) =>
      pages(async (cursor) => {
        const limit = isWhole(request) ? {} : { limit: pageSize };
        return await engine.request(
          request,
          { ...params, ...limit, ...(cursor === undefined ? {} : { cursor }) },
          session,
        );
      }),
    order: async (orderNumber) => await engine.request('orders.get', { orderNumber }, session),
    close: async () => await engine.stop(),
  };
}
