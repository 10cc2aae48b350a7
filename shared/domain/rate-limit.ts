/** Messages a device may send: so many a second for good, and so many at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * No honest device sends more for long; one that was away and sends what it kept, or a gateway that speaks for many, has
 * the burst. Others of the same broker wait about two seconds while a whole one is stored; that is less than to lose it.
 */
export const defaultRateLimit: RateLimit = { perSecond: 1_000, burst: 20_000 };
