import type { LatLon } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Calendar } from '../calendar.ts';
import { orderNumber, parcelSscc } from '../identifiers.ts';
import type { Person, Product } from '../people.ts';
import { person, products } from '../people.ts';
import type { Town } from '../places.ts';
import { townsOf } from '../places.ts';
import type { Dice } from '../random.ts';
import { dice } from '../random.ts';
import type { Lane } from './fleet.ts';
import { lanes, otherLane } from './fleet.ts';

export interface Parcel {
  readonly parcelId: string;
  readonly orderNumber: string;
  /** The lane it really travels on: its order's, unless it was put on the wrong truck. */
  readonly lane: Lane;
  /** The departure it really goes with: its order's, unless it was left behind. */
  readonly slot: 0 | 1 | 2;
  readonly misrouted: boolean;
  /** Nobody finds it any more once it was received at the centre. */
  readonly lost: boolean;
  /** How many pieces it holds. */
  readonly pieces: number;
  /** Its place among the parcels its order's truck should carry, from 0 to 1. */
  readonly place: number;
}

export interface OrderItem extends Product {
  readonly quantity: number;
}

export interface Order {
  readonly orderNumber: string;
  readonly index: number;
  readonly placedMs: number;
  readonly lane: Lane;
  /** Which of the lane's departures it goes with. */
  readonly slot: 0 | 1 | 2;
  readonly service: 'express' | 'standard' | 'economy';
  readonly promisedFromMs: number;
  readonly promisedUntilMs: number;
  readonly customer: Person;
  readonly town: Town;
  readonly address: LatLon;
  readonly items: readonly OrderItem[];
  readonly parcels: readonly Parcel[];
  /** Nobody opens the door at the first attempt. */
  readonly firstAttemptFails: boolean;
}

export interface WaveInput {
  readonly seed: number;
  readonly day: number;
  readonly calendar: Calendar;
  readonly ordersPerDay: number;
  readonly astray: Astray;
}

/** Parcels that do not go the way of their order. */
export interface Astray {
  /** Put on the neighbouring lane's truck. */
  readonly misrouted: ReadonlySet<string>;
  /** Left for the lane's next truck; of the last truck of a day nothing is. */
  readonly leftBehind: ReadonlySet<string>;
  /** Lost at the centre. */
  readonly lost: ReadonlySet<string>;
}

export const nothingAstray: Astray = { misrouted: new Set(), leftBehind: new Set(), lost: new Set() };

/** Hours around the working day's begin in which its orders are placed: from 16:00 the day before to 16:00. */
const placingFrom = -8;
const placingTo = 16;

/** A day's orders in the order they were placed. Each order has dice of its own, so no order moves another. */
export function ordersOf(input: WaveInput): Order[] {
  const base = input.calendar.baseOf(input.day);
  const placed = placingTimes(input, base);
  const drafts = placed.map((placedMs, index) => draftOrder(input, base, placedMs, index));
  const numbered = numberParcels(input, drafts);
  return placeParcels(numbered);
}

function placingTimes({ seed, day, ordersPerDay }: WaveInput, base: number): number[] {
  const roll = dice(seed, 'placing', day);
  const margin = 5 * minuteMs;
  const times = Array.from({ length: ordersPerDay }, () => {
    const share = roll.next();
    // Evenings bring 45 % of a day's orders, nights 10 %, mornings and early afternoons the rest.
    const hour =
      share < 0.45
        ? placingFrom + (share / 0.45) * 7
        : share < 0.55
          ? -1 + ((share - 0.45) / 0.1) * 8
          : 7 + ((share - 0.55) / 0.45) * 9;
    return base + Math.round(hour * hourMs);
  });
  const first = base + placingFrom * hourMs + margin;
  const last = base + placingTo * hourMs - margin;
  return times.map((time) => Math.min(last, Math.max(first, time))).sort((a, b) => a - b);
}

function slotOf(placedMs: number, base: number): 0 | 1 | 2 {
  if (placedMs < base + 8 * hourMs) return 0;
  return placedMs < base + 12.5 * hourMs ? 1 : 2;
}

interface Draft extends Omit<Order, 'parcels'> {
  readonly parcelCount: number;
}

