import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { censoredQuantile } from '#engine/tracking/learner/censored-quantile.ts';
import { weightedQuantile } from '#engine/tracking/learner/weighted-quantile.ts';

const lives = fc.array(fc.record({ value: fc.integer({ min: 0, max: 50 }), ended: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});
const share = fc.integer({ min: 1, max: 9 }).map((tenths) => tenths / 10);

const quantile = (all: readonly { value: number; ended: boolean }[], of: number): number =>
  censoredQuantile(
    all.map(({ value }) => value),
    all.map(({ ended }) => ended),
    of,
  );

describe('a quantile of lives of which some go on', () => {
  it('is the plain quantile where all have ended', () => {
    fc.assert(
      fc.property(lives, share, (all, of) => {
        const values = all.map(({ value }) => value);
        const plain = weightedQuantile(
          values,
          values.map(() => 1),
          of,
        );
        expect(
          quantile(
            all.map(({ value }) => ({ value, ended: true })),
            of,
          ),
        ).toBe(plain);
      }),
    );
  });

  it('never falls when one that ended turns out to go on, whatever their order', () => {
    fc.assert(
      fc.property(lives, share, fc.nat(), (all, of, which) => {
        const later = all.map((each, index) =>
          index === which % all.length ? { ...each, ended: false } : each,
        );
        expect(quantile(later, of)).toBeGreaterThanOrEqual(quantile(all, of));
        expect(quantile(all.toReversed(), of)).toBe(quantile(all, of));
      }),
    );
  });

  it('shares what one that goes on stands for among those that lasted longer', () => {
    const all = [
      { value: 1, ended: true },
      { value: 2, ended: false },
      { value: 3, ended: true },
      { value: 4, ended: true },
    ];
    // A quarter ends at 1; the other three quarters end half and half at 3 and at 4.
    expect(quantile(all, 0.25)).toBe(1);
    expect(quantile(all, 0.26)).toBe(3);
    expect(quantile(all, 0.62)).toBe(3);
    expect(quantile(all, 0.63)).toBe(4);
  });

  it('is the longest seen where too few have ended, and of nothing not known', () => {
    expect(
      quantile(
        [
          { value: 5, ended: true },
          { value: 9, ended: false },
          { value: 7, ended: false },
        ],
        0.9,
      ),
    ).toBe(9);
    expect(censoredQuantile([], [], 0.5)).toBeNaN();
  });
});
