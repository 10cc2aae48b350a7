import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { requests } from '#shared/contract/index.ts';

import { routes } from '../../electron/station/routes.ts';
import { startStation, type Json, type TestStation } from '../support/station.ts';

let station: TestStation;

beforeAll(async () => {
  station = await startStation();
});
afterAll(() => station.stop());

type Page = { readonly items: readonly Json[] };

const site = { siteId: 'depot-1', name: 'Depot', kind: 'depot', lat: 52.5, lon: 13.4, radiusM: 200 };

describe('the HTTP API', () => {
  test('is a table with a row for every request of the contract', () => {
    // A customer's link is a page of its own, and a webhook is signed as its sender signs: neither is a usual call.
    const named = new Set<string>([
      'trackingLinks.read',
      'webhooks.receive',
      ...routes.flatMap(({ request, ifQuery }) => [
        request,
        ...(ifQuery === undefined ? [] : [ifQuery.request]),
      ]),
    ]);
    expect(Object.keys(requests).filter((name) => !named.has(name))).toEqual([]);
  });

  test('takes the id from the path, and the body may repeat it', async () => {
    const { siteId, ...rest } = site;
    expect((await station.api('PUT', '/sites/depot-1', rest)).body).toMatchObject(site);
    expect(
      (await station.api('PUT', '/sites/depot-1', { ...rest, siteId, name: 'Depot North' })).status,
    ).toBe(200);
    expect((await station.api<Page>('GET', '/sites')).body.items).toEqual([{ ...site, name: 'Depot North' }]);
  });

  test.each(['gate 7', 'a/b', 'a%2Fb', '50%', 'a?b#c', 'Übergabe/1', 'x'.repeat(256), 'ü'.repeat(200)])(
    'carries the device id %j through the path',
    async (deviceId) => {
      const path = `/devices/${encodeURIComponent(deviceId)}`;
      const put = await station.api('PUT', path, { kind: 'gun' });
      expect({ status: put.status, deviceId: put.body['deviceId'] }).toEqual({ status: 200, deviceId });
      const { body } = await station.api<Page>('GET', '/devices');
      expect(body.items.map((device) => device['deviceId'])).toContain(deviceId);
      expect((await station.api('GET', `${path}/observations`)).body).toEqual({ items: [] });
    },
  );

  test.each([
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.123456Z',
    '2026-01-01T02:00:00%2B02:00',
    '2026-01-01T02:00:00+02:00',
    '2026-01-01T02:00:00+0200',
    '2026-01-01T02:00:00+02',
    '2025-12-31T19:00-05:00',
  ])('takes the instant %s', async (instant) => {
    expect((await station.api('GET', `/scans?from=${instant}&to=2026-02-01T00:00:00Z`)).status).toBe(200);
  });

  test.each(['yesterday', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', ''])(
    'refuses the instant %j and says where',
    async (instant) => {
      const { status, body } = await station.api<{ error: Json }>('GET', `/observations?from=${instant}`);
      expect({ status, details: body.error['details'] }).toEqual({
        status: 400,
        details: [{ where: 'query/from', message: expect.any(String) }],
      });
    },
  );

  test('makes, lists and revokes tokens; the secret is shown once', async () => {
    const made = await station.api<{ token: string; tokenId: string }>('POST', '/tokens', {
      role: 'operator',
    });
    const { token, tokenId } = made.body;
    const asOperator = { headers: { authorization: `Bearer ${token}` } };
    expect((await fetch(`${station.url}/api/v1/stats`, asOperator)).status).toBe(200);
    const listed = await station.api<Page>('GET', '/tokens');
    expect(listed.body.items).toContainEqual(expect.objectContaining({ tokenId, role: 'operator' }));
    expect(JSON.stringify(listed.body)).not.toContain(token);
    expect((await station.api('DELETE', `/tokens/${tokenId}`)).body).toEqual({ tokenId });
    expect((await fetch(`${station.url}/api/v1/stats`, asOperator)).status).toBe(401);
    expect((await station.api('DELETE', `/tokens/${tokenId}`)).status).toBe(404);
  });

  test('carries out a command once for one Idempotency-Key', async () => {
    const put = (key: string, name: string): Promise<Response> =>
      fetch(`${station.url}/api/v1/vehicles/van-1`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${station.token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ name }),
      });
    expect((await put('k1', 'Van 1')).status).toBe(200);
    expect((await put('k2', 'Van One')).status).toBe(200);
    const repeated = await put('k1', 'Van 1');
    expect(await repeated.json()).toMatchObject({ vehicleId: 'van-1', name: 'Van 1' });
    const { body } = await station.api<Page>('GET', '/vehicles');
    expect(body.items).toContainEqual(expect.objectContaining({ vehicleId: 'van-1', name: 'Van One' }));
    expect((await put('not a key', 'Van')).status).toBe(400);
  });

  test('answers 404 in its own words for what is not there', async () => {
    const { status, body } = await station.api('POST', '/quarantine/999999/retry');
    expect({ status, body }).toEqual({
      status: 404,
      body: { error: expect.objectContaining({ code: 'not-found' }) },
    });
  });

  test('is described by OpenAPI 3.1, call by call', async () => {
    const { body } = await station.api<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/openapi.json',
    );
    expect(body.openapi).toMatch(/^3\.1\./);
    const described = Object.entries(body.paths).flatMap(([path, calls]) =>
      Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const own = ['GET /health', 'GET /login-key', 'POST /login', 'POST /webhooks/{provider}'];
    const expected = [...routes.map(({ method, path }) => `${method} ${path}`), ...own].map((call) =>
      call.replace(' ', ' /api/v1'),
    );
    expect(described.toSorted()).toEqual(expected.toSorted());
    const ids = Object.values(body.paths).flatMap((calls) =>
      Object.values(calls).map((call) => (call as Json)['operationId']),
    );
    const named = ids.filter((id) => id !== undefined);
    expect(new Set(named).size).toBe(named.length);
  });
});
