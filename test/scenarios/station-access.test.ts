import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { createAccess, type Access } from '../../electron/station/access.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const owner = { role: 'owner', actor: 'owner' } as const;
const viewer = { role: 'viewer', actor: 'token:7' } as const;

let clock: FakeClock;
let tokens: Map<string, typeof viewer>;
let access: Access;

function newAccess(dataDir = folder): Access {
  return createAccess({ dataDir, clock, authenticate: (token) => tokens.get(token) });
}

function ownersKey(): ReturnType<Access['issueKey']> {
  return access.issueKey({ authorization: `Bearer ${access.token}` });
}

/** What a browser sends back of a Set-Cookie. */
function cookieOf(setCookie: string | undefined): string {
  return setCookie?.split(';')[0] ?? '';
}

beforeEach(() => {
  clock = createFakeClock();
  tokens = new Map([['viewer-token', viewer]]);
  access = newAccess();
});

describe('who may use the station', () => {
  test('its own token is the owner, a token of the engine is its role, anything else nobody', () => {
    expect(access.token).toMatch(/^[\w-]{43}$/);
    expect(access.identify({ authorization: `Bearer ${access.token}` })).toEqual(owner);
    expect(access.identify({ authorization: `bearer ${access.token}` })).toEqual(owner);
    expect(access.identify({ authorization: 'Bearer viewer-token' })).toEqual(viewer);
    for (const authorization of [
      '',
      'Bearer ',
      `Bearer ${access.token}x`,
      access.token,
      `Basic ${access.token}`,
    ]) {
      expect(access.identify({ authorization })).toBeUndefined();
    }
    expect(access.identify({})).toBeUndefined();
  });

  test('a wrong token is not excused by a valid cookie', () => {
    const cookie = cookieOf(access.tradeKey(ownersKey().key));
    expect(access.identify({ cookie })).toEqual(owner);
    expect(access.identify({ cookie, authorization: 'Bearer wrong' })).toBeUndefined();
  });
});

describe('a sign-in key', () => {
  test('is worth a cookie once', () => {
    const { key } = ownersKey();
    const setCookie = access.tradeKey(key);
    expect(setCookie).toMatch(
      /^waymark_[0-9a-f]{8}=o\.\S+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect(access.tradeKey(key)).toBeUndefined();
  });

  test('is worth nothing after 60 seconds', () => {
    const [inTime, late] = [ownersKey(), ownersKey()];
    expect(inTime.expiresAt).toBe(clock.now() + 60_000);
    clock.advance(59_999);
    expect(access.tradeKey(inTime.key)).toBeDefined();
    clock.advance(1);
    expect(access.tradeKey(late.key)).toBeUndefined();
  });

  test('does not live longer because the wall clock is set back', () => {
    const { key } = ownersKey();
    clock.setNow(clock.now() - 3_600_000);
    clock.advance(60_000);
    expect(access.tradeKey(key)).toBeUndefined();
  });

  test('is not given to nobody', () => {
    expect(() => access.issueKey({})).toThrow();
    expect(() => access.issueKey({ authorization: 'Bearer wrong' })).toThrow();
  });

  test('gives the rights of whoever asked for it, by token or by cookie', () => {
    const cookie = cookieOf(access.tradeKey(access.issueKey({ authorization: 'Bearer viewer-token' }).key));
    expect(access.identify({ cookie })).toEqual(viewer);
    const again = cookieOf(access.tradeKey(access.issueKey({ cookie }).key));
    expect(access.identify({ cookie: again })).toEqual(viewer);
  });
});

describe("a browser's cookie", () => {
  test('outlives a restart of the station, 30 days at most', () => {
    const cookie = cookieOf(access.tradeKey(ownersKey().key));
    const restarted = newAccess();
    expect(restarted.token).not.toBe(access.token);
    expect(restarted.identify({ cookie: `other=1; ${cookie}; more=2` })).toEqual(owner);
    clock.advance(30 * 24 * 3_600_000);
    expect(restarted.identify({ cookie })).toBeUndefined();
  });

  test('is not believed when a character is changed, or on another data folder', () => {
    const cookie = cookieOf(access.tradeKey(ownersKey().key));
    const [name, value = ''] = cookie.split('=');
    for (let at = 0; at < value.length - 1; at += 1) {
      const changed = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
      expect(access.identify({ cookie: `${name}=${changed}` })).toBeUndefined();
    }
    const elsewhere = mkdtempSync(join(folder, 'other-'));
    expect(newAccess(elsewhere).identify({ cookie })).toBeUndefined();
  });

  test('ends with the token it was made from', () => {
    const cookie = cookieOf(access.tradeKey(access.issueKey({ authorization: 'Bearer viewer-token' }).key));
    tokens.delete('viewer-token');
    expect(access.identify({ cookie })).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('is signed with a secret only its owner can read', () => {
    expect(statSync(join(folder, 'station.key')).mode & 0o777).toBe(0o600);
  });
});
