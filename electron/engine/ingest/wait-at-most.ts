import type { Clock } from '../clock.ts';

/** Waits for `work`, but no longer than `limitMs`; says whether it was done in time. */
export function waitAtMost(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => resolve(false));
    work.then(() => resolve(true), reject).finally(cancel);
  });
}
