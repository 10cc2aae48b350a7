import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { WorkingCalendar, WorkingTime } from '../learner/working-time.ts';
import type { Situation } from './journey-features.ts';

/** Hours of work from a situation to an instant. */
export function workHours(work: WorkingTime, { entered, offset }: Situation, at: number): number {
  return (work.toWork(at + offset) - work.toWork(entered + offset)) / hourMs;
}

/** Hours by the calendar from a situation until so many hours of work are done. */
export function calendarHours(work: WorkingTime, { entered, offset }: Situation, hours: number): number {
  const from = entered + offset;
  return (work.toCalendar(work.toWork(from) + hours * hourMs) - from) / hourMs;
}

/** A day off is told of on which less than this share of the usual is done. */
const hardlyAny = 0.5;

/** Days (since the first of 1970) that begin after `from` and not after `until`, on which hardly anything is done. */
export function daysOffWithin({ left }: WorkingCalendar, from: number, until: number): number[] {
  return [...left]
    .filter(([day, share]) => share < hardlyAny && day * dayMs > from && day * dayMs <= until)
    .map(([day]) => day)
    .sort((a, b) => a - b);
}
