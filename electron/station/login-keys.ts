import { createHash, randomBytes } from 'node:crypto';

import type { Clock } from '#engine/clock.ts';

const lifeMs = 60_000;
const keysAtOnce = 100;

/** Keys that sign a browser in once, within a minute. */
export interface LoginKeys {
  /** A new key that is worth `cookie`. */
  issue(cookie: string): { readonly key: string; readonly expiresAt: number };
  /** What the key is worth; the key is used up by asking. */
  trade(key: string): string | undefined;
}

export function createLoginKeys(clock: Clock): LoginKeys {
  const keys = new Map<string, { readonly cookie: string; readonly until: number }>();
  return {
    issue(cookie) {
      const now = clock.monotonic();
      // Oldest first: a caller that asks without end pushes out its own keys, not the memory.
      for (const [hash, entry] of keys) if (entry.until <= now || keys.size >= keysAtOnce) keys.delete(hash);
      const key = randomBytes(32).toString('base64url');
      keys.set(hashOf(key), { cookie, until: now + lifeMs });
      return { key, expiresAt: clock.now() + lifeMs };
    },
    trade(key) {
      const hash = hashOf(key);
      const entry = keys.get(hash);
      keys.delete(hash);
      return entry === undefined || entry.until <= clock.monotonic() ? undefined : entry.cookie;
    },
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}
