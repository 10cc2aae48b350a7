import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createLikeHistory, type LikeHistory } from '#engine/tracking/like-history.ts';
import { estimateFromLike, type Passage, type Standing } from '#engine/tracking/like-orders.ts';

const hour = 3_600_000;
const day = 24 * hour;
const monday = Date.UTC(2026, 10, 16);

interface Told {
  readonly id: number;
  readonly day: number;
  readonly packed: number;
  readonly left: number;
  readonly delivered: number;
  readonly city?: string;
}

/** Hours of the day; those of the delivery on the day after. */
function passage(told: Told): Passage {
  const base = monday + told.day * day;
  return {
    id: `${told.id}/`,
    siteId: 'WH',
    state: 'packed',
    entered: base + told.packed * hour,
    left: base + told.left * hour,
    delivered: base + day + told.delivered * hour,
    planned: undefined,
    offset: 0,
    city: told.city ?? 'Dijon',
    region: 'BFC',
    serviceLevel: 'standard',
  };
}

function learn(history: LikeHistory, told: Told): void {
  const taught = passage(told);
  history.learn(taught.id, taught.delivered, [taught]);
}

/** Orders packed from 9 on, all leaving at 14 with one lorry, delivered the next morning. */
const wave = Array.from({ length: 12 }, (_, index) =>
  passage({
    id: index,
    day: index % 4,
    packed: 9 + index / 4,
    left: 14,
    delivered: 9.5 + index / 5,
  }),
);

function standing(over: Partial<Standing> = {}): Standing {
  return {
    siteId: 'WH',
    siteName: 'Warehouse',
    state: 'packed',
    entered: monday + 7 * day + 10 * hour,
    planned: undefined,
    offset: 0,
    city: 'Dijon',
    region: 'BFC',
    serviceLevel: 'standard',
    now: monday + 7 * day + 10.5 * hour,
    ...over,
  };
}

function hoursIntoNextDay(instant: number): number {
  return (instant - monday - 8 * day) / hour;
}

describe('an estimate from like orders', () => {
  it('is the time of day at which they came, however early in the day an order was packed', () => {
    for (const packed of [9, 12.5]) {
      const entered = monday + 7 * day + packed * hour;
      const estimate = estimateFromLike(standing({ entered, now: entered + hour }), wave)!;
      expect(estimate.model).toBe('like-orders-1');
      expect(hoursIntoNextDay(estimate.p10)).toBeGreaterThanOrEqual(8.5);
      expect(hoursIntoNextDay(estimate.p90)).toBeLessThanOrEqual(12.7);
    }
    expect(estimateFromLike(standing(), wave)?.reasons[0]).toMatch(
      /^12 orders like this one came between 09:\d\d and 11:\d\d$/,
    );
  });

  it('says nothing with fewer than eight, and counts no outcome that was still to come', () => {
    expect(estimateFromLike(standing(), wave.slice(0, 7))).toBeUndefined();
    const future = wave.map((each) => ({ ...each, delivered: each.delivered + 30 * day }));
    expect(estimateFromLike(standing(), future)).toBeUndefined();
    expect(estimateFromLike(standing(), [...wave, ...future])).toEqual(estimateFromLike(standing(), wave));
  });

  it('lays orders into the local day of the site', () => {
    const summer = wave.map((each) => ({ ...each, offset: 2 * hour }));
    const winter = standing({ entered: standing().entered + hour, now: standing().now + hour, offset: hour });
    const estimate = estimateFromLike(winter, summer)!;
    const plain = estimateFromLike(
      standing({ entered: standing().entered, now: standing().now }),
      wave.map((each) => each),
    )!;
    expect(estimate.p50 - plain.p50).toBe(hour);
  });

  it('moves an order that missed its truck out by what it is behind, and says so', () => {
    const missed = standing({ now: monday + 7 * day + 17 * hour });
    const estimate = estimateFromLike(missed, wave)!;
    expect(estimate.p50 - estimateFromLike(standing(), wave)!.p50).toBe(3 * hour);
    expect(estimate.reasons[1]).toBe('Warehouse dwell is 3 h above usual');
  });

  it('prefers orders to the same town, and takes the rest where these are too few', () => {
    const far = wave.map((each, index) => ({
      ...each,
      id: `far-${index}`,
      city: 'Lille',
      delivered: each.delivered + 6 * hour,
    }));
    const both = [...wave, ...far];
    expect(estimateFromLike(standing(), both)).toEqual(estimateFromLike(standing(), wave));
    const elsewhere = estimateFromLike(standing({ city: 'Beaune', serviceLevel: undefined }), both)!;
    expect(elsewhere.reasons[0]).toContain('24 orders');
  });

  it('weighs a recent outcome more', () => {
    const older = wave.map((each, index) => ({
      ...each,
      id: `old-${index}`,
      entered: each.entered - 112 * day,
      left: each.left - 112 * day,
      delivered: each.delivered - 112 * day + 5 * hour,
    }));
    const estimate = estimateFromLike(standing(), [...older, ...wave])!;
    expect(hoursIntoNextDay(estimate.p50)).toBeLessThan(11.7);
  });

  it('is the same for every order in which the same journeys end, and an ordered interval from now on', () => {
    const told = fc.record({
      id: fc.nat(60),
      day: fc.nat(6),
      packed: fc.integer({ min: 6, max: 13 }),
      left: fc.integer({ min: 13, max: 20 }),
      delivered: fc.integer({ min: 6, max: 20 }),
      city: fc.constantFrom('Dijon', 'Lille'),
    });
    const shuffled = fc
      .uniqueArray(told, { selector: ({ id }) => id, maxLength: 40 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    const learnt = (all: readonly Told[]): readonly Passage[] => {
      const history = createLikeHistory();
      for (const each of all) learn(history, each);
      // Heard again: what is known of it is replaced, not doubled.
      if (all[0] !== undefined) learn(history, all[0]);
      return history.passages('WH', 'packed');
    };
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 0, max: 40 }), ([all, other], later) => {
        const asked = standing({ now: standing().now + later * hour });
        const estimate = estimateFromLike(asked, learnt(all));
        expect(estimateFromLike(asked, learnt(other))).toEqual(estimate);
        if (estimate === undefined) return;
        expect(estimate.p10).toBeGreaterThanOrEqual(asked.now);
        expect(estimate.p50).toBeGreaterThan(estimate.p10);
        expect(estimate.p90).toBeGreaterThan(estimate.p50);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the newest deliveries only', () => {
    const history = createLikeHistory();
    for (let id = 0; id < 700; id += 1)
      learn(history, { id, day: id, packed: 9, left: 14, delivered: 10, city: 'Dijon' });
    const kept = history.passages('WH', 'packed');
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([600, '100/', '699/']);
  });

  it('tells of an instant what had ended before it, whatever ended since', () => {
    const history = createLikeHistory();
    for (let id = 0; id < 1500; id += 1) learn(history, { id, day: id, packed: 9, left: 14, delivered: 10 });
    const told = history.passages('WH', 'packed', monday + 1001 * day + 10 * hour);
    expect([told.length, told[0]?.id, told.at(-1)?.id]).toEqual([600, '400/', '999/']);
  });
});
