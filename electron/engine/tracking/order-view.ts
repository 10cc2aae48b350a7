import type { z } from 'zod';

import type { OrderBelieved, OrderSummary } from '#shared/contract/orders.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import { whyLate } from '../planning/why-late.ts';
import type { BeliefGist, BeliefRow } from '../store/order-beliefs.ts';
import type { HoldRow } from '../store/holds.ts';
import type { PlaceStore } from '../store/places.ts';
import type { OrderBelief, ParcelBelief, PostedOrder } from './believe.ts';
import type { Estimate } from './eta.ts';
import { holdView } from './holding.ts';

export type OrderBelievedRow = z.output<typeof OrderBelieved>;
export type OrderSummaryRow = z.output<typeof OrderSummary>;

function isoOrNone(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : toIso(instant);
}

export function etaOf(estimate: Estimate): NonNullable<OrderBelievedRow['eta']> {
  return {
    p10: toIso(Math.round(estimate.p10)),
    p50: toIso(Math.round(estimate.p50)),
    p90: toIso(Math.round(estimate.p90)),
    model: estimate.model,
    reasons: [...estimate.reasons],
  };
}

/** What else holds of an order at the instant asked for. */
export interface Circumstances {
  readonly at: number;
  readonly holds: readonly HoldRow[];
  readonly alerts: OrderBelievedRow['alerts'];
  readonly holes: OrderBelievedRow['holes'];
  readonly places: Pick<PlaceStore, 'site' | 'inNames'>;
}

/** The order as the contract gives it: what was posted plus what is believed. */
export function orderView(
  order: PostedOrder,
  belief: OrderBelief,
  { at, holds, alerts, holes, places }: Circumstances,
): OrderBelievedRow {
  const split = belief.parcels.length > 1 && belief.parcels.some((parcel) => parcel.state !== belief.state);
  const told = (location: OrderBelievedRow['location']): OrderBelievedRow['location'] => ({
    ...location,
    because: location.because.map((fact) => ({ ...fact, text: places.inNames(fact.text) })),
  });
  return compact({
    ...order,
    state: belief.state,
    stateTime: isoOrNone(belief.stateTime),
    leastAdvancedParcelId: split ? belief.least.parcelId : undefined,
    location: told(belief.least.location),
    eta: belief.estimate === undefined ? null : etaOf(belief.estimate),
    lateProbability: belief.lateProbability ?? null,
    lateness: belief.lateness,
    whyLate: whyLate(belief, at, (siteId) => places.site(siteId)?.name ?? siteId),
    milestones: belief.milestones.map((each) =>
      compact({
        milestone: each.milestone,
        siteId: each.siteId,
        bizStep: each.bizStep,
        status: each.status,
        expectedTime: isoOrNone(each.expectedTime),
        source: each.source,
        eventTime: isoOrNone(each.eventTime),
        recordTime: isoOrNone(each.recordTime),
      }),
    ),
    holes,
    parcels: order.parcels.map((parcel) => {
      const believed = parcelView(belief, parcel.parcelId);
      return compact({ ...parcel, ...believed, location: told(believed.location) });
    }),
    alerts,
    holds: holds.map(holdView),
    dataAgeS:
      belief.newestTime === undefined ? null : Math.max(0, Math.round((at - belief.newestTime) / 1000)),
  });
}

function parcelView(belief: OrderBelief, parcelId: string) {
  const parcel: ParcelBelief = belief.parcels.find((each) => each.parcelId === parcelId) ?? belief.least;
  return {
    state: parcel.state,
    stateTime: isoOrNone(parcel.stateTime),
    location: parcel.location,
    on: [...parcel.on],
  };
}

export function summaryOf(order: PostedOrder, belief: OrderBelief): OrderSummaryRow {
  const { kind, id, asOf } = belief.least.location;
  return compact({
    orderNumber: order.orderNumber,
    state: belief.state,
    stateTime: isoOrNone(belief.stateTime),
    placedTime: order.placedTime,
    promisedUntil: order.promised?.until,
    eta: belief.estimate === undefined ? null : etaOf(belief.estimate),
    lateness: belief.lateness,
    customerName: order.customer.name ?? order.shipTo.name,
    city: order.shipTo.city,
    postalCode: order.shipTo.postalCode,
    parcels: order.parcels.length,
    location: compact({ kind, id, asOf }),
    newestTime: isoOrNone(belief.newestTime),
  });
}

export function beliefRow(orderKey: number, order: PostedOrder, belief: OrderBelief): BeliefRow {
  return {
    orderKey,
    state: belief.state,
    stateTime: belief.stateTime,
    newestTime: belief.newestTime,
    placedTime: order.placedTime === undefined ? undefined : Date.parse(order.placedTime),
    promisedUntil: order.promised === undefined ? undefined : Date.parse(order.promised.until),
    etaP50: belief.estimate === undefined ? undefined : Math.round(belief.estimate.p50),
    etaP90: belief.estimate === undefined ? undefined : Math.round(belief.estimate.p90),
    lateness: belief.lateness,
    locationKind: belief.least.location.kind,
    locationId: belief.least.location.id,
    final: isFinal(belief.state),
    summary: JSON.stringify(summaryOf(order, belief)),
  };
}

/** What other systems may read over MQTT: no name, no address, no phone. */
export function publicState(order: PostedOrder, belief: OrderBelief): string {
  const { kind, id, lat, lon, asOf } = belief.least.location;
  return JSON.stringify({
    orderNumber: order.orderNumber,
    state: belief.state,
    stateTime: isoOrNone(belief.stateTime),
    // The place of delivery is the customer's address.
    location: kind === 'place' ? { kind, asOf } : { kind, id, lat, lon, asOf },
    promisedUntil: order.promised?.until,
    lateness: belief.lateness,
    parcels: belief.parcels
      .filter((parcel) => parcel.parcelId !== '')
      .map(({ parcelId, state }) => ({ parcelId, state })),
  });
}

/** Every character outside `A-Z a-z 0-9 . _ -` percent-encoded (UTF-8). */
export function orderTopic(orderNumber: string): string {
  if (/^[\w.-]*$/.test(orderNumber)) return `waymark/out/v1/orders/${orderNumber}/state`;
  const key = [...Buffer.from(orderNumber, 'utf8')]
    .map((byte) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
  return `waymark/out/v1/orders/${key}/state`;
}

/** What other systems act on. */
export interface SummaryKey extends BeliefGist {
  readonly location: { readonly kind: string; readonly id?: string | undefined };
}

export function summaryKey({ state, lateness, location }: SummaryKey): string {
  return JSON.stringify([state, lateness, location.kind, location.id ?? null]);
}