function draftOrder(
  { seed, day, calendar }: WaveInput,
  base: number,
  placedMs: number,
  index: number,
): Draft {
  const roll = dice(seed, 'order', day, index);
  const lane = laneFor(roll);
  const town = townFor(roll, lane.to);
  const service = roll.pick(['express', 'standard', 'standard', 'standard', 'standard', 'economy'] as const);
  const untilHour = { express: 37, standard: 42, economy: 66 }[service];
  return {
    orderNumber: orderNumber(day, calendar.phaseHours, index + 1),
    index,
    placedMs,
    lane,
    slot: slotOf(placedMs, base),
    service,
    promisedFromMs: base + 32 * hourMs,
    promisedUntilMs: base + untilHour * hourMs,
    customer: person(roll),
    town,
    address: addressIn(town, roll),
    items: itemsFor(roll),
    parcelCount: roll.pick([1, 1, 1, 1, 2, 2, 3]),
    firstAttemptFails: roll.chance(0.04),
  };
}

function laneFor(roll: Dice): Lane {
  const share = roll.next();
  const id = share < 0.4 ? 'PAR-LIL' : share < 0.56 ? 'PAR-DIJ' : share < 0.72 ? 'LYS-DIJ' : 'LYS-CFE';
  const lane = lanes.find((entry) => entry.laneId === id);
  if (lane === undefined) throw new RangeError(`no lane ${id}`);
  return lane;
}

function townFor(roll: Dice, centre: string): Town {
  const choices = townsOf[centre] ?? [];
  let rest = roll.next() * choices.reduce((sum, town) => sum + town.weight, 0);
  for (const town of choices) {
    rest -= town.weight;
    if (rest < 0) return town;
  }
  return roll.pick(choices);
}

function addressIn(town: Town, roll: Dice): LatLon {
  const angle = roll.between(0, 2 * Math.PI);
  const distance = (town.spreadM * Math.sqrt(roll.next())) / 111_195;
  const lat = town.lat + distance * Math.cos(angle);
  const lon = town.lon + (distance * Math.sin(angle)) / Math.cos((town.lat * Math.PI) / 180);
  return { lat: Number(lat.toFixed(6)), lon: Number(lon.toFixed(6)) };
}

function itemsFor(roll: Dice): OrderItem[] {
  return roll.sample(products, roll.pick([1, 1, 1, 2, 2, 3])).map((product) => ({
    ...product,
    quantity: roll.pick([1, 1, 1, 2, 3]),
  }));
}

function numberParcels(input: WaveInput, drafts: readonly Draft[]): Order[] {
  const { misrouted, leftBehind, lost } = input.astray;
  let serial = 0;
  return drafts.map(({ parcelCount, ...order }) => ({
    ...order,
    parcels: Array.from({ length: parcelCount }, (_, index) => {
      const parcelId = parcelSscc(input.day, input.calendar.phaseHours, ++serial);
      const isMisrouted = misrouted.has(parcelId);
      return {
        parcelId,
        orderNumber: order.orderNumber,
        lane: isMisrouted ? otherLane(order.lane) : order.lane,
        slot: leftBehind.has(parcelId) ? nextSlot(order.slot) : order.slot,
        misrouted: isMisrouted,
        lost: lost.has(parcelId),
        pieces: piecesIn(order.items, parcelCount, index),
        place: 0,
      };
    }),
  }));
}

function nextSlot(slot: 0 | 1 | 2): 0 | 1 | 2 {
  return slot === 0 ? 1 : 2;
}

/** An order's pieces shared out over its parcels, one in each at least. */
function piecesIn(items: readonly OrderItem[], parcels: number, index: number): number {
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.max(1, Math.floor(pieces / parcels) + (index < pieces % parcels ? 1 : 0));
}

/** Gives each parcel its place on the truck it belongs on; a misrouted one keeps it and takes it elsewhere. */
function placeParcels(orders: readonly Order[]): Order[] {
  const counts = new Map<string, number>();
  const keyOf = (order: Order): string => `${order.lane.laneId} ${order.slot}`;
  for (const order of orders)
    counts.set(keyOf(order), (counts.get(keyOf(order)) ?? 0) + order.parcels.length);
  const used = new Map<string, number>();
  return orders.map((order) => ({
    ...order,
    parcels: order.parcels.map((parcel) => {
      const rank = used.get(keyOf(order)) ?? 0;
      used.set(keyOf(order), rank + 1);
      return { ...parcel, place: (rank + 0.5) / (counts.get(keyOf(order)) ?? 1) };
    }),
  }));
}
