import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { writePrivately } from './private-file.ts';

export const cookieLifeS = 30 * 24 * 3600;

/** A cookie value that proves, until it expires, that this data folder's owner signed in. */
export function signOwnerCookie(nowMs: number, secret: string): string {
  const claim = `o.${Math.floor(nowMs / 1000) + cookieLifeS}.${randomBytes(12).toString('base64url')}`;
  return `${claim}.${macOf(claim, secret)}`;
}

export function isOwnerCookie(value: string, secret: string, nowMs: number): boolean {
  const match = /^(o\.(\d{1,12})\.[\w-]{16})\.([\w-]{43})$/.exec(value);
  if (match === null) return false;
  const [, claim = '', expiresS = '0', mac = ''] = match;
  return sameText(mac, macOf(claim, secret)) && Number(expiresS) * 1000 > nowMs;
}

/** Compares digests, so that neither the time taken nor the length tells anything. */
export function sameText(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/** Signs the cookies; kept in the data folder so that an open page survives a restart of the station. */
export function signingSecret(dataDir: string): string {
  const path = join(dataDir, 'station.key');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (/^[\w-]{43}$/.test(kept)) return kept;
  const fresh = randomBytes(32).toString('base64url');
  writePrivately(path, `${fresh}\n`);
  return fresh;
}

/** A browser sends cookies to every port of a host: the name tells stations of different folders apart. */
export function cookieNameFor(secret: string): string {
  return `waymark_${digest(secret).toString('hex').slice(0, 8)}`;
}

function macOf(claim: string, secret: string): string {
  return createHmac('sha256', secret).update(claim).digest('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
