import type { Gap } from './excursions.ts';

/** How much of a time nothing could be heard. */
export function deafTime(deaf: readonly Gap[], from: number, to: number): number {
  return deaf.reduce((sum, gap) => sum + Math.max(0, Math.min(gap.to, to) - Math.max(gap.from, from)), 0);
}
