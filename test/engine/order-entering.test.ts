import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Alerts } from '#engine/alerts/alerts.ts';
import type { Store } from '#engine/store/store.ts';
import type { PostedOrder } from '#engine/tracking/believe.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { prepareOrders } from '#engine/tracking/prepared-orders.ts';
import { editNews } from '#engine/tracking/believed.ts';
import { takeBack } from '#engine/tracking/taking-back.ts';
import { createTracking, type Tracking } from '#engine/tracking/tracking.ts';
import { toIso } from '#shared/domain/time.ts';

import { createFakeClock } from '../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../support/test-store.ts';

const now = Date.UTC(2026, 5, 1, 12);
const clock = createFakeClock(now);

interface Rig {
  readonly store: Store;
  readonly tracking: Tracking;
  readonly alerts: Alerts;
  readonly folder: ReturnType<typeof temporaryFolder>;
}

/** Six orders went to Brittany over Lyon: of what goes there an arrival can be told, given its coordinates. */
function teachLane(store: Store): void {
  store.transaction(() => {
    for (let key = 1; key <= 6; key += 1) {
      const checked = checkOrder({ orderNumber: `T-${key}`, shipTo: { country: 'FR', region: 'Bretagne' } });
      if (!checked.ok) throw new Error(checked.message);
      const { key: orderKey } = keepOrder(store, checked.order, now - 9 * 86_400_000);
      const ended = now - key * 86_400_000;
      const touch = { siteId: 'LYON', bizStep: 'arriving', afterMs: 3_600_000, eventTime: ended - 3_600_000 };
      const trip = { orderNumber: `T-${key}`, ended, deliveredMs: 7_200_000 };
      store.lanes.put(orderKey, 'fr\nbretagne\n', {
        ...trip,
        touches: [{ ...touch, deviceId: 'S-1', readPoint: undefined }],
      });
    }
  });
}

function rig(): Rig {
  const folder = temporaryFolder();
  const store = openTestStore(folder.path);
  store.places.putSite({ siteId: 'LYON', name: 'Lyon', kind: 'depot', lat: 45.7, lon: 4.9 });
  teachLane(store);
  const tracking = createTracking(store, clock);
  const alerts = new Alerts({ store, clock, tracking, brokers: () => [], onChanged: () => undefined });
  return { store, tracking, alerts, folder };
}

let one: Rig;
let many: Rig;
beforeAll(() => {
  [one, many] = [rig(), rig()];
});
afterAll(() => {
  for (const { store, folder } of [one, many]) {
    store.close();
    folder.remove();
  }
});

const instant = fc.integer({ min: -200, max: 200 }).map((hours) => toIso(now + hours * 3_600_000));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const anyOrder = fc.record({
  placedTime: maybe(instant),
  cancelledTime: maybe(instant),
  promised: maybe(fc.record({ until: instant })),
  customer: fc.record({
    name: maybe(fc.constantFrom('Zoé Martin', 'Ada')),
    phone: maybe(fc.constant('0612345678')),
  }),
  shipTo: fc.record({
    name: maybe(fc.constant('Bob')),
    city: maybe(fc.constantFrom('Lyon', 'Lille')),
    region: maybe(fc.constantFrom('Bretagne', 'Hauts-de-France')),
    postalCode: maybe(fc.constantFrom('59000', '5900', '69001')),
    country: maybe(fc.constant('FR')),
    lat: fc.constant(undefined),
    lon: fc.constant(undefined),
  }),
  located: fc.boolean(),
  items: fc.array(
    fc.record({
      name: fc.constant('Comté'),
      quantity: fc.constant(1),
      temperatureProfileId: maybe(fc.constant('chilled-2-8')),
    }),
    { maxLength: 2 },
  ),
  parcels: fc.integer({ min: 0, max: 2 }),
  plan: maybe(
    fc.array(
      fc.record({
        siteId: fc.constant('LYON'),
        bizStep: fc.constantFrom('picking', 'departing'),
        plannedTime: maybe(instant),
      }),
      {
        maxLength: 2,
      },
    ),
  ),
});

