import { distanceM } from '#shared/domain/geo.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { minuteMs, toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { estimateFrom } from './arrival.ts';
import { latenessOf, type OrderBelief } from './believe.ts';
import { lateProbability, type Estimate, type Spread } from './eta.ts';
import { etaOf, type OrderSummaryRow } from './order-view.ts';
import type { Believed } from './believed.ts';
import type { Fix, World } from './world.ts';

/** Less of a way, in less time, moves no arrival. */
const still = { metres: 200, ms: minuteMs };
/** An arrival that moves less than a minute, or than this share of the time left, is told by nobody otherwise. */
const slight = { ms: minuteMs, share: 0.02 };
/** Below this probability nothing is said of being late, and what was said is taken back. */
const calm = 0.5;
/** Believing an order takes as long as moving so many arrivals. */
const wholeCosts = 20;

export interface RidersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly world: World;
  /** An order's arrival is another one. */
  readonly changed: (orderNumber: string) => unknown;
}

/** An order on a vehicle, as it was believed last; only where it rides, when it has not been believed since the start. */
interface Ride {
  readonly vehicleId: string;
  readonly known?: Known;
}

interface Known extends Pick<
  OrderBelief,
  | 'arrival'
  | 'estimate'
  | 'state'
  | 'stateTime'
  | 'promisedUntil'
  | 'newestTime'
  | 'lateness'
  | 'lateProbability'
> {
  readonly orderNumber: string;
  /** Where it is was known by this instant. */
  readonly asOf: number;
  /** How it was estimated since, by a fix of its vehicle. */
  moved?: { readonly estimate: Estimate; readonly newestTime: number };
}

interface Due {
  readonly orderKey: number;
  readonly fix: Fix;
}

/**
 * Estimates anew what is aboard a vehicle as soon as that has moved. What an order's estimate rests on besides the
 * vehicle's place is remembered, so that this takes no look at its scans; and since the next fix moves it again, the
 * arrival is kept in memory until the order is next believed as a whole: at once where more of it changes than the time.
 */
export class Riders {
  readonly #options: RidersOptions;
  readonly #rides = new Map<number, Ride>();
  /** The same by order number. */
  readonly #known = new Map<string, Known>();
  readonly #aboard = new Map<string, Set<number>>();
  /** Where vehicles were when they were followed last. */
  readonly #followed = new Map<string, Fix & { readonly at: number }>();
  readonly #moved = new Set<string>();
  #due: Due[] = [];
  #isLoaded = false;

  constructor(options: RidersOptions) {
    this.#options = options;
  }

  /** An order was believed. */
  take({ order, belief }: Believed): void {
    this.#leave(order.key);
    const { location } = belief.least;
    if (isFinal(belief.state) || location.kind !== 'vehicle' || location.id === undefined) return;
    this.#board(order.key, { vehicleId: location.id, known: knownOf(order.orderNumber, belief) });
  }

  /** A vehicle said where it is. Runs for every fix there is. */
  moved(vehicleId: string): void {
    if (!this.#isLoaded || this.#aboard.has(vehicleId)) this.#moved.add(vehicleId);
  }

  /** Nothing remembered is true: a transaction failed. */
  forget(): void {
    this.#rides.clear();
    this.#known.clear();
    this.#aboard.clear();
    this.#followed.clear();
    this.#due = [];
    this.#isLoaded = false;
  }

  get isWaiting(): boolean {
    return this.#moved.size > 0 || this.#due.length > 0;
  }

  /** A kept list row as it is now: beliefs are renewed in turns, vehicles speak all the time. */
  freshened<Row extends OrderSummaryRow>(row: Row): Row {
    const moved = this.#known.get(row.orderNumber)?.moved;
    const { world, clock } = this.#options;
    const { kind, id, asOf } = row.location;
    if (kind !== 'vehicle' || id === undefined || asOf === undefined) return row;
    const fix = world.fix(id, clock.now());
    const isNewer = fix !== undefined && fix.eventTime > Date.parse(asOf);
    return {
      ...row,
      ...(isNewer ? { location: { kind, id, asOf: toIso(fix.eventTime) } } : {}),
      ...(moved === undefined ? {} : { eta: etaOf(moved.estimate), newestTime: toIso(moved.newestTime) }),
    };
  }

  /** Estimates some orders anew, `count` at the most; `update` believes one as a whole. */
  follow(count: number, update: (orderKey: number) => void): void {
    if (!this.isWaiting) return;
    if (!this.#isLoaded) this.#load();
    const whole: number[] = [];
    for (let left = count; left > 0;) {
      const due = this.#next();
      if (due === undefined) break;
      const isMoved = this.#look(due);
      if (!isMoved) whole.push(due.orderKey);
      left -= isMoved ? 1 : wholeCosts;
    }
    if (whole.length === 0) return;
    this.#options.store.transaction(() => {
      for (const orderKey of whole) update(orderKey);
    });
  }

