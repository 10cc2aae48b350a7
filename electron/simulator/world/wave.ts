import { hourMs } from '#shared/domain/time.ts';

import type { Drive } from './drive.ts';
import { lanes, secondAttemptVanOf, tourVansOf } from './fleet.ts';
import type { HaulTrouble, LineHaul } from './line-haul.ts';
import { planLineHaul, slots } from './line-haul.ts';
import type { Order, WaveInput } from './orders.ts';
import { ordersOf } from './orders.ts';
import type { Step } from './step.ts';
import { centreSteps, deliverySteps, warehouseSteps } from './steps.ts';
import type { Jam, Tour } from './tour.ts';
import { planTour, shareOut } from './tour.ts';

/** Everything that happens because of the orders of one day: planned as a whole, from the seed alone. */
export interface Wave {
  readonly day: number;
  readonly baseMs: number;
  readonly orders: readonly Order[];
  readonly hauls: readonly LineHaul[];
  readonly tours: readonly Tour[];
  readonly secondTours: readonly Tour[];
  /** By time. */
  readonly steps: readonly Step[];
  readonly drivesOf: ReadonlyMap<string, readonly Drive[]>;
  /** When the last parcel of an order was delivered; absent for orders that never are. */
  readonly deliveredMs: ReadonlyMap<string, number>;
}

/** What goes wrong on the road. */
export interface RoadTroubles {
  readonly jams: readonly Jam[];
  readonly hauls: readonly HaulTrouble[];
}

/** Begin and end of what a wave's orders cause, in hours from its base: first order to last second attempt. */
export const waveHours = { first: -8, lastRegular: 42, last: 72 } as const;

const centres = ['DC-LIL', 'DC-DIJ', 'DC-CFE'] as const;

/** Plans the orders of a day and all that follows from them. */
export function planWave(input: WaveInput, { jams, hauls: troubles }: RoadTroubles): Wave {
  const { seed, day } = input;
  const baseMs = input.calendar.baseOf(day);
  const orders = ordersOf(input);
  const hauls = lanes.flatMap((lane) =>
    slots.map((slot) => {
      const trouble = troubles.find(({ vehicleId }) => vehicleId === lane.trucks[slot]);
      return planLineHaul(seed, day, baseMs, { lane, slot, ...(trouble && { trouble }) });
    }),
  );
  const tours = centres.flatMap((centre) => toursOf(input, orders, baseMs, centre, jams));
  const secondTours = centres.map((centre) => secondTourOf(input, orders, baseMs, centre));
  const steps = [
    ...warehouseSteps(seed, day, baseMs, orders, hauls),
    ...centreSteps(seed, day, orders, hauls),
    ...deliverySteps(baseMs, tours, secondTours),
  ].sort((a, b) => a.atMs - b.atMs);
  const drivesOf = collectDrives(hauls, [...tours, ...secondTours]);
  return {
    day,
    baseMs,
    orders,
    hauls,
    tours,
    secondTours,
    steps,
    drivesOf,
    deliveredMs: deliveriesOf(orders, steps),
  };
}

function toursOf(
  input: WaveInput,
  orders: readonly Order[],
  baseMs: number,
  centre: string,
  jams: readonly Jam[],
): Tour[] {
  const vans = tourVansOf(centre);
  const shares = shareOut(
    orders.filter((order) => order.lane.to === centre),
    centre,
    vans.length,
  );
  return vans.map((vehicle, index) => {
    const jam = jams.find((entry) => entry.vehicleId === vehicle.vehicleId);
    return planTour({
      seed: input.seed,
      day: input.day,
      vehicle,
      orders: shares[index] ?? [],
      leavesMs: Math.round(baseMs + (32 + (0.3 * index) / vans.length) * hourMs),
      lunchMs: baseMs + 36 * hourMs,
      ...(jam === undefined ? {} : { jam }),
    });
  });
}

function secondTourOf(input: WaveInput, orders: readonly Order[], baseMs: number, centre: string): Tour {
  return planTour({
    seed: input.seed,
    day: input.day + 0.5, // its own dice: the regular tours use the whole number
    vehicle: secondAttemptVanOf(centre),
    orders: orders.filter((order) => order.lane.to === centre && order.firstAttemptFails),
    leavesMs: baseMs + 56.5 * hourMs,
    lunchMs: baseMs + 60 * hourMs,
  });
}

function collectDrives(hauls: readonly LineHaul[], tours: readonly Tour[]): Map<string, Drive[]> {
  const drives = new Map<string, Drive[]>();
  for (const haul of hauls) drives.set(haul.vehicleId, [...haul.drives]);
  for (const tour of tours) {
    if (tour.visits.length > 0) drives.set(tour.vehicle.vehicleId, [...tour.drives]);
  }
  return drives;
}

function deliveriesOf(orders: readonly Order[], steps: readonly Step[]): Map<string, number> {
  const left = new Map(orders.map((order) => [order.orderNumber, order.parcels.length]));
  const delivered = new Map<string, number>();
  for (const step of steps) {
    if (step.event !== 'delivered') continue;
    for (const parcel of step.parcels) {
      const rest = (left.get(parcel.orderNumber) ?? 0) - 1;
      left.set(parcel.orderNumber, rest);
      if (rest === 0) delivered.set(parcel.orderNumber, step.atMs);
    }
  }
  return delivered;
}
