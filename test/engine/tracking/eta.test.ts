import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  estimateArrival,
  estimateSecondAttempt,
  lateProbability,
  type Learned,
  type Remaining,
} from '#engine/tracking/eta.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 23, 8);
const nothing: Learned = { speedsMps: [], dwellsMs: new Map(), roundsMs: [] };
const lyon = { lat: 45.76, lon: 4.84 };
const dijon = { lat: 47.32, lon: 5.04 };

function remaining(over: Partial<Remaining> = {}): Remaining {
  return { from: lyon, via: [], destination: dijon, waiting: undefined, outSinceMs: undefined, now, ...over };
}

describe('the first ETA', () => {
  it('says that it assumes while nothing is learned, and what it learned from when it has', () => {
    expect(estimateArrival(remaining(), nothing).reasons).toEqual([
      '174 km left, at an assumed speed: nothing is learned yet',
      'then a delivery round, its length assumed',
    ]);
    const learned: Learned = {
      ...nothing,
      speedsMps: Array.from({ length: 20 }, (_, index) => 10 + index / 5),
      roundsMs: Array.from({ length: 20 }, (_, index) => (1 + index / 5) * hour),
    };
    expect(estimateArrival(remaining(), learned).reasons[0]).toBe(
      '174 km left, at speeds learned from 20 legs',
    );
  });

  it('does not promise a minute to the last door of a round', () => {
    const close = { lat: dijon.lat + 0.001, lon: dijon.lon };
    const estimate = estimateArrival(remaining({ from: close, outSinceMs: now - hour }), nothing);
    expect((estimate.p50 - now) / hour).toBeCloseTo(2, 1);
    expect((estimate.p90 - now) / hour).toBeCloseTo(6, 1);
  });

  it('expects a second attempt on the next day, and never in the past', () => {
    const hoursOut = (attempted: number): number[] => {
      const { p10, p50, p90 } = estimateSecondAttempt(now, attempted);
      return [p10, p50, p90].map((at) => (at - now) / hour);
    };
    expect(hoursOut(now - 2 * hour)).toEqual([12, 20, 44]);
    expect(hoursOut(now - 60 * hour)).toEqual([1, 3, 12]);
  });

  it('takes waiting that is over its usual length as over, not as negative', () => {
    const learned: Learned = {
      ...nothing,
      dwellsMs: new Map([['DC', Array.from({ length: 20 }, () => hour)]]),
    };
    const fresh = estimateArrival(
      remaining({ waiting: { siteId: 'DC', name: 'Centre', sinceMs: now } }),
      learned,
    );
    const old = estimateArrival(
      remaining({ waiting: { siteId: 'DC', name: 'Centre', sinceMs: now - 9 * hour } }),
      learned,
    );
    const none = estimateArrival(remaining(), learned);
    expect([old.p50, fresh.p50 - none.p50]).toEqual([none.p50, hour]);
  });

  it('is always an interval around its middle, in the future, and later for more stops', () => {
    const coordinates = fc.record({
      lat: fc.double({ min: -60, max: 60, noNaN: true }),
      lon: fc.double({ min: -170, max: 170, noNaN: true }),
    });
    const samples = fc.array(fc.double({ min: 1, max: 40, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(coordinates, coordinates, samples, samples, (from, stop, speeds, rounds) => {
        const learned: Learned = {
          speedsMps: speeds,
          dwellsMs: new Map(),
          roundsMs: rounds.map((each) => each * hour),
        };
        const direct = estimateArrival(remaining({ from }), learned);
        expect(direct.p10).toBeGreaterThanOrEqual(now);
        expect(direct.p50).toBeGreaterThanOrEqual(direct.p10);
        expect(direct.p90).toBeGreaterThan(direct.p50);
        const further = estimateArrival(
          remaining({ from, via: [{ siteId: 'DC', name: 'Centre', at: stop }] }),
          learned,
        );
        expect(further.p50).toBeGreaterThanOrEqual(direct.p50);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the probability of being late', () => {
  const estimate = { p10: now + hour, p50: now + 2 * hour, p90: now + 4 * hour };

  it('is a half at the middle and a tenth at the ninetieth percentile', () => {
    expect(lateProbability(estimate, estimate.p50)).toBeCloseTo(0.5, 6);
    expect(lateProbability(estimate, estimate.p90)).toBeCloseTo(0.1, 4);
    expect(lateProbability(estimate, estimate.p10)).toBeCloseTo(0.9, 4);
  });

  it('falls as the promise moves out', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 10 }), (hours) => {
        expect(lateProbability(estimate, now + hours * hour)).toBeGreaterThanOrEqual(
          lateProbability(estimate, now + (hours + 1) * hour),
        );
      }),
    );
  });
});
