/** How many of a device's newest instants its cadence is learned from. */
export const cadenceSamples = 33;

/**
 * The usual time between a device's messages: the median gap of its newest instants, in milliseconds. A median,
 * so that one long silence or one burst does not change it; undefined for fewer than three gaps.
 */
export function cadenceMs(instants: readonly number[]): number | undefined {
  const sorted = [...new Set(instants)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - sorted[index]!);
  if (gaps.length < 3) return undefined;
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)];
}

const unknownCadenceMs = 15 * 60_000;

/** After this long without news something that should report is silent: twice its cadence and a minute. */
export function silentAfterMs(expectedEveryS: number | undefined, learnedMs: number | undefined): number {
  const cadence = expectedEveryS === undefined ? (learnedMs ?? unknownCadenceMs) : expectedEveryS * 1000;
  return 2 * cadence + 60_000;
}
