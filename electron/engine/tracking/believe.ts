import type { z } from 'zod';

import type { Location, OrderInput } from '#shared/contract/orders.ts';
import { isFinal, progressOf, type OrderState } from '#shared/domain/order-state.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Lateness } from '../store/order-beliefs.ts';
import { arrivalOf, estimateFrom, type Arrival } from './arrival.ts';
import { lateProbability, likelyLate, type Estimate } from './eta.ts';
import { fixEvidence, scanEvidence, type EvidenceRow } from './evidence.ts';
import { lastMove, staysAt, type Journey, type ScanFact, type Stay } from './journey.ts';
import type { LanePlan } from './lane-plan.ts';
import { milestonesOf, type MilestoneBelief } from './milestones.ts';
import type { Fix, World } from './world.ts';

export type PostedOrder = z.output<typeof OrderInput>;
export type LocationBelief = z.output<typeof Location>;

export interface ParcelBelief {
  /** '' for an order without parcels. */
  readonly parcelId: string;
  readonly state: OrderState;
  readonly stateTime: number | undefined;
  readonly location: LocationBelief;
  readonly on: readonly string[];
  readonly newestTime: number | undefined;
  /** How much of the plan it has done, as the place of a step in it. */
  readonly reached: number;
}

/** How far a parcel has come. */
export type HowFar = Pick<ParcelBelief, 'state' | 'stateTime' | 'reached'>;

export interface OrderBelief {
  readonly state: OrderState;
  readonly stateTime: number | undefined;
  /** The parcel the order is only as far as. */
  readonly least: ParcelBelief;
  readonly parcels: readonly ParcelBelief[];
  readonly milestones: readonly MilestoneBelief[];
  readonly estimate: Estimate | undefined;
  /** What it was estimated from. */
  readonly arrival: Arrival | undefined;
  /** The promise it is held to: once delivered the one that was known then, whatever was edited afterwards. */
  readonly promisedUntil: number | undefined;
  readonly lateProbability: number | undefined;
  readonly lateness: Lateness;
  readonly newestTime: number | undefined;
}

export interface BeliefInput {
  readonly order: PostedOrder;
  readonly createdTime: number;
  /** What was promised for as it was known at an instant. */
  readonly promisedAt: (time: number) => string | undefined;
  /** By parcel id; '' alone for an order without parcels. */
  readonly journeys: ReadonlyMap<string, Journey>;
  readonly world: World;
  /** What orders like it usually passed, by those that had ended at an instant. */
  readonly laneAt: (until: number) => LanePlan | undefined;
  readonly at: number;
}

/** With no news for this long, a promise that has passed means silence, not lateness. */
export const freshNewsMs = 24 * 3_600_000;

/** One believed state of an order, from its scans, its plan and what its vehicles say. Pure. */
export function believe(input: BeliefInput): OrderBelief {
  const parcels = [...input.journeys].map(([parcelId, journey]) => parcelBelief(parcelId, journey, input));
  const least = parcels.reduce((behind, each) => (isBehind(each, behind) ? each : behind));
  const newest = parcels.map((parcel) => parcel.newestTime).filter((time) => time !== undefined);
  const newestTime = newest.length === 0 ? undefined : Math.max(...newest);
  const isOver = isFinal(least.state);
  const milestones = milestonesOf({
    ...input,
    // What was usual when it ended: it does not teach itself, nor do those after it.
    lane: input.laneAt(isOver && least.stateTime !== undefined ? least.stateTime - 1 : input.at),
    isOver,
  });
  const arrival = isOver ? undefined : arrivalOf(input, least, milestones);
  const estimate = arrival && estimateFrom(arrival, input.world.learned);
  const until = promiseOf(input, least);
  const probability =
    estimate === undefined || until === undefined ? undefined : lateProbability(estimate, until);
  return {
    state: least.state,
    stateTime: least.stateTime,
    least,
    parcels,
    milestones,
    estimate,
    arrival,
    promisedUntil: until,
    lateProbability: probability,
    lateness: latenessOf({
      state: least.state,
      stateTime: least.stateTime,
      until,
      probability,
      newestTime,
      at: input.at,
    }),
    newestTime,
  };
}

