import type { LatLon } from '#shared/domain/geo.ts';

import { siteOf } from '../places.ts';
import { dice } from '../random.ts';

/** A line haul from a warehouse to a distribution centre; one truck for each departure of the day. */
export interface Lane {
  readonly laneId: string;
  readonly from: string;
  readonly to: string;
  /** Place of the lane among its warehouse's, 1 or 2: which dock it uses there. */
  readonly dock: 1 | 2;
  /** Place of the lane among those of its distribution centre. */
  readonly gate: 1 | 2;
  readonly trucks: readonly [string, string, string];
}

/** Hours after the working day's begin at which each lane's three trucks leave. */
export const departureHours = [13, 18.5, 21] as const;

export const lanes: readonly Lane[] = [
  {
    laneId: 'LYS-DIJ',
    from: 'WH-LYS',
    to: 'DC-DIJ',
    dock: 1,
    gate: 1,
    trucks: ['TRK-01', 'TRK-02', 'TRK-03'],
  },
  {
    laneId: 'LYS-CFE',
    from: 'WH-LYS',
    to: 'DC-CFE',
    dock: 2,
    gate: 1,
    trucks: ['TRK-04', 'TRK-05', 'TRK-06'],
  },
  {
    laneId: 'PAR-LIL',
    from: 'WH-PAR',
    to: 'DC-LIL',
    dock: 1,
    gate: 1,
    trucks: ['TRK-07', 'TRK-08', 'TRK-09'],
  },
  {
    laneId: 'PAR-DIJ',
    from: 'WH-PAR',
    to: 'DC-DIJ',
    dock: 2,
    gate: 2,
    trucks: ['TRK-10', 'TRK-11', 'TRK-12'],
  },
];

/** The other lane of the same warehouse: where a parcel ends up when it is put on the wrong truck. */
export function otherLane(lane: Lane): Lane {
  const other = lanes.find((entry) => entry.from === lane.from && entry.laneId !== lane.laneId);
  if (other === undefined) throw new RangeError(`lane ${lane.laneId} has no neighbour`);
  return other;
}

/** A truck of a lane, a van on a daily tour, or the van that makes second attempts. */
export type Duty = 'line-haul' | 'tour' | 'second-attempts';

export interface Vehicle {
  readonly vehicleId: string;
  readonly duty: Duty;
  readonly name: string;
  readonly plate: string;
  readonly home: string;
  readonly parking: LatLon;
  /** Cargo space kept at 2-8 °C, with a sensor in it. */
  readonly refrigerated: boolean;
  /** Vans only: place among the tours of the centre, from 0. */
  readonly tour: number;
}

/** Regular tours of each distribution centre; one more van makes second attempts. */
const tourVans = { 'DC-LIL': 9, 'DC-DIJ': 8, 'DC-CFE': 8 } as const;

const refrigeratedVansPerCentre = { 'DC-LIL': 4, 'DC-DIJ': 4, 'DC-CFE': 3 } as const;

const plateLetters = 'ABCDEFGHJKLMNPQRSTVWXYZ'.split('');

function plateOf(vehicleId: string): string {
  const roll = dice('plate', vehicleId);
  const letters = (): string => roll.pick(plateLetters) + roll.pick(plateLetters);
  return `${letters()}-${String(roll.whole(1, 999)).padStart(3, '0')}-${letters()}`;
}

/** Where in its home's yard a vehicle stands: 60 to 220 m from the middle of the site. */
function parkingOf(vehicleId: string, home: string): LatLon {
  const roll = dice('parking', vehicleId);
  const middle = siteOf(home);
  const angle = roll.between(0, 2 * Math.PI);
  const distance = roll.between(60, 220) / 111_195;
  return {
    lat: middle.lat + distance * Math.cos(angle),
    lon: middle.lon + (distance * Math.sin(angle)) / Math.cos((middle.lat * Math.PI) / 180),
  };
}

function vehicle(vehicleId: string, duty: Duty, home: string, refrigerated: boolean, tour: number): Vehicle {
  const kind = duty === 'line-haul' ? 'Truck' : 'Van';
  const name = `${kind} ${vehicleId.slice(-2)}${duty === 'second-attempts' ? ' (second attempts)' : ''}`;
  const parking = parkingOf(vehicleId, home);
  return { vehicleId, duty, name, plate: plateOf(vehicleId), home, parking, refrigerated, tour };
}

function trucks(): Vehicle[] {
  return lanes.flatMap((lane) =>
    lane.trucks.map((id, slot) => vehicle(id, 'line-haul', lane.from, true, slot)),
  );
}

function vans(): Vehicle[] {
  const list: Vehicle[] = [];
  const nextId = (): string => `VAN-${String(list.length + 1).padStart(2, '0')}`;
  for (const [home, tours] of Object.entries(tourVans)) {
    const cold = refrigeratedVansPerCentre[home as keyof typeof tourVans]; // both tables have the same keys
    for (let tour = 0; tour < tours; tour++) list.push(vehicle(nextId(), 'tour', home, tour < cold, tour));
    list.push(vehicle(nextId(), 'second-attempts', home, false, tours));
  }
  return list;
}

/** The whole fleet: 12 trucks and 28 vans. */
export const fleet: readonly Vehicle[] = [...trucks(), ...vans()];

const vehicleById = new Map(fleet.map((entry) => [entry.vehicleId, entry]));

/** A vehicle of the simulated fleet; asking for any other is a mistake in the program. */
export function vehicleOf(vehicleId: string): Vehicle {
  const found = vehicleById.get(vehicleId);
  if (found === undefined) throw new RangeError(`no simulated vehicle ${vehicleId}`);
  return found;
}

/** Vans on regular tours from a centre, in tour order. */
export function tourVansOf(siteId: string): readonly Vehicle[] {
  return fleet.filter((entry) => entry.duty === 'tour' && entry.home === siteId);
}

/** The van that makes a centre's second attempts. */
export function secondAttemptVanOf(siteId: string): Vehicle {
  const found = fleet.find((entry) => entry.duty === 'second-attempts' && entry.home === siteId);
  if (found === undefined) throw new RangeError(`no van for second attempts at ${siteId}`);
  return found;
}
