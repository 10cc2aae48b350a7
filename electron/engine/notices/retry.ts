/** A notice is given up after this many tries: about an hour. */
export const mostAttempts = 9;

const firstMs = 5000;
const longestMs = 15 * 60_000;

/** How long to wait after the `attempts`-th try failed; between half and all of a doubling time, so that many do not come at once. */
export function retryDelayMs(attempts: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
}
