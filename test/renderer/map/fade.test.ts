import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { faintest, faintFromMs, fadeOf, freshForMs } from '#renderer/map/fade.ts';

describe('fading with age', () => {
  it('leaves fresh data in full and never makes old data vanish', () => {
    expect([fadeOf(-5000), fadeOf(0), fadeOf(freshForMs)]).toEqual([1, 1, 1]);
    expect([fadeOf(faintFromMs), fadeOf(400 * faintFromMs)]).toEqual([faintest, faintest]);
    expect(faintest).toBeGreaterThan(0.4);
  });

  it('never gets stronger with age, and never jumps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 * faintFromMs, noNaN: true }), (ageMs) => {
        const step = fadeOf(ageMs) - fadeOf(ageMs + 1000);
        expect(step).toBeGreaterThanOrEqual(0);
        expect(step).toBeLessThan(0.01);
      }),
    );
  });

  it('tells ten minutes from two hours at a glance', () => {
    expect(fadeOf(10 * 60_000) - fadeOf(2 * 3_600_000)).toBeGreaterThan(0.1);
  });
});
