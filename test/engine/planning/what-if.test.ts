import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectedLate, outcomeOf, shiftOf, type PlannedOrder } from '#engine/planning/what-if.ts';
import type { Learned } from '#engine/tracking/eta.ts';

import { oracleDuration } from '../../support/what-if-oracle.ts';

const hour = 3_600_000;
const minute = 60_000;
const now = 1000 * hour;
const nothing: Learned = { speedsMps: [], dwellsMs: new Map(), roundsMs: [] };
/** Twenty legs and stays, so that the learned quantiles are known exactly. */
const learned: Learned = {
  speedsMps: Array.from({ length: 20 }, (_, index) => 10 + index),
  dwellsMs: new Map([['HUB', Array.from({ length: 20 }, (_, index) => (index + 1) * 10 * minute)]]),
  roundsMs: [],
};
const world = {
  speeds: { slow: 11, middle: 19, fast: 27 },
  stay: { short: 20 * minute, middle: 100 * minute, long: 180 * minute },
};

const order = (more: Partial<PlannedOrder> = {}): PlannedOrder => ({
  orderNumber: 'O-1',
  estimate: { p10: now + 4 * hour, p50: now + 6 * hour, p90: now + 9 * hour },
  promisedUntil: now + 7 * hour,
  way: {
    from: { lat: 45, lon: 5 },
    via: [{ siteId: 'HUB', lat: 46, lon: 6 }],
    to: { lat: 46, lon: 4.5 },
  },
  ...more,
});

describe('what if', () => {
  it('a departure an hour and a half later breaks the promise that had an hour to spare', () => {
    const outcome = outcomeOf({ kind: 'delay-departure', byMs: 1.5 * hour }, order(), nothing, now);
    expect(outcome).toMatchObject({
      effect: 'breaks',
      after: { p50: now + 7.5 * hour, p90: now + 10.5 * hour },
    });
    expect(outcome.after!.lateProbability!).toBeGreaterThan(0.5);
    expect(outcome.before!.lateProbability!).toBeLessThan(0.5);
  });

  it('a stop less saves its dwell and its way round, as the oracle adds them up', () => {
    const places = fc.record({
      lat: fc.double({ min: 40, max: 55, noNaN: true }),
      lon: fc.double({ min: -5, max: 15, noNaN: true }),
    });
    fc.assert(
      fc.property(places, places, places, (from, hub, to) => {
        const way = { from, via: [{ siteId: 'HUB', ...hub }], to };
        const shift = shiftOf({ kind: 'remove-stop', siteId: 'HUB' }, order({ way }), learned)!;
        const long = oracleDuration([from, hub, to], 1, world);
        const short = oracleDuration([from, to], 0, world);
        for (const [index, key] of (['p10', 'p50', 'p90'] as const).entries())
          expect(Math.abs(shift[key] - (short[index]! - long[index]!))).toBeLessThan(1000);
      }),
    );
  });

  it('another vehicle takes as long as its way and the handover, as the oracle adds them up', () => {
    const [comesFrom, goodsAt] = [
      { lat: 45.5, lon: 5 },
      { lat: 45, lon: 5 },
    ];
    const change = { kind: 'swap-vehicle', comesFrom, goodsAt, handoverMs: 15 * minute } as const;
    const shift = shiftOf(change, order(), learned)!;
    const said = oracleDuration([comesFrom, goodsAt], 0, world).map((each) => each + 15 * minute);
    expect(Math.abs(shift.p10 - said[0]!)).toBeLessThan(1000);
    expect(Math.abs(shift.p50 - said[1]!)).toBeLessThan(1000);
    expect(Math.abs(shift.p90 - said[2]!)).toBeLessThan(1000);
  });

  it('the oracle tells a planted fault: a stop forgotten is not the same', () => {
    const points = [
      { lat: 45, lon: 5 },
      { lat: 46, lon: 4.5 },
    ];
    expect(oracleDuration(points, 1, world)).not.toEqual(oracleDuration(points, 0, world));
  });

  it('nothing arrives before now, intervals stay in order, and a delay never helps', () => {
    const spans = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 1, max: 40 * hour })));
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: -5 * hour, max: 50 * hour }),
        fc.integer({ min: 1, max: 80 * hour }),
        (parts, until, byMs) => {
          const [p10, p50, p90] = parts.toSorted((a, b) => a - b).map((each) => now + each) as [
            number,
            number,
            number,
          ];
          const given = order({ estimate: { p10, p50, p90 }, promisedUntil: now + until });
          const removed = outcomeOf({ kind: 'remove-stop', siteId: 'HUB' }, given, learned, now).after!;
          expect(removed.p10).toBeGreaterThanOrEqual(now);
          expect(removed.p10).toBeLessThanOrEqual(removed.p50);
          expect(removed.p50).toBeLessThanOrEqual(removed.p90);
          const delayed = outcomeOf({ kind: 'delay-departure', byMs }, given, learned, now);
          expect(expectedLate([delayed], 'after')).toBeGreaterThanOrEqual(
            expectedLate([delayed], 'before') - 1e-9,
          );
          expect(delayed.effect).not.toBe('saves');
        },
      ),
    );
  });

  it('what is not known is said to be unknown, and a site not ahead changes nothing', () => {
    const change = { kind: 'remove-stop', siteId: 'HUB' } as const;
    expect(outcomeOf(change, order({ way: undefined }), learned, now).effect).toBe('unknown');
    expect(outcomeOf(change, order({ estimate: undefined }), learned, now).effect).toBe('unknown');
    const elsewhere = outcomeOf({ kind: 'remove-stop', siteId: 'ELSE' }, order(), learned, now);
    expect(elsewhere.after).toEqual(elsewhere.before);
  });
});
