import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { ScanActivity } from '../store/scan-activity.ts';

/** Nobody works where nothing was scanned for so long after a day of so many scans: a weekend, a holiday. */
const closedAfterMs = 12 * hourMs;
const scansOfADay = 30;

/** When so much time has passed since an instant, not counting when nobody worked; later than `now` where that is not yet. */
export function dueInOpenTime(activity: ScanActivity, from: number, lengthMs: number, now: number): number {
  let due = from + lengthMs;
  let at = from;
  while (at < Math.min(due, now)) {
    const seen = activity.lastWithin(at, at + closedAfterMs);
    if (seen !== undefined) {
      at = seen;
      continue;
    }
    const opens = Math.min(activity.firstAfter(at) ?? now, now);
    if (opens - at >= closedAfterMs && activity.hasAtLeast(scansOfADay, at - dayMs, at)) due += opens - at;
    at = Math.max(opens, at + 1);
  }
  return due;
}

/**
 * Whether it can be told by now that an instant was in time in which anybody works: something was scanned since, or so
 * little is scanned that a pause says nothing.
 */
export function isKnownOpen(activity: ScanActivity, at: number, now: number): boolean {
  const last = activity.lastWithin(at - closedAfterMs, at);
  if (last === undefined || activity.lastWithin(at, now) !== undefined) return true;
  return !activity.hasAtLeast(scansOfADay, last - dayMs, last);
}
