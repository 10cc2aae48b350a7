import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bottlenecksOf, passingsOf, type Passing } from '#engine/planning/bottlenecks.ts';

import { dice } from '../../support/random-history.ts';

const minute = 60_000;
const day = 1440 * minute;
const now = 100 * day;
const window = { waiting: [], now, recentMs: 7 * day, usualMs: 28 * day };

/** Ten stays a day over five weeks, with noise; `slower` from `since` days before now on. */
function stays(slower: number, since: number, seed: number): Passing[] {
  const roll = dice(seed);
  return Array.from({ length: 350 }, (_, index) => {
    const ago = 35 - index / 10;
    return {
      siteId: 'LYON',
      toSiteId: undefined,
      time: now - ago * day + minute,
      minutes: (ago < since ? slower : 1) * (60 + 40 * roll()),
      late: false,
    };
  });
}

describe('a bottleneck', () => {
  it('is a site whose middle drifts, found from its recent days alone', () => {
    const [found] = bottlenecksOf({ ...window, passings: stays(1.4, 3, 1) });
    expect(found).toMatchObject({ siteId: 'LYON', drifting: false });
    const [later] = bottlenecksOf({ ...window, passings: stays(1.4, 6, 1) });
    expect(later).toMatchObject({ siteId: 'LYON', drifting: true });
    expect(later?.trendMinutesPerDay).toBeGreaterThan(0);
  });

  it('says how fast it gets worse, of these days and not of a month in which nothing happened', () => {
    const rising = stays(1, 0, 5).map((each) => {
      const daysIn = 7 - (now - each.time) / day;
      return daysIn <= 0 ? each : { ...each, minutes: each.minutes + 20 * daysIn };
    });
    const [found] = bottlenecksOf({ ...window, passings: rising });
    expect(found?.trendMinutesPerDay).toBeGreaterThan(8);
    expect(found?.trendMinutesPerDay).toBeLessThan(22);
  });

  it('is none where nothing changed, on forty histories of mere noise', () => {
    const flagged = Array.from({ length: 40 }, (_, seed) =>
      bottlenecksOf({ ...window, passings: stays(1, 0, seed) }).filter(({ drifting }) => drifting),
    );
    expect(flagged.flat()).toEqual([]);
  });

  it('is not made by a few lost parcels', () => {
    const lost = stays(1, 0, 3).map((each, index) => (index > 340 ? { ...each, minutes: 100_000 } : each));
    expect(bottlenecksOf({ ...window, passings: lost })[0]).toMatchObject({ drifting: false });
  });

  it('is the same whatever order the passings come in', () => {
    const all = stays(1.4, 6, 2)
      .slice(-120)
      .concat(stays(1, 0, 4).slice(0, 60));
    const expected = bottlenecksOf({ ...window, passings: all });
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (passings) => {
        expect(bottlenecksOf({ ...window, passings })).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('counts who waits there longer than nine of ten did', () => {
    const waiting = [10, 95, 500].map((minutes) => ({ siteId: 'LYON', since: now - minutes * minute }));
    const [found] = bottlenecksOf({ ...window, passings: stays(1, 0, 5), waiting });
    expect(found).toMatchObject({ waiting: 3, waitingLong: 1 });
  });
});

it('tells stays and ways from touchpoints', () => {
  const touch = (orderKey: number, siteId: string, minutes: number) => ({
    orderKey,
    siteId,
    time: minutes * minute,
    late: 0,
  });
  const touches = [
    touch(1, 'A', 0),
    touch(1, 'A', 30),
    touch(1, 'B', 100),
    touch(2, 'B', 110),
    touch(2, 'B', 150),
  ];
  expect(passingsOf(touches).map(({ siteId, toSiteId, minutes }) => [siteId, toSiteId, minutes])).toEqual([
    ['A', undefined, 30],
    ['A', 'B', 70],
    ['B', undefined, 40],
  ]);
});
