import type { LatLon } from '#shared/domain/geo.ts';
import { bearingDeg, distanceM } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { siteOf } from '../places.ts';
import { dice } from '../random.ts';
import type { Drive } from './drive.ts';
import { endOf, planDrive, wholeSpan } from './drive.ts';
import type { Vehicle } from './fleet.ts';
import type { Order } from './orders.ts';

/** A jam on a van's way to one of its stops. */
export interface Jam {
  readonly vehicleId: string;
  /** Share of the tour's stops made before it. */
  readonly after: number;
  readonly jamMs: number;
}

export interface Visit {
  readonly order: Order;
  /** When the driver records the outcome. */
  readonly atMs: number;
  readonly position: LatLon;
}

export interface Tour {
  readonly vehicle: Vehicle;
  readonly drives: readonly Drive[];
  readonly visits: readonly Visit[];
  readonly leavesMs: number;
  readonly backMs: number;
  /** When the jam begins and ends, where there is one. */
  readonly jam?: { readonly fromMs: number; readonly toMs: number };
}

export interface TourPlan {
  readonly seed: number;
  readonly day: number;
  readonly vehicle: Vehicle;
  readonly orders: readonly Order[];
  readonly leavesMs: number;
  /** Earliest instant for the driver's lunch. */
  readonly lunchMs: number;
  readonly jam?: Jam;
}

/** Cuts a centre's orders into tours by direction, evenly. */
export function shareOut(orders: readonly Order[], centre: string, tours: number): Order[][] {
  const middle = siteOf(centre);
  const turned = [...orders].sort(
    (a, b) => bearingDeg(middle, a.address) - bearingDeg(middle, b.address) || a.index - b.index,
  );
  return Array.from({ length: tours }, (_, tour) =>
    turned.slice(
      Math.round((tour * turned.length) / tours),
      Math.round(((tour + 1) * turned.length) / tours),
    ),
  );
}

/** Express deliveries first, then the rest, each time to the nearest address left. */
function sequence(start: LatLon, orders: readonly Order[]): Order[] {
  const route: Order[] = [];
  let here = start;
  for (const express of [true, false]) {
    const left = orders.filter((order) => (order.service === 'express') === express);
    while (left.length > 0) {
      const nearest = nearestIndex(here, left);
      const [next] = left.splice(nearest, 1);
      if (next === undefined) break;
      route.push(next);
      here = next.address;
    }
  }
  return route;
}

function nearestIndex(here: LatLon, orders: readonly Order[]): number {
  let best = 0;
  let bestM = Number.POSITIVE_INFINITY;
  orders.forEach((order, index) => {
    const metres = distanceM(here, order.address);
    if (metres < bestM) {
      best = index;
      bestM = metres;
    }
  });
  return best;
}

/** Drives a van past its stops and home again. */
export function planTour(plan: TourPlan): Tour {
  const { seed, day, vehicle, leavesMs } = plan;
  const route = sequence(vehicle.parking, plan.orders);
  const jammedHop =
    plan.jam === undefined ? -1 : Math.min(route.length - 1, Math.floor(plan.jam.after * route.length));
  const drives: Drive[] = [];
  const visits: Visit[] = [];
  let here: LatLon = vehicle.parking;
  let clock = leavesMs;
  let lunch = false;
  const driveTo = (to: LatLon, hop: number): void => {
    const roll = dice(seed, 'hop', day, vehicle.vehicleId, hop);
    const jamMs = hop === jammedHop ? (plan.jam?.jamMs ?? 0) : 0;
    const drive = planDrive({ from: here, to, startMs: clock, cruiseKmh: roll.between(70, 86), jamMs }, roll);
    drives.push(drive);
    clock = drive.toMs;
    here = endOf(drive);
  };
  route.forEach((order, hop) => {
    driveTo(order.address, hop);
    const roll = dice(seed, 'visit', day, order.index);
    const dwell = roll.between(10, 20) * minuteMs;
    visits.push({
      order,
      atMs: Math.round(clock + dwell * 0.6),
      position: nearby(order.address, roll.next(), roll.next()),
    });
    clock += dwell;
    if (!lunch && clock > plan.lunchMs) {
      lunch = true;
      clock += roll.between(35, 50) * minuteMs;
    }
  });
  driveTo(vehicle.parking, route.length);
  const jammed = drives[jammedHop];
  const tour = { vehicle, drives, visits, leavesMs, backMs: Math.round(clock) };
  return jammed === undefined ? tour : { ...tour, jam: wholeSpan(jammed) };
}

/** A place within 25 m: a handheld's own fix at the door. */
function nearby(address: LatLon, first: number, second: number): LatLon {
  const lat = address.lat + ((first - 0.5) * 40) / 111_195;
  const lon = address.lon + ((second - 0.5) * 40) / (111_195 * Math.cos((address.lat * Math.PI) / 180));
  return { lat: Number(lat.toFixed(6)), lon: Number(lon.toFixed(6)) };
}
