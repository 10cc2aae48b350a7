import { setImmediate } from 'node:timers/promises';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { LatLon } from '#shared/domain/geo.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { minuteMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import {
  expectedLate,
  outcomeOf,
  shiftOf,
  spanWords,
  type Change,
  type Judged,
  type Outcome,
  type PlannedOrder,
  type Stop,
} from '../planning/what-if.ts';
import type { StoredOrder } from '../store/orders.ts';
import { sitesAhead } from '../tracking/arrival.ts';
import { readPosted } from '../tracking/posted.ts';
import type { EngineParts } from './engine-parts.ts';
import { findOrder } from './orders.ts';

type WhatIfParts = Pick<EngineParts, 'store' | 'clock' | 'tracking'>;
type Wanted = ParamsOut<'planning.whatIf'>['change'];

/** More are not worked out at once, and messages come in between. */
const mostOrders = 500;
const ordersAtATime = 10;

/** What would become of promises if something was done otherwise. Nothing is changed. */
export function whatIfHandlers(parts: WhatIfParts) {
  return {
    'planning.whatIf': async ({
      change: wanted,
    }: ParamsOut<'planning.whatIf'>): Promise<ResultOf<'planning.whatIf'>> => {
      const { clock, tracking } = parts;
      const change = changeOf(parts, wanted);
      const concerned = concernedBy(parts, wanted);
      const names = new Map<string, string | undefined>();
      const outcomes: Outcome[] = [];
      let reason: string | undefined;
      for (const [index, order] of concerned.slice(0, mostOrders).entries()) {
        if (index % ordersAtATime === ordersAtATime - 1) await setImmediate();
        const planned = plannedOrder(parts, order);
        names.set(order.orderNumber, readPosted(order).customer.name);
        outcomes.push(outcomeOf(change, planned, tracking.world.learned, clock.now()));
        reason ??= reasonOf(parts, wanted, change, planned);
      }
      return {
        orders: concerned.length,
        isCut: concerned.length > mostOrders,
        breaks: outcomes.filter(({ effect }) => effect === 'breaks').length,
        saves: outcomes.filter(({ effect }) => effect === 'saves').length,
        unknown: outcomes.filter(({ effect }) => effect === 'unknown').length,
        expectedLateBefore: tenth(expectedLate(outcomes, 'before')),
        expectedLateAfter: tenth(expectedLate(outcomes, 'after')),
        reasons: reason === undefined ? [] : [parts.store.places.inNames(reason)],
        items: outcomes.sort(byEffect).map((outcome) => view(outcome, names.get(outcome.orderNumber))),
      };
    },
  };
}

function changeOf(parts: WhatIfParts, wanted: Wanted): Change {
  switch (wanted.kind) {
    case 'delay-departure':
      return { kind: wanted.kind, byMs: wanted.byMinutes * minuteMs };
    case 'remove-stop':
      return wanted;
    case 'swap-vehicle':
      return {
        kind: wanted.kind,
        comesFrom: placeOf(parts, wanted.toVehicleId),
        goodsAt: placeOf(parts, wanted.vehicleId),
        handoverMs: wanted.handoverMinutes * minuteMs,
      };
  }
}

function placeOf({ store, tracking, clock }: WhatIfParts, vehicleId: string): LatLon {
  const fix = tracking.world.fix(vehicleId, clock.now());
  if (fix === undefined)
    throw new DomainError(
      'conflict',
      `Nobody knows where ${store.places.nameOf(vehicleId) ?? vehicleId} is: it has sent no position.`,
    );
  return fix;
}

