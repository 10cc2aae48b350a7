import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { sendRaw, type RawAnswer } from '../support/raw-http.ts';
import { startStation, type TestStation } from '../support/station.ts';

let station: TestStation;
let port: number;
let cookie: string;
let viewerToken: string;

beforeAll(async () => {
  station = await startStation();
  port = Number(new URL(station.url).port);
  const answer = await fetch(`${station.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: new URL(station.openUrl).hash.slice(3) }),
  });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  viewerToken = (await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' })).body.token;
});
afterAll(() => station.stop());

/** `HOST`, `PORT`, `TOKEN`, `VIEWER` and `COOKIE` stand for what is known only once the station runs. */
function send(request: string, headers: readonly string[], body?: string): Promise<RawAnswer> {
  const known = (line: string): string =>
    line
      .replace('HOST', `127.0.0.1:${port}`)
      .replace('PORT', String(port))
      .replace('TOKEN', station.token)
      .replace('VIEWER', viewerToken)
      .replace('COOKIE', cookie);
  return sendRaw(port, [request, ...headers].map(known), body);
}

const stats = 'GET /api/v1/stats HTTP/1.1';
const device = 'PUT /api/v1/devices/gate-1 HTTP/1.1';
const host = 'Host: HOST';
const token = 'Authorization: Bearer TOKEN';
const json = 'Content-Type: application/json';
const length = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}`;

type Row = readonly [
  what: string,
  status: number,
  request: string,
  headers: readonly string[],
  body?: string,
];

const rows: readonly Row[] = [
  ['a good request', 200, stats, [host, token]],
  ['a good request to localhost', 200, stats, ['Host: localhost:PORT', token]],
  ['a good request with the cookie', 200, stats, [host, 'Cookie: COOKIE']],
  [
    'the page itself asking',
    200,
    stats,
    [host, 'Cookie: COOKIE', 'Origin: http://HOST', 'Sec-Fetch-Site: same-origin'],
  ],
  ['an address typed by the user', 200, stats, [host, 'Cookie: COOKIE', 'Sec-Fetch-Site: none']],
  ['a viewer looking', 200, stats, [host, 'Authorization: Bearer VIEWER']],
  ['health without a token', 200, 'GET /api/v1/health HTTP/1.1', [host]],

  ['rebinding: another host name', 421, stats, ['Host: evil.example:PORT', token]],
  ['rebinding: a name that starts like ours', 421, stats, ['Host: 127.0.0.1.nip.example:PORT', token]],
  ['the right name with another port', 421, stats, ['Host: 127.0.0.1:1', token]],
  ['the right name without a port', 421, stats, ['Host: 127.0.0.1', token]],
  ['an empty host', 421, stats, ['Host: ', token]],
  ['no host (HTTP/1.0)', 421, 'GET /api/v1/stats HTTP/1.0', [token]],
  ['no host (HTTP/1.1)', 421, stats, [token]],
  ['rebinding of what needs no token', 421, 'GET /api/v1/health HTTP/1.1', ['Host: evil.example:PORT']],

  ['a foreign origin', 403, stats, [host, token, 'Origin: https://evil.example']],
  ['origin null (sandboxed frame, file:)', 403, stats, [host, token, 'Origin: null']],
  [
    'an origin that starts like ours',
    403,
    stats,
    [host, token, 'Origin: http://127.0.0.1:PORT.evil.example'],
  ],
  ['our host with another scheme', 403, stats, [host, token, 'Origin: https://HOST']],
  ['another port of this computer', 403, stats, [host, 'Cookie: COOKIE', 'Origin: http://127.0.0.1:1']],
  ['fetch metadata: cross-site', 403, stats, [host, token, 'Sec-Fetch-Site: cross-site']],
  [
    'fetch metadata: same-site (another port)',
    403,
    stats,
    [host, 'Cookie: COOKIE', 'Sec-Fetch-Site: same-site'],
  ],
  ['fetch metadata nobody knows', 403, stats, [host, token, 'Sec-Fetch-Site: nonsense']],
  ['a foreign origin at health', 403, 'GET /api/v1/health HTTP/1.1', [host, 'Origin: https://evil.example']],
  [
    'a foreign origin at sign-in',
    403,
    'POST /api/v1/login HTTP/1.1',
    [host, json, length('{}'), 'Origin: null'],
    '{}',
  ],

  ['no token', 401, stats, [host]],
  ['a wrong token', 401, stats, [host, 'Authorization: Bearer nonsense']],
  ['the token with a character more', 401, stats, [host, 'Authorization: Bearer TOKENx']],
  ['another scheme', 401, stats, [host, 'Authorization: Basic TOKEN']],
  ['the token in the query', 401, 'GET /api/v1/stats?token=TOKEN HTTP/1.1', [host]],
  [
    'a wrong token beside a good cookie',
    401,
    stats,
    [host, 'Authorization: Bearer nonsense', 'Cookie: COOKIE'],
  ],
  ['a made-up cookie', 401, stats, [host, 'Cookie: waymark_00000000=o.9999999999.AAAAAAAAAAAAAAAA.AAAA']],
  ['an unknown route without a token', 401, 'GET /api/v1/nonsense HTTP/1.1', [host]],
  ['a map tile without a token', 401, 'GET /tiles/world/0/0/0.mvt HTTP/1.1', [host]],
  ['a map file without a token', 401, 'GET /basemap/world.pmtiles HTTP/1.1', [host]],
  ['an asset without a token', 401, 'GET /assets/index.js HTTP/1.1', [host]],
  ['the API description without a token', 401, 'GET /api/v1/openapi.json HTTP/1.1', [host]],
  ['a sign-in link without a token', 401, 'GET /api/v1/login-key HTTP/1.1', [host]],

  [
    'a viewer describing a device',
    403,
    device,
    [host, 'Authorization: Bearer VIEWER', json, length('{}')],
    '{}',
  ],
  [
    'a viewer making a token',
    403,
    'POST /api/v1/tokens HTTP/1.1',
    [host, 'Authorization: Bearer VIEWER', json, length('{"role":"operator"}')],
    '{"role":"operator"}',
  ],
  [
    'a viewer retrying',
    403,
    'POST /api/v1/quarantine/1/retry HTTP/1.1',
    [host, 'Authorization: Bearer VIEWER'],
  ],

  [
    'a form on another site (text/plain)',
    415,
    device,
    [host, token, 'Content-Type: text/plain', 'Content-Length: 0'],
  ],
  [
    'a form (urlencoded)',
    415,
    device,
    [host, token, 'Content-Type: application/x-www-form-urlencoded', length('a=b')],
    'a=b',
  ],
  ['a body without a type', 415, device, [host, token, length('{}')], '{}'],
  [
    'JSON in another charset',
    415,
    device,
    [host, token, 'Content-Type: application/json; charset=utf-16', length('{}')],
    '{}',
  ],
  [
    'a type that only starts like JSON',
    415,
    device,
    [host, token, 'Content-Type: application/jsonx', length('{}')],
    '{}',
  ],
  ['a body over 16 MB', 413, device, [host, token, json, 'Content-Length: 99999999']],

  ['a body that is no JSON', 400, device, [host, token, json, length('{bad')], '{bad'],
  [
    'a body that reaches for the prototype',
    400,
    device,
    [host, token, json, length('{"__proto__":{"a":1}}')],
    '{"__proto__":{"a":1}}',
  ],
  [
    'an unknown field in the body',
    400,
    device,
    [host, token, json, length('{"colour":"red"}')],
    '{"colour":"red"}',
  ],
  [
    "an id in the body that is not the path's",
    400,
    device,
    [host, token, json, length('{"deviceId":"x"}')],
    '{"deviceId":"x"}',
  ],
  ['an unknown query parameter', 400, 'GET /api/v1/stats?verbose=1 HTTP/1.1', [host, token]],
  [
    'a query on a write',
    400,
    'PUT /api/v1/devices/gate-1?force=1 HTTP/1.1',
    [host, token, json, length('{}')],
    '{}',
  ],
  ['the same parameter twice', 400, 'GET /api/v1/scans?code=a&code=b HTTP/1.1', [host, token]],
  ['a value of the wrong kind', 400, 'GET /api/v1/scans?limit=many HTTP/1.1', [host, token]],
  [
    'a path that is not percent-encoding',
    400,
    'GET /api/v1/devices/%zz/observations HTTP/1.1',
    [host, token],
  ],

  ['an unknown route', 404, 'GET /api/v1/nonsense HTTP/1.1', [host, token]],
  ['an unknown page', 404, 'GET /nonsense HTTP/1.1', [host, token]],
  ['an unknown archive of tiles', 404, 'GET /tiles/nonsense/0/0/0.mvt HTTP/1.1', [host, token]],
  ['an archive outside the folder', 404, 'GET /tiles/..%2f..%2fpackage/0/0/0.mvt HTTP/1.1', [host, token]],
  ['the wrong method', 405, 'POST /api/v1/stats HTTP/1.1', [host, token]],
  ['the wrong method with an id', 405, 'GET /api/v1/devices/gate-1 HTTP/1.1', [host, token]],
  ['a preflight', 405, 'OPTIONS /api/v1/stats HTTP/1.1', [host, token]],
  ['a write to a page', 405, 'POST / HTTP/1.1', [host, token]],

  ['a file above the page', 403, 'GET /..%2f..%2fpackage.json HTTP/1.1', [host, token]],
  ['a file above the map', 403, 'GET /basemap/..%2f..%2fpackage.json HTTP/1.1', [host, token]],
];

const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const engine = 'GET /engine HTTP/1.1';

const upgrades: readonly Row[] = [
  ['a client with the token', 101, engine, [host, token, ...upgrade]],
  ['the page', 101, engine, [host, 'Cookie: COOKIE', 'Origin: http://HOST', ...upgrade]],
  ['a viewer', 101, engine, [host, 'Authorization: Bearer VIEWER', ...upgrade]],
  ['another host name', 421, engine, ['Host: evil.example', token, ...upgrade]],
  ['no host', 421, engine, [token, ...upgrade]],
  [
    'a foreign page with the cookie',
    403,
    engine,
    [host, 'Cookie: COOKIE', 'Origin: https://evil.example', ...upgrade],
  ],
  ['a page without an origin of its own', 403, engine, [host, 'Cookie: COOKIE', 'Origin: null', ...upgrade]],
  ['a cross-site page', 403, engine, [host, 'Cookie: COOKIE', 'Sec-Fetch-Site: cross-site', ...upgrade]],
  ['no token', 401, engine, [host, 'Origin: http://HOST', ...upgrade]],
  ['a wrong token', 401, engine, [host, 'Authorization: Bearer nonsense', ...upgrade]],
  ['another path', 404, 'GET /api/v1/stats HTTP/1.1', [host, token, ...upgrade]],
  ['no upgrade at all', 426, engine, [host, token]],
];

const codes: Readonly<Record<number, string>> = {
  400: 'invalid-request',
  401: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  405: 'invalid-request',
  413: 'invalid-request',
  415: 'invalid-request',
  421: 'forbidden',
  426: 'invalid-request',
};

function casesOf(table: readonly Row[]) {
  return table.map(([what, status, request, headers, body]) => ({ what, status, request, headers, body }));
}

function expectAnswer(answer: RawAnswer, status: number): void {
  expect({ status: answer.status, body: answer.status === status ? '' : answer.body }).toEqual({
    status,
    body: '',
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeUndefined();
  if (status < 400) return;
  expect(JSON.parse(answer.body)).toEqual({
    error: expect.objectContaining({ code: codes[status], message: expect.stringMatching(/\S/) }),
  });
}

describe('the guards of the station', () => {
  test.each(casesOf(rows))('$what → $status', async ({ status, request, headers, body }) => {
    const answer = await send(request, headers, body);
    expectAnswer(answer, status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test.each(casesOf(upgrades))('of a WebSocket: $what → $status', async ({ status, request, headers }) => {
    expectAnswer(await send(request, headers), status);
  });

  test('say which methods there are', async () => {
    const answer = await send('DELETE /api/v1/tokens HTTP/1.1', [host, token]);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'POST']);
  });

  test('never repeat a token in an answer', async () => {
    const answer = await send('GET /api/v1/stats?x=TOKEN HTTP/1.1', [host, 'Authorization: Bearer TOKEN']);
    expect(answer.body).not.toContain(station.token);
  });
});
