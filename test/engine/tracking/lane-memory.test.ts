import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Trip } from '#engine/store/lanes.ts';
import type { Store } from '#engine/store/store.ts';
import { createLaneMemory, type LaneMemory } from '#engine/tracking/lane-memory.ts';
import { lanePlanOf } from '#engine/tracking/lane-plan.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let lanes: LaneMemory;
/** Trips that were read from the database. */
let read = 0;

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  const { trips } = store.lanes;
  read = 0;
  const counted: Store['lanes'] = {
    ...store.lanes,
    trips: (...asked) => {
      const found = trips(...asked);
      read += found.length;
      return found;
    },
  };
  lanes = createLaneMemory({ ...store, lanes: counted });
});

afterEach(() => {
  store.close();
  folder.remove();
});

const trip = (order: number, ended: number, tookMs: number, site = 'LYON'): Trip => ({
  orderNumber: `WM-${order}`,
  ended,
  deliveredMs: tookMs,
  touches: [
    {
      siteId: site,
      bizStep: 'picking',
      afterMs: Math.round(tookMs / 4),
      eventTime: ended - tookMs,
      deviceId: 'GUN-1',
      readPoint: undefined,
    },
  ],
});

const put = (order: number, lane: string, of: Trip): void =>
  store.transaction(() => lanes.put(order, lane, of));

describe('what lanes teach, remembered', () => {
  it('is what their trips say, for every instant, however late a trip comes, is changed or taken back', () => {
    const step = fc.record({
      order: fc.integer({ min: 1, max: 160 }),
      lane: fc.constantFrom('north', 'south'),
      ended: fc.integer({ min: 1, max: 400 }),
      tookMs: fc.integer({ min: 1, max: 50 }),
      site: fc.constantFrom('LYON', 'LYON', 'LILLE'),
      isTakenBack: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
      asked: fc.integer({ min: 0, max: 420 }),
      origin: fc.constantFrom(undefined, 'LYON', 'LILLE'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 150, maxLength: 400 }), (steps) => {
        for (const { order, lane, ended, tookMs, site, isTakenBack, asked, origin } of steps) {
          if (isTakenBack) store.transaction(() => lanes.forget(order));
          else put(order, lane, trip(order, ended, tookMs, site));
          for (const until of [asked, ended, Number.MAX_SAFE_INTEGER])
            expect(lanes.planOf(lane, origin, until)).toEqual(
              lanePlanOf(store.lanes.trips(lane, until, 50), origin),
            );
        }
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('is read once for an instant long ago, and no longer than that stays true', () => {
    for (let order = 1; order <= 400; order += 1) put(order, 'north', trip(order, 1000 * order, 40));
    const ask = (): void => {
      for (let back = 0; back < 50; back += 1)
        for (const until of [100_000, 100_001, 100_999]) lanes.planOf('north', 'LYON', until + back / 100);
    };
    ask();
    const once = read;
    for (let order = 401; order <= 500; order += 1) {
      put(order, 'north', trip(order, 1000 * order, 40));
      ask();
    }
    expect(read).toBe(once);
    put(501, 'north', trip(501, 99_999, 4000));
    ask();
    expect(read).toBe(once + 50);
    expect(lanes.planOf('north', 'LYON', 100_000)).toEqual(
      lanePlanOf(store.lanes.trips('north', 100_000, 50), 'LYON'),
    );
  });

  it('does not change when an order that ended is told again as it was', () => {
    for (let order = 1; order <= 300; order += 1) put(order, 'north', trip(order, 1000 * order, 40));
    lanes.planOf('north', 'LYON', 250_000);
    const once = read;
    put(300, 'north', trip(300, 300_000, 40));
    lanes.planOf('north', 'LYON', 250_000);
    expect(read).toBe(once);
  });

  it('is as before where a change was not kept', () => {
    for (let order = 1; order <= 6; order += 1) put(order, 'north', trip(order, 1000 * order, 40));
    const before = lanes.planOf('north', 'LYON', 9000);
    expect(() =>
      store.transaction(() => {
        lanes.put(7, 'north', trip(7, 7000, 4000));
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect(lanes.planOf('north', 'LYON', 9000)).toEqual(before);
  });
});