/** Open orders that a change concerns; those named, else those aboard, planned for the vehicle, or to pass the site. */
function concernedBy(parts: WhatIfParts, wanted: Wanted): StoredOrder[] {
  const { store } = parts;
  const { vehicleId, siteId, orderNumbers } = { siteId: undefined, orderNumbers: undefined, ...wanted };
  if (vehicleId === undefined && siteId === undefined && orderNumbers === undefined)
    throw new DomainError('invalid-request', 'Say which vehicle, site or orders.', { field: 'change' });
  if (orderNumbers !== undefined) return orderNumbers.map((number) => findOrder(parts, number));
  const open = store.orders.openKeys().flatMap((key) => store.orders.byKey(key) ?? []);
  const isConcerned = (order: StoredOrder): boolean => {
    const { location } = summaryOf(parts, order);
    const { plan = [] } = readPosted(order);
    const aboard = location?.kind === 'vehicle' && location.id === vehicleId;
    const isPlanned = plan.some((step) => step.vehicleId === vehicleId);
    if (vehicleId !== undefined && !aboard && !isPlanned) return false;
    if (siteId === undefined) return true;
    if (wanted.kind === 'remove-stop') return plan.some((step) => step.siteId === siteId);
    return location?.kind === 'site' && location.id === siteId;
  };
  return open.filter(isConcerned);
}

function summaryOf({ store }: WhatIfParts, order: StoredOrder) {
  const text = store.orders.beliefOf(order.key);
  return text === undefined
    ? { location: undefined }
    : (JSON.parse(text) as { readonly location: { readonly kind: string; readonly id?: string } });
}

function plannedOrder({ tracking }: WhatIfParts, order: StoredOrder): PlannedOrder {
  const belief = tracking.belief(order);
  const { shipTo } = readPosted(order);
  const { location } = belief.least;
  const via = sitesAhead(belief.milestones, location).flatMap(({ siteId }): Stop[] => {
    const site = tracking.world.site(siteId);
    return site === undefined ? [] : [{ siteId, lat: site.lat, lon: site.lon }];
  });
  const from = pointOf(location);
  const to = pointOf(shipTo);
  return {
    orderNumber: order.orderNumber,
    estimate: isFinal(belief.state) ? undefined : belief.estimate,
    promisedUntil: belief.promisedUntil,
    way: from === undefined || to === undefined ? undefined : { from, via, to },
  };
}

function pointOf({
  lat,
  lon,
}: {
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
}): LatLon | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

/** What the change does to an arrival, in words. */
function reasonOf(
  { tracking }: WhatIfParts,
  wanted: Wanted,
  change: Change,
  order: PlannedOrder,
): string | undefined {
  const shift = shiftOf(change, order, tracking.world.learned);
  if (shift === undefined) return undefined;
  switch (wanted.kind) {
    case 'delay-departure':
      return `Everything that leaves then arrives ${spanWords(shift.p50)} later.`;
    case 'swap-vehicle':
      return `${wanted.toVehicleId} needs ${spanWords(shift.p10)} to ${spanWords(shift.p90)} until it has taken over.`;
    case 'remove-stop':
      return shift.p50 === 0
        ? undefined
        : `Passing ${wanted.siteId} by saves ${spanWords(shift.p50)}, the stop and the way round.`;
  }
}

const effects = ['breaks', 'saves', 'broken', 'unknown', 'kept', 'no-promise'] as const;

/** What changes comes first, the nearest promise on top. */
function byEffect(a: Outcome, b: Outcome): number {
  return (
    effects.indexOf(a.effect) - effects.indexOf(b.effect) ||
    (a.promisedUntil ?? Infinity) - (b.promisedUntil ?? Infinity) ||
    (a.orderNumber < b.orderNumber ? -1 : 1)
  );
}

function view(
  { orderNumber, promisedUntil, before, after, effect }: Outcome,
  customerName: string | undefined,
): ResultOf<'planning.whatIf'>['items'][number] {
  return compact({
    orderNumber,
    customerName,
    promisedUntil: promisedUntil === undefined ? undefined : toIso(promisedUntil),
    before: before && arrival(before),
    after: after && arrival(after),
    effect,
  });
}

function arrival({ p10, p50, p90, lateProbability }: Judged) {
  return compact({
    p10: toIso(Math.round(p10)),
    p50: toIso(Math.round(p50)),
    p90: toIso(Math.round(p90)),
    lateProbability,
  });
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