let numbers = 0;

type AnyOrder = typeof anyOrder extends fc.Arbitrary<infer Of> ? Of : never;

function toOrder({ located, parcels, shipTo, ...rest }: AnyOrder): PostedOrder {
  numbers += 1;
  const raw = JSON.parse(
    JSON.stringify({
      ...rest,
      orderNumber: `E-${numbers}`,
      shipTo: located ? { ...shipTo, lat: 50.6, lon: 3.1 } : shipTo,
      parcels: Array.from({ length: parcels }, (_, index) => ({ parcelId: `E-${numbers}-P${index}` })),
    }),
  ) as unknown;
  const checked = checkOrder(raw);
  if (!checked.ok) throw new Error(checked.message);
  return checked.order;
}

/** Everything lists, look-ups and people see of the orders, and what alerts say. */
function seen({ store, tracking }: Rig, orders: readonly PostedOrder[]): unknown {
  return orders.map(({ orderNumber, parcels }) => {
    const order = store.orders.get(orderNumber);
    if (order === undefined) return undefined;
    return {
      posted: order.posted,
      times: [order.createdTime, order.updatedTime],
      summary: store.orders.beliefOf(order.key),
      // Alerts by what they say: their numbers follow the order in which they came.
      view: { ...tracking.view(order), alerts: [] },
      owners: [orderNumber, ...parcels.map(({ parcelId }) => parcelId)].map(
        (code) => store.orders.byCode(code).length,
      ),
      alerts: store.alerts.ofOrder(orderNumber).map(({ kind, start, end }) => ({ kind, start, end })),
    };
  });
}

function hasArrival({ store, tracking }: Rig, { orderNumber }: PostedOrder): boolean {
  return tracking.view(store.orders.get(orderNumber)!).eta !== null;
}

it('sees the same in many orders entered at once as in each posted by itself', () => {
  const entered: PostedOrder[] = [];
  fc.assert(
    fc.property(fc.array(anyOrder, { minLength: 1, maxLength: 60 }), (raw) => {
      const orders = raw.map(toOrder);
      one.store.transaction(() => {
        for (const order of orders) one.tracking.update(keepOrder(one.store, order, now).key, editNews);
      });
      many.store.transaction(() => many.tracking.enter(prepareOrders(orders, now), { came: now, now }));
      expect(seen(many, orders)).toEqual(seen(one, orders));
      entered.push(...orders);
      const [of, and] = [many, one].map(({ store }) => store.orders.countBeliefs({}));
      expect(of).toBe(and);
    }),
    { numRuns: 40 },
  );
  expect(entered.filter((order) => hasArrival(many, order)).length).toBeGreaterThan(5);
  // What rules have to say once the promises of all were looked at, of those that had passed too.
  clock.advance(5 * 60_000);
  expect(seen(many, entered)).toEqual(seen(one, entered));
});

it('ends what alerts say of an order that is taken back', () => {
  const { store, tracking } = many;
  const taken = clock.now();
  const checked = checkOrder({
    orderNumber: 'ASTRAY',
    shipTo: { country: 'FR', postalCode: '5900' },
    parcels: [],
  });
  if (!checked.ok) throw new Error(checked.message);
  const [order] = prepareOrders([checked.order], taken);
  store.transaction(() => {
    const slice = { ...tracking.enter([order!], { came: taken, now: taken }), start: 0, time: taken };
    expect(store.alerts.ofOrder('ASTRAY').map(({ kind, end }) => [kind, end])).toEqual([
      ['address-mismatch', undefined],
    ]);
    expect(takeBack({ store, clock, tracking }, slice)).toBe(0);
  });
  expect(store.orders.get('ASTRAY')).toBeUndefined();
  expect(store.alerts.ofOrder('ASTRAY').map(({ end }) => end)).toEqual([taken]);
});
