import { existsSync, statSync } from 'node:fs';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { databasePath } from '#engine/store/open.ts';

import { Failure } from './failure.ts';
import { thisProject } from './project.ts';
import { readStationFile, type StationInfo } from './station-file.ts';

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
const answerLimitMs = 120_000;

/** By the engine that runs on the data folder, else by one of its own, for which there must be a database. */
export async function openReader(dataDir: string): Promise<Reader> {
  const info = readStationFile(dataDir);
  return info !== undefined && (await answers(info)) ? readerOf(info) : await ownReader(dataDir);
}

/** After a crash the file that says how to reach an engine may be old. */
export async function answers({ url }: StationInfo): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

async function* pages(read: (cursor: string | undefined) => Promise<Page>): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function readerOf({ url, token }: StationInfo): Reader {
  async function get<Result>(path: string): Promise<Result> {
    const answer = await fetch(`${url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerLimitMs),
    });
    // Our own station answers what the contract says.
    const said = (await answer.json()) as Result & { readonly error?: { readonly message: string } };
    if (answer.ok) return said;
    throw new Failure(1, said.error?.message ?? `the station answered ${answer.status}.`);
  }
  return {
    list: ({ request, path, params }) =>
      pages(async (cursor) => {
        const query = new URLSearchParams({
          ...params,
          ...(isWhole(request) ? {} : { limit: String(pageSize) }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        return await get<Page>(`${path}?${query.toString()}`);
      }),
    order: async (orderNumber) => await get<Row>(`/orders/${encodeURIComponent(orderNumber)}`),
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
  // The whole product: commands that need none of it are not to wait for it.
  const { createEngine } = await import('#engine/engine.ts');
  const engine = createEngine({
    dataDir,
    version: thisProject().version,
    clock: systemClock,
    log: silentLog,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    brokers: [],
    brokerPort: 0,
    brokerPortMayMove: true,
    demo: false,
  });
  await engine.start();
  const session = { role: 'viewer', actor: 'export' } as const;
  return {
    list: ({ request, params }) =>
      pages(async (cursor) => {
        const limit = isWhole(request) ? {} : { limit: pageSize };
        const answer = await engine.request(
          request,
          { ...params, ...limit, ...(cursor === undefined ? {} : { cursor }) } as never,
          session,
        );
        return answer as unknown as Page;
      }),
    order: async (orderNumber) => await engine.request('orders.get', { orderNumber }, session),
    close: async () => await engine.stop(),
  };
}
