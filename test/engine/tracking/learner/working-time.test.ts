import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Span } from '#engine/tracking/learner/days-off.ts';
import { calendarOf, workingTimeOf } from '#engine/tracking/learner/working-time.ts';

const dayMs = 86_400_000;
/** A Monday. */
const monday = Date.UTC(2026, 10, 2);
/** As many are open each day; they end on working days alone, evenly. */
const spans = Array.from({ length: 700 }, (_, index): Span => {
  const end = monday + (index % 5) * dayMs + 3_600_000;
  return { from: end - 7 * dayMs, end };
});
const none = new Map();

describe('working time', () => {
  const work = workingTimeOf(calendarOf([{ spans, daysOff: none }]));

  it('runs fast on days on which orders end, and hardly on the others', () => {
    const days = (from: number, to: number): number =>
      (work.toWork(monday + to * dayMs) - work.toWork(monday + from * dayMs)) / dayMs;
    expect(days(0, 1)).toBeCloseTo(days(3, 4), 6);
    expect(days(5, 7)).toBeLessThan(0.2 * days(0, 2));
    expect(days(0, 7)).toBeCloseTo(7, 6);
  });

  it('is not taken in by the many that end on a Monday because they waited over the weekend', () => {
    const waited = Array.from({ length: 700 }, (_, index): Span => {
      const from = monday + index * dayMs + 10 * 3_600_000;
      const weekday = index % 7;
      return { from, end: from + (weekday === 4 ? 3 : weekday === 5 ? 2 : 1) * dayMs };
    });
    const { speeds } = calendarOf([{ spans: waited, daysOff: none }]);
    const [, , saturday, sunday, onMonday, tuesday] = speeds;
    expect(onMonday).toBeCloseTo(tuesday!, 1);
    expect(Math.max(saturday!, sunday!)).toBeLessThan(0.3);
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
    const daily = Array.from({ length: 700 }, (_, index): Span => {
      const end = monday + index * dayMs;
      return { from: end - 7 * dayMs, end };
    });
    const even = workingTimeOf(calendarOf([{ spans: daily, daysOff: none }]));
    expect(even.toWork(monday + 1.5 * dayMs) - even.toWork(monday)).toBeCloseTo(1.5 * dayMs, 0);
  });

  describe('with days off', () => {
    const [first, second] = [monday / dayMs + 14, monday / dayMs + 15];
    const daysOff = new Map([first, second, first + 100].map((day) => [day, 'public'] as const));
    const rested = workingTimeOf(calendarOf([{ spans, daysOff }]));
    const done = (day: number, { toWork }: typeof work): number =>
      (toWork((day + 1) * dayMs) - toWork(day * dayMs)) / dayMs;

    it('does hardly anything on them, and on all others what the week does', () => {
      for (const day of daysOff.keys()) expect(done(day, rested)).toBeLessThan(0.3 * done(day, work));
      for (const day of [first - 1, second + 1, first + 99, first + 200])
        expect(done(day, rested)).toBeCloseTo(done(day, work), 6);
    });

    it('leads back to where it came from, and keeps what is later later', () => {
      const instants = fc.integer({ min: (first - 30) * dayMs, max: (first + 130) * dayMs });
      const edges = fc.constantFrom(
        ...[...daysOff.keys()].flatMap((day) => [day * dayMs, (day + 1) * dayMs]),
      );
      fc.assert(
        fc.property(fc.oneof(instants, edges), fc.oneof(instants, edges), (a, b) => {
          expect(Math.abs(rested.toCalendar(rested.toWork(a)) - a)).toBeLessThan(1);
          expect(Math.sign(rested.toWork(b) - rested.toWork(a))).toBe(Math.sign(b - a));
        }),
      );
    });
  });
});
