import { describe, expect, it } from 'vitest';

import { workLeft, type DaysOff, type Span } from '#engine/tracking/learner/days-off.ts';

const dayMs = 86_400_000;
/** A Monday. */
const monday = Date.UTC(2026, 1, 2) / dayMs;
const even = [1, 1, 1, 1, 1, 1, 1];

/** Orders of two days each; so many end a day for eight weeks. On some days fewer end, and the rest a day later. */
function spans(usual: number, fewer: Readonly<Record<number, number>> = {}): Span[] {
  return Array.from({ length: 56 }, (_, index) => monday + index).flatMap((day) =>
    Array.from({ length: usual }, (_, each) => {
      const due = day * dayMs + each * 60_000;
      return { from: due - 2 * dayMs, end: each < (fewer[day] ?? usual) ? due : due + dayMs };
    }),
  );
}

const off = (...days: readonly number[]): DaysOff => new Map(days.map((day) => [day, 'public']));

describe('what is left of a day off', () => {
  const [seen, coming] = [monday + 21, monday + 80];

  it('is what was done on those seen so far, for those to come too', () => {
    const left = workLeft([{ spans: spans(50, { [seen]: 10 }), daysOff: off(seen, coming) }], even);
    expect([...left.keys()]).toEqual([seen, coming]);
    expect(left.get(coming)).toBe(left.get(seen));
    expect(left.get(seen)).toBeGreaterThan(0.15);
    expect(left.get(seen)).toBeLessThan(0.4);
  });

  it('is all of it where as many orders end as on any other day', () => {
    const left = workLeft([{ spans: spans(200), daysOff: off(seen, coming) }], even);
    expect(left.get(coming)).toBeGreaterThan(0.95);
  });

  it('is that of the least day of the week before one was seen, of a public holiday only', () => {
    const weekend = [1.3, 1.3, 0.3, 0.2, 1.3, 1.3, 1.3];
    const daysOff: DaysOff = new Map([
      [monday + 100, 'public'],
      [monday + 101, 'optional'],
    ]);
    const left = workLeft([{ spans: spans(50), daysOff }], weekend);
    expect(left.get(monday + 100)).toBeCloseTo(0.2, 6);
    expect(left.get(monday + 101)).toBe(1);
  });

  it('counts as much as the country it is kept in', () => {
    const [kept, other] = [
      { spans: spans(30, { [seen]: 0 }), daysOff: off(seen) },
      { spans: spans(90), daysOff: off() },
    ];
    const alone = 1 - workLeft([kept], even).get(seen)!;
    const together = 1 - workLeft([kept, other], even).get(seen)!;
    expect(together / alone).toBeCloseTo(kept.spans.length / (kept.spans.length + other.spans.length), 6);
  });
});
