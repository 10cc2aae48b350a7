import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Dice } from '../random.ts';
import { dice } from '../random.ts';
import { handheldAt, portalLane, portalMac } from './devices.ts';
import type { LineHaul } from './line-haul.ts';
import type { Order, Parcel } from './orders.ts';
import type { Event, Place, Step } from './step.ts';
import type { Tour } from './tour.ts';

/** Hours of the working day in which a departure's orders are picked. */
const pickingHours = [
  [5, 10.5],
  [10, 16.5],
  [14, 19],
] as const;

/** Readers report at most this many tags in one message. */
const tagsPerMessage = 20;

const site = (id: string): Place => ({ kind: 'site', id });
const onVehicle = (id: string): Place => ({ kind: 'vehicle', id });

/** From the label to the truck's departure. */
export function warehouseSteps(
  seed: number,
  day: number,
  baseMs: number,
  orders: readonly Order[],
  hauls: readonly LineHaul[],
): Step[] {
  const steps = orders.flatMap((order) =>
    handlingSteps(dice(seed, 'handling', day, order.index), baseMs, order, orders),
  );
  for (const haul of hauls) {
    const aboard = parcelsAboard(orders, haul);
    for (const parcel of aboard) {
      const atMs = Math.round(haul.plannedMs - (50 - 38 * parcel.place) * minuteMs);
      const deviceId = handheldAt(haul.lane.from, `dock-${haul.lane.dock}`);
      steps.push(step('loading', atMs, deviceId, [parcel], onVehicle(haul.vehicleId), haul.vehicleId));
    }
    steps.push(...departure(haul, aboard));
  }
  return steps;
}

/** What is done to an order's parcels in the warehouse, one after the other. */
function handlingSteps(roll: Dice, baseMs: number, order: Order, orders: readonly Order[]): Step[] {
  const { from: warehouse, dock } = order.lane;
  const [pickFrom, pickUntil] = pickingHours[order.slot];
  const turn = pickingTurn(order, orders);
  const printed = order.placedMs + roll.between(1, 3.5) * minuteMs;
  const due = baseMs + (pickFrom + turn * (pickUntil - pickFrom)) * hourMs;
  let clock = Math.max(due, printed + 6 * minuteMs) + roll.between(0, 4) * minuteMs;
  const picker = handheldAt(warehouse, `pick-${roll.pick([1, 2])}`);
  const packer = handheldAt(warehouse, `pack-${roll.pick([1, 2])}`);
  const stager = handheldAt(warehouse, `stage-${dock}`);
  const here = site(warehouse);
  return order.parcels.flatMap((parcel, index) => {
    clock += index === 0 ? 0 : roll.between(0.6, 2) * minuteMs;
    const picked = Math.round(clock);
    const packed = Math.round(picked + roll.between(8, 20) * minuteMs);
    const staged = Math.round(packed + roll.between(5, 12) * minuteMs);
    return [
      step(
        'commissioning',
        Math.round(printed + index * 2000),
        `label-${warehouse.toLowerCase()}`,
        [parcel],
        here,
      ),
      step('picking', picked, picker, [parcel], here),
      step('packing', packed, packer, [parcel], here),
      step('staging', staged, stager, [parcel], here),
    ];
  });
}

const turns = new WeakMap<readonly Order[], Map<string, number>>();

/** An order's place in the picking queue of its departure, from 0 to 1. */
function pickingTurn(order: Order, orders: readonly Order[]): number {
  let known = turns.get(orders);
  if (known === undefined) {
    known = new Map();
    for (const slot of [0, 1, 2]) {
      const queue = orders.filter((entry) => entry.slot === slot);
      for (const [rank, entry] of queue.entries()) known.set(entry.orderNumber, (rank + 0.5) / queue.length);
    }
    turns.set(orders, known);
  }
  return known.get(order.orderNumber) ?? 0;
}

function parcelsAboard(orders: readonly Order[], haul: LineHaul): Parcel[] {
  return orders
    .flatMap((order) => order.parcels)
    .filter((parcel) => parcel.slot === haul.slot && parcel.lane.laneId === haul.lane.laneId);
}

/** The whole load is seen leaving: by the portal reader on its lane, by the dock's handheld on the others. */
function departure(haul: LineHaul, aboard: readonly Parcel[]): Step[] {
  const place = onVehicle(haul.vehicleId);
  if (aboard.length === 0) return [];
  if (haul.lane.laneId !== portalLane) {
    const deviceId = handheldAt(haul.lane.from, `dock-${haul.lane.dock}`);
    return [step('departing', haul.departMs, deviceId, aboard, place, haul.vehicleId)];
  }
  return Array.from({ length: Math.ceil(aboard.length / tagsPerMessage) }, (_, part) => {
    const tags = aboard.slice(part * tagsPerMessage, (part + 1) * tagsPerMessage);
    return step('departing', haul.departMs + part * 2500, portalMac, tags, place, haul.vehicleId);
  });
}