function promiseOf(
  { order, promisedAt }: BeliefInput,
  { state, stateTime }: ParcelBelief,
): number | undefined {
  const isDone = state === 'delivered' && stateTime !== undefined;
  const until = isDone ? promisedAt(stateTime) : order.promised?.until;
  return until === undefined ? undefined : Date.parse(until);
}

/**
 * Of two parcels that are as far the one that came later: the order is not done before its last parcel is. Of two that
 * are between warehouse and door the one that has reached less of the plan: on the way to a hub is behind at the hub.
 */
export function isBehind(parcel: HowFar, other: HowFar): boolean {
  const isBetween = betweenStates.has(parcel.state) && betweenStates.has(other.state);
  if (isBetween && parcel.reached !== other.reached) return parcel.reached < other.reached;
  const difference = progressOf[parcel.state] - progressOf[other.state];
  return (
    difference < 0 || (difference === 0 && (parcel.stateTime ?? -Infinity) > (other.stateTime ?? -Infinity))
  );
}

const betweenStates: ReadonlySet<OrderState> = new Set(['at-site', 'in-transit', 'customs']);

/** The furthest step of the plan it was scanned for; -1 for none. */
export function reachedOf({ events }: Pick<Journey, 'events'>, { plan = [] }: PostedOrder): number {
  const done = events.map(({ scan }) =>
    plan.findIndex((step) => step.siteId === scan.siteId && step.bizStep === scan.bizStep),
  );
  return Math.max(-1, ...done);
}

function parcelBelief(parcelId: string, journey: Journey, input: BeliefInput): ParcelBelief {
  const move = lastMove(journey);
  const placed =
    input.order.placedTime === undefined ? input.createdTime : Date.parse(input.order.placedTime);
  const stays = staysAt(journey, input.at);
  const moved = move?.state ?? 'created';
  const cancelled = cancelledTime(input, moved);
  const { location, asOf } = locate(journey, stays, moved, input);
  const newest = Math.max(journey.events.at(-1)?.scan.eventTime ?? -Infinity, asOf ?? -Infinity);
  return {
    parcelId,
    state: cancelled === undefined ? moved : 'cancelled',
    stateTime: cancelled ?? move?.scan.eventTime ?? placed,
    location,
    on: stays.map((stay) => input.world.vehicle(stay.on) ?? stay.on),
    newestTime: newest === -Infinity ? undefined : newest,
    reached: reachedOf(journey, input.order),
  };
}

const afterCancelling: ReadonlySet<OrderState> = new Set(['delivered', 'returning', 'returned']);

/** When it was cancelled, unless it was handed over or comes back all the same. */
function cancelledTime({ order, at }: BeliefInput, moved: OrderState): number | undefined {
  if (order.cancelledTime === undefined || afterCancelling.has(moved)) return undefined;
  const time = Date.parse(order.cancelledTime);
  return time <= at ? time : undefined;
}

interface Located {
  readonly location: LocationBelief;
  readonly asOf: number | undefined;
}

/** Delivered: where it was handed over. On a vehicle: where that is. Else where it was last seen. */
function locate(journey: Journey, stays: readonly Stay[], state: OrderState, input: BeliefInput): Located {
  const last = journey.events.at(-1)?.scan;
  if (last === undefined)
    return { location: { kind: 'unknown', confidence: 0, because: [] }, asOf: undefined };
  if (state === 'delivered') return delivered(journey, input, last);
  const riding = stays
    .toReversed()
    .find((stay) => stay.vehicle || input.world.vehicle(stay.on) !== undefined);
  const move = lastMove(journey)?.scan;
  // A vehicle that has arrived is at the site, and so is what it carries.
  const arrived = state === 'at-site' && move?.siteId !== undefined;
  if (riding !== undefined && !arrived) return onVehicle(riding, stays, input);
  const moving = state === 'in-transit' || state === 'out-for-delivery';
  const leaving =
    moving &&
    (last.bizStep === 'departing' || last.bizStep === 'shipping' || last.bizStep === 'transporting');
  if (leaving || last.siteId === undefined) {
    return {
      location: {
        kind: 'unknown',
        asOf: toIso(last.eventTime),
        confidence: 0.3,
        because: [scanEvidence(last)],
      },
      asOf: last.eventTime,
    };
  }
  const site = input.world.site(last.siteId);
  return {
    location: {
      kind: 'site',
      id: last.siteId,
      ...(site === undefined ? {} : { lat: site.lat, lon: site.lon }),
      asOf: toIso(last.eventTime),
      confidence: stays.length > 0 ? 0.9 : 0.95,
      because: chainEvidence(stays, last),
    },
    asOf: last.eventTime,
  };
}

