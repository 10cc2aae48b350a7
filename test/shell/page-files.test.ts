import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { pageHeaders } from '#shared/contract/page-headers.ts';

import { answerPageRequest, type PageFiles } from '../../electron/main/page-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-page-'));
const rendererDir = join(folder, 'renderer');
const basemapDir = join(folder, 'basemap');
mkdirSync(join(rendererDir, 'assets'), { recursive: true });
mkdirSync(basemapDir);
writeFileSync(join(folder, 'secret.txt'), 'secret');
writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>');
writeFileSync(join(rendererDir, 'assets', 'main.js'), 'go()');
writeFileSync(join(rendererDir, 'assets', 'odd.bin'), 'odd');
writeFileSync(join(basemapDir, 'style.json'), '{}');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files: PageFiles = {
  rendererDir,
  basemapDir,
  tiles: {
    tile: (archive, z) =>
      Promise.resolve(archive === 'world' ? (z < 7 ? new Uint8Array([1, 2]) : undefined) : null),
  },
};

async function get(path: string, method = 'GET') {
  const response = await answerPageRequest(new Request(`app://waymark${path}`, { method }), files);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
    headers: response.headers,
  };
}

describe('the page from the program’s own files', () => {
  it('is served with its type', async () => {
    expect(await get('/')).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
      text: '<!doctype html>',
    });
    expect(await get('/assets/main.js')).toMatchObject({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      text: 'go()',
    });
    expect(await get('/assets/odd.bin')).toMatchObject({ status: 200, type: 'application/octet-stream' });
    expect(await get('/basemap/style.json')).toMatchObject({
      status: 200,
      type: 'application/json; charset=utf-8',
    });
  });

  it('has the tiles of the map, and says where there is none', async () => {
    expect(await get('/tiles/world/3/1/1.mvt')).toMatchObject({
      status: 200,
      type: 'application/vnd.mapbox-vector-tile',
    });
    expect(await get('/tiles/world/9/1/1.mvt')).toMatchObject({ status: 204, text: '' });
    expect(await get('/tiles/other/3/1/1.mvt')).toMatchObject({ status: 404 });
  });

  it('answers 404 for a file that is not there, for a folder, and for what lies outside', async () => {
    const paths = ['/nothing.js', '/assets', '/index.html/x', '/..%2fsecret.txt', `/${'a'.repeat(300)}`];
    const statuses = await Promise.all(paths.map(async (path) => (await get(path)).status));
    expect(statuses).toEqual(paths.map(() => 404));
  });

  it('takes no other method', async () => {
    expect(await get('/index.html', 'POST')).toMatchObject({ status: 405 });
  });

  it('carries the policy of the page on every answer', async () => {
    for (const path of ['/', '/nothing', '/tiles/world/9/1/1.mvt', '/%E0']) {
      const { headers } = await get(path);
      const missing = Object.entries(pageHeaders).filter(([name, value]) => headers.get(name) !== value);
      expect([path, missing]).toEqual([path, []]);
    }
  });
});
