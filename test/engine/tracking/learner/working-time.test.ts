import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { workingTimeOf } from '#engine/tracking/learner/working-time.ts';

const dayMs = 86_400_000;
/** A Monday. */
const monday = Date.UTC(2026, 10, 2);
/** Ends on working days alone, evenly. */
const ends = Array.from({ length: 500 }, (_, index) => monday + (index % 5) * dayMs + 3_600_000);

describe('working time', () => {
  const work = workingTimeOf(ends);

  it('runs fast on days on which orders end, and hardly on the others', () => {
    const days = (from: number, to: number): number =>
      (work.toWork(monday + to * dayMs) - work.toWork(monday + from * dayMs)) / dayMs;
    expect(days(0, 1)).toBeCloseTo(days(3, 4), 6);
    expect(days(5, 7)).toBeLessThan(0.2 * days(0, 2));
    expect(days(0, 7)).toBeCloseTo(7, 6);
  });

  it('leads back to where it came from, and keeps what is later later', () => {
    const instants = fc.integer({ min: -Date.UTC(2100, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(Math.abs(work.toCalendar(work.toWork(a)) - a)).toBeLessThan(1);
        expect(Math.sign(work.toWork(b) - work.toWork(a))).toBe(Math.sign(b - a));
      }),
    );
  });

  it('is the calendar where every day does the same', () => {
    const even = workingTimeOf(Array.from({ length: 700 }, (_, index) => monday + index * dayMs));
    expect(even.toWork(monday + 1.5 * dayMs) - even.toWork(monday)).toBeCloseTo(1.5 * dayMs, 0);
  });
});
