import type Database from 'better-sqlite3';

import type { RateLimit } from '#shared/domain/rate-limit.ts';

/** How much a device may send, as somebody set it; undefined where nobody did. */
export interface RateLimitStore {
  /** From memory. */
  get(): RateLimit | undefined;
  put(limit: RateLimit): void;
}

export function createRateLimitStore(db: Database.Database): RateLimitStore {
  const select = db.prepare<[], RateLimit>('SELECT per_second AS perSecond, burst FROM rate_limit');
  const put = db.prepare(
    `INSERT INTO rate_limit (id, per_second, burst) VALUES (1, :perSecond, :burst)
     ON CONFLICT DO UPDATE SET per_second = excluded.per_second, burst = excluded.burst`,
  );
  let limit = select.get();
  return {
    get: () => limit,
    put(wanted) {
      put.run(wanted);
      limit = wanted;
    },
  };
}
