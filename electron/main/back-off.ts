const firstDelayMs = 500;
const longestDelayMs = 30_000;

/** An engine that ran this long was a good one: the next fall is its first again. */
export const settledMs = 60_000;

/** How long to wait before the next try after so many falls in a row; half of it is random. */
export function backOffMs(falls: number, random: () => number): number {
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (Math.max(1, falls) - 1));
  return delayMs * (0.5 + random() / 2);
}
