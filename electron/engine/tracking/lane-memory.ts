import { isDeepStrictEqual } from 'node:util';

import type { Store } from '../store/store.ts';
import type { Trip } from '../store/lanes.ts';
import { lanePlanOf, type LanePlan } from './lane-plan.ts';

/** Only the newest trips say how it goes now. */
const tellingTrips = 50;
/** What is asked of an instant a while ago is worked out without a look at the database. */
const keptTrips = 2 * tellingTrips;
/** Orders are asked about all the time they are on their way: so far back it is known which trips had ended. */
const keptEnds = 2_000;
/** All lanes together. */
const keptPlans = 5_000;

interface Lane {
  /** The newest first. */
  trips: Trip[];
  /** When trips ended, the newest first. */
  readonly ends: number[];
  /** By the end of the newest trip they rest on, then by origin: of what ended later they know nothing. */
  readonly plans: Map<number, Map<string, LanePlan | undefined>>;
}

/** What the lanes teach, read once and kept up to date with what is put. */
export interface LaneMemory {
  /** The plan by what had ended up to an instant. */
  planOf(lane: string, origin: string | undefined, until: number): LanePlan | undefined;
  /** An order was delivered, or its trip was otherwise than kept. Only inside a transaction. */
  put(orderKey: number, lane: string, trip: Trip): void;
  /** An order is no longer delivered. Only inside a transaction. */
  forget(orderKey: number): void;
}

export function createLaneMemory(store: Store): LaneMemory {
  return new RememberedLanes(store);
}

class RememberedLanes implements LaneMemory {
  readonly #store: Store;
  readonly #lanes = new Map<string, Lane>();
  #plans = 0;

  constructor(store: Store) {
    this.#store = store;
    store.onFailure(() => this.#lanes.clear());
  }

  planOf(name: string, origin: string | undefined, until: number): LanePlan | undefined {
    const lane = this.#lane(name);
    const later = endedAfter(lane.ends, until);
    const newest = lane.ends[later];
    if (newest === undefined)
      return lane.ends.length < keptEnds ? undefined : this.#workOut(name, origin, until);
    let known = lane.plans.get(newest);
    if (known === undefined) lane.plans.set(newest, (known = new Map()));
    const key = origin ?? '';
    if (!known.has(key)) {
      const isKept = later + tellingTrips <= lane.trips.length || lane.trips.length < keptTrips;
      const plan = isKept
        ? lanePlanOf(lane.trips.slice(later, later + tellingTrips), origin)
        : this.#workOut(name, origin, until);
      if (this.#plans >= keptPlans) this.#forgetPlans();
      known.set(key, plan);
      this.#plans += 1;
      return plan;
    }
    return known.get(key);
  }

  put(orderKey: number, name: string, trip: Trip): void {
    const before = this.#store.lanes.laneOf(orderKey);
    // An order that ended is believed anew again and again, and mostly nothing has changed.
    if (before === name && isDeepStrictEqual(this.#tripOf(name, trip.orderNumber), trip)) return;
    if (before !== undefined) this.#lanes.delete(before);
    this.#store.lanes.put(orderKey, name, trip);
    const lane = this.#lanes.get(name);
    if (lane === undefined) return;
    lane.trips = [...lane.trips, trip].sort(newestFirst).slice(0, keptTrips);
    lane.ends.splice(endedAfter(lane.ends, trip.ended), 0, trip.ended);
    if (lane.ends.length > keptEnds) lane.ends.pop();
    for (const newest of lane.plans.keys()) if (newest >= trip.ended) lane.plans.delete(newest);
  }

  forget(orderKey: number): void {
    const name = this.#store.lanes.laneOf(orderKey);
    if (name !== undefined) this.#lanes.delete(name);
    this.#store.lanes.forget(orderKey);
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      const { lanes } = this.#store;
      const all = Number.MAX_SAFE_INTEGER;
      lane = { trips: lanes.trips(name, all, keptTrips), ends: lanes.ends(name, keptEnds), plans: new Map() };
      this.#lanes.set(name, lane);
    }
    return lane;
  }

  #tripOf(name: string, orderNumber: string): Trip | undefined {
    return this.#lane(name).trips.find((known) => known.orderNumber === orderNumber);
  }

  #workOut(name: string, origin: string | undefined, until: number): LanePlan | undefined {
    return lanePlanOf(this.#store.lanes.trips(name, until, tellingTrips), origin);
  }

  #forgetPlans(): void {
    for (const { plans } of this.#lanes.values()) plans.clear();
    this.#plans = 0;
  }
}

/** How many ended after an instant. */
function endedAfter(ends: readonly number[], instant: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function newestFirst(a: Trip, b: Trip): number {
  return b.ended - a.ended || (a.orderNumber < b.orderNumber ? -1 : 1);
}
