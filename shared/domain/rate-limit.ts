/** Messages a device may send: so many a second for good, and so many at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * No honest device sends more for long; one that was away for a moment and sends what it kept has the burst. Others of
 * the same broker wait while a burst is stored: three thousand take about a quarter of a second.
 */
export const defaultRateLimit: RateLimit = { perSecond: 1_000, burst: 3_000 };
