import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { addPages } from '../../electron/station/pages.ts';
import { startStation, type TestStation } from '../support/station.ts';

describe('signing in', () => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startStation();
  });
  afterAll(() => station.stop());

  function logIn(openUrl: string): Promise<Response> {
    return fetch(`${station.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: new URL(openUrl).hash.slice(3) }),
    });
  }

  test('a link works once; used again, the answer says so', async () => {
    const first = await logIn(station.openUrl);
    expect(first.status).toBe(200);
    expect(first.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict$/);
    const again = await logIn(station.openUrl);
    expect(again.status).toBe(401);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.json()).toMatchObject({
      error: { message: expect.stringMatching(/has been used or is older than a minute/) },
    });
  });

  test("a viewer's link signs in a viewer", async () => {
    const made = await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' });
    const link = await fetch(`${station.url}/api/v1/login-key`, {
      headers: { authorization: `Bearer ${made.body.token}` },
    });
    const { openUrl } = (await link.json()) as { openUrl: string };
    const cookie = (await logIn(openUrl)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const put = await fetch(`${station.url}/api/v1/vehicles/v`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([
      (await fetch(`${station.url}/api/v1/stats`, { headers: { cookie } })).status,
      put.status,
    ]).toEqual([200, 403]);
  });

  test('a page that needs signing in shows how, not JSON', async () => {
    const answer = await fetch(`${station.url}/`, { headers: { accept: 'text/html' } });
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect(text).toContain('A sign-in link works once and for one minute.');
  });

  test('the sign-in page keeps to its policy: no script or style of its own in the document', async () => {
    const text = await (await fetch(`${station.url}/login`)).text();
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style| style=| on\w+=/);
    for (const [path, type] of [
      ['/login.js', 'text/javascript'],
      ['/login.css', 'text/css'],
    ] as const) {
      expect((await fetch(`${station.url}${path}`)).headers.get('content-type')).toContain(type);
    }
  });
});

describe('the built page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-pages-'));
  const rendererDir = join(folder, 'renderer');
  let app: FastifyInstance;

  beforeAll(async () => {
    mkdirSync(join(rendererDir, 'assets'), { recursive: true });
    writeFileSync(join(rendererDir, 'assets', 'index-abc123.js'), 'export {};');
    writeFileSync(join(rendererDir, '.secret'), 'x');
    writeFileSync(join(folder, 'outside.txt'), 'outside');
    app = fastify();
    app.setValidatorCompiler(validatorCompiler);
    await addPages(app, { rendererDir, basemapDir: join(folder, 'basemap') });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is missed in words when it was not built', async () => {
    const answer = await app.inject('/');
    expect([answer.statusCode, answer.json<unknown>()]).toEqual([
      503,
      { error: { code: 'unavailable', message: expect.stringContaining('has not been built') } },
    ]);
  });

  test('is asked for anew each time, its hashed assets never again', async () => {
    writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>');
    const page = await app.inject('/');
    expect([page.statusCode, page.headers['cache-control'], page.headers['content-type']]).toEqual([
      200,
      'no-cache',
      'text/html; charset=utf-8',
    ]);
    const asset = await app.inject('/assets/index-abc123.js');
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([
      200,
      'private, max-age=31536000, immutable',
    ]);
  });

  test.each([
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%2e%2e%2foutside.txt',
    '/assets/..%5c..%5coutside.txt',
    '/.secret',
    '/assets/%00',
    '/%252e%252e/outside.txt',
  ])('gives nothing for %s', async (path) => {
    const answer = await app.inject(path);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('outside\n');
    expect(answer.body).not.toBe('outside');
  });

  test('has no tiles where there is no archive', async () => {
    expect((await app.inject('/tiles/world/0/0/0.mvt')).statusCode).toBe(404);
    expect((await app.inject('/basemap/style.json')).statusCode).toBe(404);
  });
});
