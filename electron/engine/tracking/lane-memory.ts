import type { Store } from '../store/store.ts';
import type { Trip } from '../store/lanes.ts';
import { lanePlanOf, type LanePlan } from './lane-plan.ts';

/** Only the newest trips say how it goes now. */
const tellingTrips = 50;
/** What is asked of an instant a while ago is answered without a look at the database. */
const keptTrips = 2 * tellingTrips;

interface Lane {
  trips: Trip[];
  readonly plans: Map<string, LanePlan | undefined>;
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
  const lanes = new Map<string, Lane>();
  store.onFailure(() => lanes.clear());

  function laneFor(name: string): Lane {
    let lane = lanes.get(name);
    if (lane === undefined) {
      lane = { trips: store.lanes.trips(name, Number.MAX_SAFE_INTEGER, keptTrips), plans: new Map() };
      lanes.set(name, lane);
    }
    return lane;
  }

  function drop(orderKey: number): void {
    const name = store.lanes.laneOf(orderKey);
    if (name !== undefined) lanes.delete(name);
  }

  return {
    planOf(name, origin, until) {
      const lane = laneFor(name);
      const later = lane.trips.filter(({ ended }) => ended > until).length;
      const isKept = later + tellingTrips <= lane.trips.length || lane.trips.length < keptTrips;
      if (!isKept) return lanePlanOf(store.lanes.trips(name, until, tellingTrips), origin);
      const key = `${later} ${origin ?? ''}`;
      if (!lane.plans.has(key))
        lane.plans.set(key, lanePlanOf(lane.trips.slice(later, later + tellingTrips), origin));
      return lane.plans.get(key);
    },
    put(orderKey, name, trip) {
      drop(orderKey);
      store.lanes.put(orderKey, name, trip);
      const lane = lanes.get(name);
      if (lane === undefined) return;
      lane.trips = [...lane.trips, trip].sort(newestFirst).slice(0, keptTrips);
      lane.plans.clear();
    },
    forget(orderKey) {
      drop(orderKey);
      store.lanes.forget(orderKey);
    },
  };
}

function newestFirst(a: Trip, b: Trip): number {
  return b.ended - a.ended || (a.orderNumber < b.orderNumber ? -1 : 1);
}
