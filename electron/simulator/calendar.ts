import { dayMs, hourMs, localToUtc } from '#shared/domain/time.ts';

/** The zone whose clock the sites work by. */
export const operationsZone = 'Europe/Paris';

/**
 * Working days by number (days since 1970-01-01). `phaseHours` moves the whole working day against the clock on
 * the wall, so that a demo started at night still shows a working day.
 */
export interface Calendar {
  readonly phaseHours: number;
  /** The instant at which a working day begins (local midnight plus the phase). */
  baseOf(day: number): number;
  /** The working day an instant belongs to. */
  dayOf(atMs: number): number;
}

/** Working days in the operations zone; daylight saving moves them as it moves people. */
export function calendar(phaseHours: number): Calendar {
  const known = new Map<number, number>();
  const baseOf = (day: number): number => {
    let base = known.get(day);
    if (base === undefined) {
      base = localToUtc(day * dayMs, operationsZone) + phaseHours * hourMs;
      known.set(day, base);
    }
    return base;
  };
  const dayOf = (atMs: number): number => {
    let day = Math.floor((atMs - phaseHours * hourMs) / dayMs);
    while (baseOf(day) > atMs) day--;
    while (baseOf(day + 1) <= atMs) day++;
    return day;
  };
  return { phaseHours, baseOf, dayOf };
}

/** Hours of the working day in which most of what moves is on the road. */
const livelyFrom = 8.75;
const livelyUntil = 13.5;

/** The phase that puts an instant into the lively part of a working day: 0 when it is there already. */
export function livelyPhase(atMs: number): number {
  const plain = calendar(0);
  const hour = (atMs - plain.baseOf(plain.dayOf(atMs))) / hourMs;
  if (hour >= livelyFrom && hour <= livelyUntil) return 0;
  const shift = Math.round(hour - 10);
  return shift > 12 ? shift - 24 : shift;
}
