import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { valueScale } from '#renderer/charts/value-scale.ts';

describe('the value axis', () => {
  it('has round bounds around the values and does not force zero in', () => {
    expect(valueScale(-21.3, -17.6)).toEqual({
      min: -22,
      max: -17,
      ticks: [-22, -21, -20, -19, -18, -17],
      decimals: 0,
    });
  });

  it('keeps zero as the value it is', () => {
    expect(valueScale(0, 0, { leastSpan: 1 })).toEqual({
      min: -0.5,
      max: 0.5,
      ticks: [-0.5, -0.25, 0, 0.25, 0.5],
      decimals: 2,
    });
    expect(valueScale(-3, 4).ticks).toContain(0);
  });

  it('does not go below what is possible, unless a value does', () => {
    expect(valueScale(0, 40, { floor: 0 }).min).toBe(0);
    expect(valueScale(0, 0, { floor: 0, leastSpan: 10 })).toMatchObject({ min: 0, max: 10 });
    expect(valueScale(100, 100, { floor: 0, ceiling: 100, leastSpan: 10 })).toMatchObject({
      min: 90,
      max: 100,
    });
    expect(valueScale(-2, 40, { floor: 0 }).min).toBeLessThanOrEqual(-2);
  });

  it('gives a steady sensor an axis of the least height, with the value in the middle', () => {
    const scale = valueScale(4.2, 4.2, { leastSpan: 1 });
    expect(scale.min).toBeLessThanOrEqual(3.7);
    expect(scale.max).toBeGreaterThanOrEqual(4.7);
  });

  it('writes large and small values with the decimals their steps need', () => {
    expect(valueScale(0, 480_000, { floor: 0 })).toMatchObject({ max: 600_000, decimals: 0 });
    expect(valueScale(2.91, 2.98)).toMatchObject({ decimals: 2 });
  });

  it('holds every value between few, evenly spaced ticks', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const property = fc.property(value, value, (a, b) => {
      const low = Math.min(a, b);
      const high = Math.max(a, b);
      const { min, max, ticks } = valueScale(low, high, { leastSpan: 0.01 });
      expect(min).toBeLessThanOrEqual(low + 1e-9);
      expect(max).toBeGreaterThanOrEqual(high - 1e-9);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect([min, max]).toEqual([ticks[0], ticks.at(-1)]);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