/** From the truck's arrival until parcels wait for a van. */
export function centreSteps(
  seed: number,
  day: number,
  orders: readonly Order[],
  hauls: readonly LineHaul[],
): Step[] {
  return hauls.flatMap((haul) => {
    const aboard = parcelsAboard(orders, haul);
    if (aboard.length === 0) return [];
    const { to, gate } = haul.lane;
    const dock = handheldAt(to, `dock-${gate}`);
    const receiver = handheldAt(to, `recv-${gate}`);
    const here = site(to);
    const steps = [step('arriving', haul.arriveMs + 3 * minuteMs, dock, aboard, here, haul.vehicleId)];
    for (const parcel of aboard) {
      const roll = dice(seed, 'unloading', day, parcel.parcelId);
      const unloaded = Math.round(haul.arriveMs + (10 + 40 * parcel.place) * minuteMs);
      const received = Math.round(unloaded + roll.between(4, 18) * minuteMs);
      steps.push(step('unloading', unloaded, dock, [parcel], here, haul.vehicleId));
      steps.push(step('receiving', received, receiver, [parcel], here));
      if (parcel.misrouted) {
        const asideMs = Math.round(received + roll.between(25, 50) * minuteMs);
        steps.push(step('set-aside', asideMs, receiver, [parcel], here));
      }
    }
    return steps;
  });
}

/** Van tours and second attempts. */
export function deliverySteps(baseMs: number, tours: readonly Tour[], secondTours: readonly Tour[]): Step[] {
  return [
    ...tours.flatMap((tour) => firstAttempts(baseMs, tour)),
    ...secondTours.flatMap((tour) => secondAttempts(baseMs, tour)),
  ];
}

function present(order: Order): Parcel[] {
  return order.parcels.filter((parcel) => !parcel.misrouted && !parcel.lost);
}

function firstAttempts(baseMs: number, tour: Tour): Step[] {
  const { vehicleId, home, tour: index } = tour.vehicle;
  const out = handheldAt(home, `out-${(index % 3) + 1}`);
  const begin = baseMs + (30.5 + Math.floor(index / 3) * 0.42) * hourMs;
  const steps = loadVan('van-loading', out, tour, begin, 0.36 * hourMs);
  const driver = `hh-${vehicleId.toLowerCase()}`;
  const load = tour.visits.flatMap(({ order }) => present(order));
  if (load.length > 0)
    steps.push(step('out-for-delivery', tour.leavesMs, driver, load, onVehicle(vehicleId), vehicleId));
  let backMs = Math.max(tour.backMs + 10 * minuteMs, baseMs + (41.5 + index * 0.08) * hourMs);
  for (const { order, atMs, position } of tour.visits) {
    const parcels = present(order);
    if (parcels.length === 0) continue;
    if (!order.firstAttemptFails) {
      steps.push({
        ...step('delivered', atMs, driver, parcels, { kind: 'place', ...position }, vehicleId),
        position,
      });
      continue;
    }
    steps.push({
      ...step('attempt-failed', atMs, driver, parcels, onVehicle(vehicleId), vehicleId),
      position,
    });
    backMs = Math.round(backMs + minuteMs);
    steps.push(step('brought-back', backMs, handheldAt(home, 'returns'), parcels, site(home)));
  }
  return steps;
}

function secondAttempts(baseMs: number, tour: Tour): Step[] {
  const { vehicleId, home } = tour.vehicle;
  const driver = `hh-${vehicleId.toLowerCase()}`;
  const steps = loadVan(
    'van-reloading',
    handheldAt(home, 'returns'),
    tour,
    baseMs + 55 * hourMs,
    0.5 * hourMs,
  );
  const load = tour.visits.flatMap(({ order }) => present(order));
  if (load.length === 0) return steps;
  steps.push(step('out-again', tour.leavesMs, driver, load, onVehicle(vehicleId), vehicleId));
  for (const { order, atMs, position } of tour.visits) {
    const parcels = present(order);
    if (parcels.length === 0) continue;
    steps.push({
      ...step('delivered', atMs, driver, parcels, { kind: 'place', ...position }, vehicleId),
      position,
    });
  }
  return steps;
}

/** Parcels go onto the van evenly over the time there is; a missing one leaves its moment empty. */
function loadVan(event: Event, deviceId: string, tour: Tour, beginMs: number, lengthMs: number): Step[] {
  const due = tour.visits.flatMap(({ order }) => order.parcels);
  const { vehicleId } = tour.vehicle;
  return due.flatMap((parcel, index) => {
    if (parcel.misrouted || parcel.lost) return [];
    const atMs = Math.round(beginMs + ((index + 0.5) / due.length) * lengthMs);
    return [step(event, atMs, deviceId, [parcel], onVehicle(vehicleId), vehicleId)];
  });
}

function step(
  event: Event,
  atMs: number,
  deviceId: string,
  parcels: readonly Parcel[],
  place: Place,
  vehicleId?: string,
): Step {
  return { event, atMs, deviceId, parcels, place, ...(vehicleId === undefined ? {} : { vehicleId }) };
}
