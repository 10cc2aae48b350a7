/** Messages a device may send: so many a second for good, and so many at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** No honest device sends more for long; one that was away and sends what it kept has the burst. */
export const defaultRateLimit: RateLimit = { perSecond: 1_000, burst: 20_000 };
