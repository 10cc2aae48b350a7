import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { pageHeaders } from '#shared/contract/page-headers.ts';

import type { TileStore } from '../station/tiles.ts';
import { pageTarget, type PageTarget } from './page-path.ts';

export interface PageFiles {
  /** The built page. */
  readonly rendererDir: string;
  /** Map archives and what goes with them. */
  readonly basemapDir: string;
  readonly tiles: Pick<TileStore, 'tile'>;
}

type FileTarget = Extract<PageTarget, { kind: 'file' }>;
type TileTarget = Extract<PageTarget, { kind: 'tile' }>;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Answers a request for the page's origin: the built page, its map tiles and map files, and nothing else. */
export async function answerPageRequest(request: Request, files: PageFiles): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET is possible here.');
  const target = pageTarget(request.url);
  if (target.kind === 'refused') {
    return target.status === 400 ? plain(400, 'That is not an address.') : nothingThere();
  }
  return target.kind === 'tile' ? await tileAnswer(target, files) : await fileAnswer(target, files);
}

async function fileAnswer({ folder, path }: FileTarget, files: PageFiles): Promise<Response> {
  const file = join(folder === 'page' ? files.rendererDir : files.basemapDir, ...path);
  const type = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
  try {
    return answer(200, new Uint8Array(await readFile(file)), type);
  } catch (error) {
    if (isAbsent(error)) return nothingThere();
    throw error;
  }
}

async function tileAnswer({ archive, z, x, y }: TileTarget, { tiles }: PageFiles): Promise<Response> {
  const bytes = await tiles.tile(archive, z, x, y);
  if (bytes === null) return nothingThere();
  if (bytes === undefined) return answer(204, null);
  return answer(200, new Uint8Array(bytes), 'application/vnd.mapbox-vector-tile');
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG';
}

function nothingThere(): Response {
  return plain(404, 'There is nothing under this address.');
}

function plain(status: number, text: string): Response {
  return answer(status, new TextEncoder().encode(text), 'text/plain; charset=utf-8');
}

function answer(status: number, body: Uint8Array<ArrayBuffer> | null, type?: string): Response {
  return new Response(body, {
    status,
    headers: { ...pageHeaders, ...(type === undefined ? {} : { 'content-type': type }) },
  });
}