  #next(): Due | undefined {
    while (this.#due.length === 0) {
      const [vehicleId] = this.#moved;
      if (vehicleId === undefined) return undefined;
      this.#moved.delete(vehicleId);
      const { world, clock } = this.#options;
      const fix = world.fix(vehicleId, clock.now());
      if (fix === undefined || this.#isStill(vehicleId, fix)) continue;
      this.#followed.set(vehicleId, { ...fix, at: clock.now() });
      this.#due = [...(this.#aboard.get(vehicleId) ?? [])].map((orderKey) => ({ orderKey, fix }));
    }
    return this.#due.pop();
  }

  #isStill(vehicleId: string, fix: Fix): boolean {
    const last = this.#followed.get(vehicleId);
    if (last === undefined || this.#options.clock.now() - last.at >= still.ms) return false;
    return distanceM(last, fix) < still.metres;
  }

  /** False where more of it changes than the time it arrives. */
  #look({ orderKey, fix }: Due): boolean {
    const ride = this.#rides.get(orderKey);
    if (ride === undefined) return true;
    return ride.known !== undefined && this.#moveArrival(ride.known, fix);
  }

  #moveArrival(known: Known, fix: Fix): boolean {
    const { world, clock, changed } = this.#options;
    const { arrival, state, stateTime, promisedUntil: until } = known;
    const now = clock.now();
    if (arrival?.remaining === undefined || fix.eventTime < known.asOf) return true;
    const from = { lat: fix.lat, lon: fix.lon };
    const estimate = estimateFrom(
      { ...arrival, remaining: { ...arrival.remaining, from, now } },
      world.learned,
    );
    const probability =
      estimate === undefined || until === undefined ? undefined : lateProbability(estimate, until);
    const newestTime = Math.max(known.newestTime ?? -Infinity, fix.eventTime);
    const lateness = latenessOf({ state, stateTime, until, probability, newestTime, at: now });
    if (lateness !== known.lateness || isOtherRisk(probability, known.lateProbability)) return false;
    const listed = known.moved?.estimate ?? known.estimate;
    if (estimate === undefined || listed === undefined || isSlight(listed, estimate, now)) return true;
    known.moved = { estimate, newestTime };
    changed(known.orderNumber);
    return true;
  }

  /** Of orders that were not believed since the start nothing is remembered but where they ride. */
  #load(): void {
    this.#isLoaded = true;
    for (const { orderKey, vehicleId } of this.#options.store.orders.riding())
      if (!this.#rides.has(orderKey)) this.#board(orderKey, { vehicleId });
    for (const vehicleId of this.#moved) if (!this.#aboard.has(vehicleId)) this.#moved.delete(vehicleId);
  }

  #board(orderKey: number, ride: Ride): void {
    this.#rides.set(orderKey, ride);
    if (ride.known !== undefined) this.#known.set(ride.known.orderNumber, ride.known);
    const others = this.#aboard.get(ride.vehicleId);
    if (others === undefined) this.#aboard.set(ride.vehicleId, new Set([orderKey]));
    else others.add(orderKey);
  }

  #leave(orderKey: number): void {
    const ride = this.#rides.get(orderKey);
    if (ride === undefined) return;
    this.#rides.delete(orderKey);
    if (ride.known !== undefined) this.#known.delete(ride.known.orderNumber);
    const others = this.#aboard.get(ride.vehicleId);
    others?.delete(orderKey);
    if (others?.size !== 0) return;
    this.#aboard.delete(ride.vehicleId);
    this.#followed.delete(ride.vehicleId);
  }
}

/** No more of a belief than is asked for: there are thousands. */
function knownOf(orderNumber: string, belief: OrderBelief): Known {
  const { arrival, estimate, state, stateTime, promisedUntil, newestTime, lateness } = belief;
  const { asOf } = belief.least.location;
  return {
    arrival,
    estimate,
    state,
    stateTime,
    promisedUntil,
    newestTime,
    lateness,
    lateProbability: belief.lateProbability,
    orderNumber,
    asOf: asOf === undefined ? -Infinity : Date.parse(asOf),
  };
}

/** By tenths, and only where anything is said of it. */
function isOtherRisk(now: number | undefined, before: number | undefined): boolean {
  if (Math.max(now ?? 0, before ?? 0) < calm) return false;
  return now?.toFixed(1) !== before?.toFixed(1);
}

function isSlight(listed: Spread, estimate: Spread, now: number): boolean {
  const least = Math.max(slight.ms, (listed.p50 - now) * slight.share);
  return (['p10', 'p50', 'p90'] as const).every((name) => Math.abs(estimate[name] - listed[name]) < least);
}
