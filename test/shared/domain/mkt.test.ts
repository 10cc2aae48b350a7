import { readFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  fromKineticShare,
  heatRatioOf,
  kineticShare,
  meanKineticC,
  meanKineticOfEqual,
  mktOf,
} from '#shared/domain/mkt.ts';

import { fixturesFolder, hasFixtures } from '../../support/fixtures.ts';

const hour = 3_600_000;

/** Hours at a temperature as readings a quarter of an hour apart. */
function quarters(...spans: readonly (readonly [hours: number, celsius: number])[]) {
  const readings: { time: number; value: number }[] = [];
  let time = 0;
  for (const [hours, value] of spans) {
    for (let quarter = 0; quarter < hours * 4; quarter += 1, time += hour / 4) readings.push({ time, value });
  }
  return { readings, from: 0, to: time, gapMs: hour };
}

describe('mean kinetic temperature', () => {
  it.each([
    [[5], 5],
    [[2, 8], 5.5364],
    [[20, 25, 30], 25.8582],
    [[...Array.from({ length: 23 }, () => 5), 15], 5.7635],
    [[...Array.from({ length: 22 }, () => 5), 15, 15], 6.4623],
    [[...Array.from({ length: 23 }, () => 5), 25], 7.7564],
    [[...Array.from({ length: 696 }, () => 22), ...Array.from({ length: 24 }, () => 40)], 23.5996],
  ])('of %j is %d', (celsius, expected) => {
    expect(meanKineticOfEqual(celsius)).toBeCloseTo(expected, 4);
  });

  it('weighs by time, not by rows', () => {
    const weighted = [
      { celsius: 5, weight: 1 },
      { celsius: 15, weight: 9 },
    ];
    expect(meanKineticC(weighted)).toBeCloseTo(14.3873, 4);
    expect(meanKineticOfEqual([5, 15])).toBeCloseTo(11.3867, 4);
  });

  it.each([
    [60, 6.237],
    [120, 6.897],
  ])('with %d kJ/mol of 22 h at 5 and 2 h at 15 is %d', (energyKJ, expected) => {
    const celsius = [...Array.from({ length: 22 }, () => 5), 15, 15];
    expect(meanKineticOfEqual(celsius, heatRatioOf(energyKJ))).toBeCloseTo(expected, 3);
  });

  it('is nothing of nothing', () => {
    expect(meanKineticOfEqual([])).toBeUndefined();
  });

  it('lies between the arithmetic mean and the warmest, down to deep frost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -200, max: 90, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (celsius) => {
          const mkt = meanKineticOfEqual(celsius)!;
          const mean = celsius.reduce((sum, each) => sum + each, 0) / celsius.length;
          expect(mkt).toBeGreaterThanOrEqual(mean - 1e-6);
          expect(mkt).toBeLessThanOrEqual(Math.max(...celsius) + 1e-6);
        },
      ),
    );
  });

  it('can be had from shares that are added and taken away', () => {
    const celsius = [2, 8, 4.5, 25];
    const mean = celsius.reduce((sum, each) => sum + kineticShare(each), 0) / celsius.length;
    expect(fromKineticShare(mean)).toBeCloseTo(meanKineticOfEqual(celsius)!, 9);
  });
});

describe('mean kinetic temperature of a window', () => {
  it('is that of the time readings stand for', () => {
    expect(mktOf(quarters([22, 5], [2, 15]))).toMatchObject({ ok: true, coverage: 1, readings: 96 });
    const result = mktOf(quarters([22, 5], [2, 15]));
    expect(result.ok && result.mktC).toBeCloseTo(6.4623, 4);
    expect(result.meanC).toBeCloseTo(5.8333, 4);
  });

  it('lets a reading before a gap stand for no more than the gap limit', () => {
    const { readings } = quarters([24, 5]);
    const holed = readings.filter(({ time }) => time < 8 * hour || time >= 12 * hour);
    const result = mktOf({ readings: holed, from: 0, to: 24 * hour, gapMs: hour });
    expect(result.coverage).toBeCloseTo((20 + 0.75) / 24, 6);
  });

  it.each([
    ['no-readings', { readings: [], from: 0, to: hour, gapMs: hour }],
    ['too-few-readings', quarters([2, 5])],
    ['too-little-coverage', { ...quarters([12, 5]), to: 24 * hour }],
    ['frozen', quarters([12, -20])],
    ['below-lower-limit', { ...quarters([12, 5], [1, 1.5]), lowerLimitC: 2 }],
    ['below-lower-limit', quarters([12, 5], [1, -0.5])],
  ])('is refused as %s', (refusal, input) => {
    expect(mktOf(input)).toMatchObject({ ok: false, refusal });
  });

  it('is given at zero degrees', () => {
    expect(mktOf(quarters([24, 0]))).toMatchObject({ ok: true, minC: 0 });
  });
});

describe.runIf(hasFixtures)('mean kinetic temperature of recorded cases', () => {
  interface Case {
    name: string;
    celsius?: number[];
    dHoverR?: number;
    mktC: number | null;
    tolerance?: number;
  }
  const file = path.join(fixturesFolder, 'mkt', 'cases.json');
  const cases = (JSON.parse(hasFixtures ? readFileSync(file, 'utf8') : '{"cases":[]}') as { cases: Case[] })
    .cases;

  it.each(cases.filter(({ celsius }) => celsius !== undefined))(
    '$name',
    ({ celsius, dHoverR, mktC, tolerance }) => {
      const found = meanKineticOfEqual(celsius!, dHoverR);
      if (mktC === null) expect(found).toBeUndefined();
      else expect(Math.abs(found! - mktC)).toBeLessThanOrEqual(tolerance ?? 1e-4);
    },
  );
});
