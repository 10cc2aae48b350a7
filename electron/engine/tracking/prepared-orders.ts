import { canonicalCode } from '#shared/domain/codes.ts';
import { conflictsIn } from '#shared/domain/postal-areas.ts';
import { toIso } from '#shared/domain/time.ts';

import type { OrderCode, OrderToKeep } from '../store/new-orders.ts';
import type { NewBelief } from '../store/order-beliefs.ts';
import { findableAs } from '../store/order-words.ts';
import type { PostedOrder } from './believe.ts';
import { laneOf } from './lane-plan.ts';
import { codesOfParcel } from './scan-facts.ts';

/** An order with everything that follows from it alone, so that any thread can make it ready to be kept. */
export interface PreparedOrder extends OrderToKeep {
  /**
   * What is believed of it while it is new and nothing was scanned of it; undefined where that takes more than the
   * order itself, or where a rule may have something to say of it.
   */
  readonly belief: NewBelief | undefined;
  /** Where it goes, of an order whose arrival can be estimated once orders that went there have shown the way. */
  readonly lane: string | undefined;
}

/** Makes orders ready that come in together at an instant: a word that several have is told with the first of them. */
export function prepareOrders(orders: readonly PostedOrder[], now: number): PreparedOrder[] {
  const told = new Set<string>();
  const nowText = toIso(now);
  return orders.map((order) => {
    const { words, vocabulary } = findableAs(order);
    const untold = vocabulary.filter((word) => !told.has(word));
    for (const word of untold) told.add(word);
    return {
      orderNumber: order.orderNumber,
      posted: JSON.stringify(order),
      codes: codesToKeep(order),
      words,
      vocabulary: untold,
      belief: isPlain(order) ? plainBelief(order, now, nowText) : undefined,
      lane: order.shipTo.lat === undefined ? undefined : laneOf(order),
    };
  });
}

/** The same of one order. */
export function prepareOrder(order: PostedOrder, now: number): PreparedOrder {
  return prepareOrders([order], now)[0]!;
}

/** Canonical codes of an order and of its parcels, each with whose it is. */
export function codesToKeep(order: PostedOrder): OrderCode[] {
  return [
    { code: canonicalCode(order.orderNumber), parcelId: '' },
    ...order.parcels.flatMap((parcel) =>
      codesOfParcel(parcel).map((code) => ({ code, parcelId: parcel.parcelId })),
    ),
  ];
}

/**
 * Nothing can be estimated of an order that was never scanned without coordinates, or without a site to start from; and
 * rules tell of planned departures, of addresses that cannot be right and of goods with limits of their own. A promise
 * that has passed is no delay as long as nobody has heard of the order.
 */
function isPlain({ shipTo, plan = [], items, parcels }: PostedOrder): boolean {
  return (
    (shipTo.lat === undefined || plan.length === 0) &&
    plan.every(({ plannedTime }) => plannedTime === undefined) &&
    [...items, ...parcels].every(({ temperatureProfileId }) => temperatureProfileId === undefined) &&
    conflictsIn(shipTo).length === 0
  );
}

function plainBelief(order: PostedOrder, now: number, nowText: string): NewBelief {
  const { orderNumber, placedTime, promised, customer, shipTo, parcels } = order;
  const cancelled = order.cancelledTime === undefined ? undefined : Date.parse(order.cancelledTime);
  const isCancelled = cancelled !== undefined && cancelled <= now;
  const placed = placedTime === undefined ? undefined : Date.parse(placedTime);
  const state = isCancelled ? 'cancelled' : 'created';
  const lateness = isCancelled && promised !== undefined ? 'on-time' : 'unknown';
  const stateTime = isCancelled ? cancelled : (placed ?? now);
  return {
    state,
    stateTime,
    placedTime: placed,
    promisedUntil: promised === undefined ? undefined : Date.parse(promised.until),
    lateness,
    final: isCancelled,
    summary: JSON.stringify({
      orderNumber,
      state,
      stateTime: stateTime === now ? nowText : toIso(stateTime),
      placedTime,
      promisedUntil: promised?.until,
      eta: null,
      lateness,
      customerName: customer.name ?? shipTo.name,
      city: shipTo.city,
      postalCode: shipTo.postalCode,
      parcels: parcels.length,
      location: { kind: 'unknown' },
    }),
  };
}
