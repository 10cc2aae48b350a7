import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { envelope } from '#shared/domain/series.ts';

const from = Date.UTC(2026, 10, 1);
const minute = 60_000;

describe('the envelope of a series', () => {
  it('keeps every reading while there are few enough, zero included', () => {
    const times = [0, 1, 2].map((each) => from + each * minute);
    const reduced = envelope(times, [0, -1.5, 0], { from, to: from + 10 * minute, points: 10 });
    expect(reduced.raw).toBe(true);
    expect(reduced.points.map((point) => [point.time, point.min, point.max])).toEqual([
      [from, 0, 0],
      [from + minute, -1.5, -1.5],
      [from + 2 * minute, 0, 0],
    ]);
  });

  it('marks a silence as a gap, judged on the readings', () => {
    const times = [0, 1, 2, 3, 20, 21, 22].map((each) => from + each * minute);
    const { gaps } = envelope(
      times,
      times.map(() => 5),
      { from, to: from + 30 * minute, points: 3 },
    );
    expect(gaps).toEqual([{ from: from + 3 * minute, to: from + 20 * minute }]);
  });

  it('never has more points than asked for, loses no reading and hides no extreme', () => {
    const readings = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 0, max: 99_999 }),
        value: fc.double({ min: -80, max: 80, noNaN: true }),
      }),
      {
        selector: (each) => each.at,
        minLength: 1,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 300 }), (items, points) => {
        const sorted = items.toSorted((a, b) => a.at - b.at);
        const values = sorted.map((each) => each.value);
        const reduced = envelope(
          sorted.map((each) => from + each.at),
          values,
          { from, to: from + 100_000, points },
        );
        expect(reduced.points.length).toBeLessThanOrEqual(points);
        expect(reduced.points.reduce((sum, point) => sum + point.count, 0)).toBe(values.length);
        expect(Math.max(...reduced.points.map((point) => point.max))).toBe(Math.max(...values));
        expect(Math.min(...reduced.points.map((point) => point.min))).toBe(Math.min(...values));
        for (const point of reduced.points) {
          expect(point.mean).toBeGreaterThanOrEqual(point.min - 1e-9);
          expect(point.mean).toBeLessThanOrEqual(point.max + 1e-9);
        }
      }),
      { numRuns: 500 },
    );
  });
});
