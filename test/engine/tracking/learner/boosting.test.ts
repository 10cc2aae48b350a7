import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { binned, boost, boostedValue, seededRandom } from '#engine/tracking/learner/boosting.ts';
import { weightedQuantile } from '#engine/tracking/learner/weighted-quantile.ts';

const settings = {
  trees: 120,
  leaves: 8,
  leastInLeaf: 10,
  learningRate: 0.1,
  rowShare: 0.8,
  columnShare: 1,
  seed: 3,
};

function sample(count: number): { columns: Float64Array[]; target: Float64Array } {
  const random = seededRandom(5);
  const step = Float64Array.from({ length: count }, () => random() * 10);
  const gaps = Float64Array.from({ length: count }, () => (random() < 0.3 ? NaN : 1));
  const target = step.map(
    (each, row) => (each > 5 ? 20 : 4) + (Number.isNaN(gaps[row]!) ? 30 : 0) + random() * 10,
  );
  return { columns: [step, gaps], target };
}

describe('boosted trees', () => {
  const { columns, target } = sample(2000);
  const even = new Float64Array(target.length).fill(1);
  const none = new Float64Array(target.length);
  const fit = (quantile: number) =>
    boost(binned({ rows: target.length, columns }), target, even, none, { ...settings, quantile });

  it('find steps and what a missing value means, for the quantile that was asked for', () => {
    const at = (quantile: number, row: number[]): number => boostedValue(fit(quantile), row);
    expect(Math.abs(at(0.5, [2, 1]) - 9)).toBeLessThan(1);
    expect(Math.abs(at(0.5, [8, NaN]) - 55)).toBeLessThan(1);
    expect(Math.abs(at(0.9, [8, 1]) - 29)).toBeLessThan(1);
    expect(Math.abs(at(0.1, [8, 1]) - 21)).toBeLessThan(1);
  });

  it('are the same for the same rows', () => {
    expect(fit(0.5)).toEqual(fit(0.5));
  });

  it('say for a stored row what they learned of its bin', () => {
    const model = fit(0.5);
    const below = target.filter(
      (each, row) => each <= boostedValue(model, [columns[0]![row]!, columns[1]![row]!]),
    );
    expect(below.length / target.length).toBeCloseTo(0.5, 1);
  });
});

describe('a weighted quantile', () => {
  it('is the smallest value with its share of the weight at or below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
        }),
        fc.integer({ min: 1, max: 99 }),
        (pairs, percent) => {
          const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
          const upTo = (value: number): number =>
            pairs.reduce((sum, [each, weight]) => sum + (each <= value ? weight : 0), 0);
          const expected = pairs
            .map(([value]) => value)
            .toSorted((a, b) => a - b)
            .find((value) => upTo(value) * 100 >= percent * total);
          const found = weightedQuantile(
            pairs.map(([value]) => value),
            pairs.map(([, weight]) => weight),
            percent / 100,
          );
          expect(found).toBe(expected);
        },
      ),
    );
  });

  it('of nothing is not a number', () => {
    expect(weightedQuantile([], [], 0.5)).toBeNaN();
  });
});
