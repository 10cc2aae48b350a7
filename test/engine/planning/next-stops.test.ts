import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextStops, type Aboard, type NextStopsInput } from '#engine/planning/next-stops.ts';
import type { Learned } from '#engine/tracking/eta.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

const now = 1000 * hourMs;
/** 19 m/s and 100 minutes are the middle of what was learned. */
const learned: Learned = {
  speedsMps: Array.from({ length: 20 }, (_, index) => 10 + index),
  dwellsMs: new Map([['HUB', Array.from({ length: 20 }, (_, index) => (index + 1) * 10 * minuteMs)]]),
  roundsMs: [],
};
const places = new Map([
  ['HUB', { name: 'Hub of Lyon', lat: 46, lon: 5 }],
  ['FAR', { name: 'Far depot', lat: 48, lon: 5 }],
]);

function aboard(orderNumber: string, more: Partial<Aboard> = {}): Aboard {
  return {
    orderNumber,
    site: undefined,
    address: { label: `${orderNumber} Street`, at: undefined },
    estimate: undefined,
    promisedUntil: undefined,
    isLate: false,
    ...more,
  };
}

const bound = (siteId: string, expectedTime?: number): Partial<Aboard> => ({
  site: { siteId, expectedTime },
});

function input(orders: readonly Aboard[], more: Partial<NextStopsInput> = {}): NextStopsInput {
  return {
    aboard: orders,
    from: { lat: 45, lon: 5 },
    now,
    placeOf: (siteId) => places.get(siteId),
    learned,
    ...more,
  };
}

const estimate = (p50: number) => ({ p10: p50 - 1, p50, p90: p50 + 1, model: 'm', reasons: ['why'] });

describe('the next stops of a vehicle', () => {
  it('are the sites its orders are brought to next, with the wait at the first one before the second', () => {
    const [hub, far] = nextStops(
      input([
        aboard('A', { ...bound('FAR', now + 9 * hourMs), promisedUntil: now + 20 * hourMs, isLate: true }),
        aboard('B', bound('HUB', now + 2 * hourMs)),
        aboard('C', { ...bound('HUB', now + hourMs), promisedUntil: now + 30 * hourMs }),
      ]),
    );
    expect(hub).toMatchObject({
      siteId: 'HUB',
      orderNumbers: ['B', 'C'],
      late: 0,
      plannedTime: now + hourMs,
      nextPromise: now + 30 * hourMs,
    });
    // 111 km, then another 222 km and the wait.
    expect((hub!.estimate!.p50 - now) / minuteMs).toBeCloseTo(97.5, 0);
    expect((far!.estimate!.p50 - now) / minuteMs).toBeCloseTo(97.5 * 3 + 100, 0);
    expect(far).toMatchObject({ siteId: 'FAR', late: 1 });
    expect(far!.estimate!.reasons).toEqual([
      '334 km left, at speeds learned from 20 legs',
      'a stop at Hub of Lyon before, as long as usual',
    ]);
  });

  it('are by distance where no plan has a time', () => {
    const stops = nextStops(input([aboard('A', bound('FAR')), aboard('B', bound('HUB'))]));
    expect(stops.map(({ siteId }) => siteId)).toEqual(['HUB', 'FAR']);
  });

  it('are the doors of a round, each when its order comes, two orders of one door together', () => {
    const door = { label: '1 High Street', at: { lat: 45.1, lon: 5 } };
    const stops = nextStops(
      input([
        aboard('A', { address: door, estimate: estimate(now + 2 * hourMs) }),
        aboard('B', { estimate: estimate(now + hourMs) }),
        aboard('C', { address: door, estimate: estimate(now + 3 * hourMs) }),
      ]),
    );
    expect(stops.map(({ label, orderNumbers }) => [label, orderNumbers])).toEqual([
      ['B Street', ['B']],
      ['1 High Street', ['A', 'C']],
    ]);
    expect(stops[1]!.estimate).toEqual(estimate(now + 2 * hourMs));
  });

  it('are named without an arrival while nobody knows where the vehicle or the site is', () => {
    const orders = [aboard('A', bound('HUB', now + hourMs)), aboard('B', bound('NEW'))];
    expect(nextStops(input(orders, { from: undefined })).map((stop) => stop.estimate)).toEqual([
      undefined,
      undefined,
    ]);
    expect(nextStops(input(orders)).map((stop) => [stop.siteId, stop.estimate !== undefined])).toEqual([
      ['HUB', true],
      ['NEW', false],
    ]);
  });

  it('name every order once and are the same however the orders are listed', () => {
    const order = fc.record({
      siteId: fc.constantFrom('HUB', 'FAR', 'NEW', undefined),
      after: fc.option(fc.nat(50), { nil: undefined }),
      door: fc.nat(3),
      p50: fc.option(fc.integer({ min: now, max: now + 10 * hourMs }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc
          .array(order, { maxLength: 12 })
          .chain((rows) =>
            fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: rows.length })),
          ),
        ([rows, shuffled]) => {
          const orders = rows.map(({ siteId, after, door, p50 }, index) =>
            aboard(`O-${index}`, {
              site:
                siteId === undefined
                  ? undefined
                  : { siteId, expectedTime: after === undefined ? undefined : now + after * hourMs },
              address: { label: `door ${door}`, at: { lat: 45 + door / 10, lon: 5 } },
              estimate: p50 === undefined ? undefined : estimate(p50),
            }),
          );
          const stops = nextStops(input(orders));
          expect(stops.flatMap(({ orderNumbers }) => orderNumbers).sort()).toEqual(
            orders.map(({ orderNumber }) => orderNumber).sort(),
          );
          expect(nextStops(input(shuffled.map((index) => orders[index]!)))).toEqual(stops);
        },
      ),
    );
  });
});