function delivered(journey: Journey, { order }: BeliefInput, last: ScanFact): Located {
  const scan = journey.events.findLast((event) => event.state === 'delivered')?.scan ?? last;
  const point =
    scan.lat !== undefined && scan.lon !== undefined
      ? { lat: scan.lat, lon: scan.lon }
      : order.shipTo.lat !== undefined && order.shipTo.lon !== undefined
        ? { lat: order.shipTo.lat, lon: order.shipTo.lon }
        : {};
  return {
    location: {
      kind: 'place',
      ...point,
      asOf: toIso(scan.eventTime),
      confidence: 0.95,
      because: [scanEvidence(scan)],
    },
    asOf: scan.eventTime,
  };
}

/** What put it where it is, innermost first, then what was last heard: the chain that proves a place. */
function chainEvidence(stays: readonly Stay[], last?: ScanFact): EvidenceRow[] {
  const scans = [...stays.map(({ scan }) => scan), ...(last === undefined ? [] : [last])];
  return [...new Map(scans.map((scan) => [scan.scanKey, scan])).values()].map(scanEvidence);
}

/** The vehicle's own position since the loading; before its first fix, the place of the loading. */
function onVehicle(riding: Stay, stays: readonly Stay[], { world, at }: BeliefInput): Located {
  const id = world.vehicle(riding.on) ?? riding.on;
  const loading = riding.scan;
  const loaded = chainEvidence(stays);
  const fix = world.fix(id, at);
  const usable: Fix | undefined = fix !== undefined && fix.eventTime >= riding.from ? fix : undefined;
  const asOf = usable?.eventTime ?? riding.from;
  const site = loading.siteId === undefined ? undefined : world.site(loading.siteId);
  const point = usable ?? site;
  return {
    location: {
      kind: 'vehicle',
      id,
      ...(point === undefined ? {} : { lat: point.lat, lon: point.lon }),
      asOf: toIso(asOf),
      confidence: confidenceOnVehicle(at - asOf, stays.length),
      because: usable === undefined ? loaded : [...loaded, fixEvidence(id, usable)],
    },
    asOf,
  };
}

/** Each level of containment and each hour without a fix costs a tenth. */
function confidenceOnVehicle(ageMs: number, depth: number): number {
  const hours = Math.max(0, ageMs) / 3_600_000;
  return Math.round(0.95 * 0.9 ** (depth - 1) * 0.9 ** hours * 100) / 100;
}

interface LatenessInput {
  readonly state: OrderState;
  readonly stateTime: number | undefined;
  readonly until: number | undefined;
  readonly probability: number | undefined;
  readonly newestTime: number | undefined;
  readonly at: number;
}

/** Late needs a promise and either a delivery after it or fresh news that does not say delivered. */
export function latenessOf({
  state,
  stateTime,
  until,
  probability,
  newestTime,
  at,
}: LatenessInput): Lateness {
  if (until === undefined) return 'unknown';
  if (state === 'delivered')
    return stateTime !== undefined && stateTime > until ? 'delivered-late' : 'on-time';
  if (isFinal(state)) return 'on-time';
  if (at > until) return newestTime !== undefined && at - newestTime <= freshNewsMs ? 'late' : 'unknown';
  if (probability === undefined) return newestTime === undefined ? 'unknown' : 'on-time';
  return probability > likelyLate ? 'at-risk' : 'on-time';
}
