import { dayMs, hourMs, minuteMs } from './time.ts';

/** Upper ends of the classes of lateness in milliseconds; what is later than all of them is in a class of its own. */
export const latenessBoundsMs = [10_000, 2 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, dayMs] as const;

export const latenessClasses = latenessBoundsMs.length + 1;

/** The class a fact belongs to that came this long after it happened. */
export function latenessClass(lateMs: number): number {
  const found = latenessBoundsMs.findIndex((bound) => lateMs <= bound);
  return found === -1 ? latenessBoundsMs.length : found;
}

/** How many of a device's newest live messages its clock is judged by. */
export const offsetSamples = 32;
const offsetLeast = 5;

/**
 * How far a device's clock is ahead of ours in milliseconds (negative: behind), from the differences between event
 * and receipt of its newest live messages. A message can be held up but never come before it was sent: the least
 * delayed ones tell, and the very least is left out, since one wrong time must not count. Undefined for too few.
 */
export function clockOffsetMs(differences: readonly number[]): number | undefined {
  if (differences.length < offsetLeast) return undefined;
  const sorted = [...differences].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 2, Math.floor(sorted.length * 0.9))];
}

/** The share of facts that came more than two minutes after they happened; undefined without any. */
export function lateShare(lateness: readonly number[]): number | undefined {
  const total = lateness.reduce((sum, count) => sum + count, 0);
  return total === 0 ? undefined : lateness.slice(2).reduce((sum, count) => sum + count, 0) / total;
}
