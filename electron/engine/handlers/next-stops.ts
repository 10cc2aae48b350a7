import { setImmediate } from 'node:timers/promises';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { nextStops, type Aboard, type NextStop } from '../planning/next-stops.ts';
import type { StoredOrder } from '../store/orders.ts';
import { sitesAhead } from '../tracking/arrival.ts';
import { etaOf, type OrderSummaryRow } from '../tracking/order-view.ts';
import { readPosted } from '../tracking/posted.ts';
import type { EngineParts } from './engine-parts.ts';

type StopParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'models'>;

/** More are not worked out at once, and messages come in between. */
const mostOrders = 500;
const ordersAtATime = 10;
const namedOrders = 50;

/** Where a vehicle goes next and when it is there, by the orders aboard. */
export function nextStopHandlers(parts: StopParts) {
  return {
    'vehicles.stops': async ({
      vehicleId,
    }: ParamsOut<'vehicles.stops'>): Promise<ResultOf<'vehicles.stops'>> => {
      const { clock, tracking, models } = parts;
      const { world } = tracking;
      if (models.vehicles.get(vehicleId) === undefined)
        throw new DomainError('not-found', `No vehicle ${vehicleId} is known.`);
      const carried = ordersOn(parts, vehicleId);
      const aboard: Aboard[] = [];
      for (const [index, order] of carried.slice(0, mostOrders).entries()) {
        if (index % ordersAtATime === ordersAtATime - 1) await setImmediate();
        aboard.push(aboardOf(parts, order));
      }
      const now = clock.now();
      const fix = world.fix(vehicleId, now);
      const stops = nextStops({
        aboard,
        from: fix,
        now,
        placeOf: (siteId) => world.site(siteId),
        learned: world.learned,
      });
      return compact({
        vehicleId,
        asOf: fix === undefined ? undefined : toIso(fix.eventTime),
        orders: carried.length,
        isCut: carried.length > mostOrders,
        items: stops.map(view),
      });
    },
  };
}

function ordersOn({ store }: StopParts, vehicleId: string): StoredOrder[] {
  const filter = { final: false, locationKind: 'vehicle', locationId: vehicleId } as const;
  return store.orders
    .beliefs({ ...filter, limit: mostOrders + 1, offset: 0 })
    .flatMap((text) => store.orders.get((JSON.parse(text) as OrderSummaryRow).orderNumber) ?? []);
}

function aboardOf({ tracking }: StopParts, order: StoredOrder): Aboard {
  const belief = tracking.belief(order);
  const { shipTo } = readPosted(order);
  const { lat, lon, name, street, city } = shipTo;
  const address = [street, city].filter((part) => part !== undefined).join(', ');
  const isOut = belief.state === 'out-for-delivery' || belief.state === 'attempt-failed';
  return {
    orderNumber: order.orderNumber,
    site: isOut ? undefined : sitesAhead(belief.milestones, belief.least.location)[0],
    address: {
      label: address === '' ? (name ?? order.orderNumber) : address,
      at: lat === undefined || lon === undefined ? undefined : { lat, lon },
    },
    estimate: belief.estimate,
    promisedUntil: belief.promisedUntil,
    isLate: belief.lateness === 'late' || belief.lateness === 'at-risk',
  };
}

function view({
  estimate,
  orderNumbers,
  at,
  ...stop
}: NextStop): ResultOf<'vehicles.stops'>['items'][number] {
  return compact({
    kind: stop.siteId === undefined ? 'address' : 'site',
    siteId: stop.siteId,
    label: stop.label,
    lat: at?.lat,
    lon: at?.lon,
    orders: orderNumbers.length,
    orderNumbers: orderNumbers.slice(0, namedOrders),
    late: stop.late,
    plannedTime: iso(stop.plannedTime),
    nextPromise: iso(stop.nextPromise),
    eta: estimate === undefined ? null : etaOf(estimate),
  });
}

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : toIso(time);
}
