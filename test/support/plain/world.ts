import { dayMs, hourMs, toIso } from '#shared/domain/time.ts';

import type { RegistryEntry } from '../../../electron/simulator/registry.ts';
import { randomFrom } from '../mutate.ts';

export type PlainOrder = Readonly<Record<string, unknown>> & { readonly orderNumber: string };

/** Something a console is told at a moment: an order over HTTP or a message of a device. */
export type WorldItem =
  | { readonly atMs: number; readonly order: PlainOrder }
  | { readonly atMs: number; readonly topic: string; readonly payload: string };

/** An operation in which nothing goes wrong, run unlike the simulated one: whatever is said of its orders is false. */
export interface PlainWorld {
  readonly name: string;
  readonly days: number;
  readonly registry: readonly RegistryEntry[];
  items(seed: number, fromMs: number): WorldItem[];
}

export interface Place {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly kind?: string;
  readonly timeZone?: string;
}

export const paris: Place = { id: 'PAR', lat: 48.86, lon: 2.35, kind: 'warehouse', timeZone: 'Europe/Paris' };
export const lyon: Place = {
  id: 'LYO',
  lat: 45.76,
  lon: 4.84,
  kind: 'distribution-centre',
  timeZone: 'Europe/Paris',
};
export const marseille: Place = { id: 'MRS', lat: 43.3, lon: 5.37, kind: 'depot', timeZone: 'Europe/Paris' };
export const lille: Place = { id: 'LIL', lat: 50.63, lon: 3.06, kind: 'depot', timeZone: 'Europe/Paris' };
export const newYork: Place = {
  id: 'JFK',
  lat: 40.64,
  lon: -73.78,
  kind: 'depot',
  timeZone: 'America/New_York',
};
export const shop: Place = { id: 'SHOP-7', lat: 45.77, lon: 4.86, kind: 'store', timeZone: 'Europe/Paris' };

export function sitesOf(...places: readonly Place[]): RegistryEntry[] {
  return places.map(({ id, lat, lon, kind, timeZone }) => ({
    collection: 'sites',
    id,
    body: { siteId: id, name: id, kind, lat, lon, radiusM: 500, timeZone },
  }));
}

export interface Dice {
  readonly next: () => number;
  /** Skewed to the long side, about `middle`. */
  readonly about: (middle: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function diceOf(seed: number): Dice {
  const next = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(2 * Math.PI * next());
  return {
    next,
    about: (middle) => middle * Math.exp(0.25 * Math.max(-2, Math.min(2, normal()))),
    pick: (from) => from[Math.floor(next() * from.length)]!,
  };
}

export interface Step {
  readonly place: string;
  readonly bizStep?: string;
  /** After the step before. */
  readonly afterMs: number;
  readonly device?: string;
  readonly also?: Readonly<Record<string, unknown>>;
  readonly codes?: readonly string[];
}

export function scansOf(codes: readonly string[], placedMs: number, steps: readonly Step[]): WorldItem[] {
  let atMs = placedMs;
  return steps.map(({ place, bizStep, afterMs, device, also, codes: own }) => {
    atMs += Math.round(afterMs);
    const scan = {
      time: toIso(atMs),
      codes: own ?? codes,
      ...(bizStep === undefined ? {} : { bizStep }),
      ...also,
    };
    return {
      atMs: atMs + 1500,
      topic: `waymark/v1/${place}/${device ?? `gun-${place}-${bizStep ?? 'portal'}`}/scan`,
      payload: JSON.stringify(scan),
    };
  });
}

export function addressNear({ lat, lon }: Place, dice: Dice): { readonly lat: number; readonly lon: number } {
  return { lat: lat + (dice.next() - 0.5) * 0.1, lon: lon + (dice.next() - 0.5) * 0.1 };
}

/** The SSCC of a pallet of an imagined company, with its check digit. */
export function sscc(serial: number): string {
  const body = `3761234${String(serial).padStart(10, '0')}`;
  const sum = Array.from(body).reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Orders of each day, placed in working hours; `isOpen` leaves days out. */
export function daily(
  {
    days,
    perDay,
    isOpen = () => true,
  }: { days: number; perDay: number; isOpen?: (weekday: number) => boolean },
  fromMs: number,
  dice: Dice,
  make: (placedMs: number, index: number) => readonly WorldItem[],
): WorldItem[] {
  const items: WorldItem[] = [];
  let index = 0;
  for (let day = 0; day < days; day += 1) {
    const dayStartMs = fromMs + day * dayMs;
    if (!isOpen(new Date(dayStartMs).getUTCDay())) continue;
    for (let each = 0; each < perDay; each += 1) {
      index += 1;
      items.push(...make(Math.round(dayStartMs + (1 + dice.next() * 8) * hourMs), index));
    }
  }
  return items.toSorted((a, b) => a.atMs - b.atMs);
}

/** An order of one parcel, placed and promised, to somewhere near a place. */
export function oneParcel(
  { orderNumber, parcelId, placedMs }: { orderNumber: string; parcelId: string; placedMs: number },
  shipTo: Readonly<Record<string, unknown>>,
  promisedDays: number,
): PlainOrder {
  return {
    orderNumber,
    placedTime: toIso(placedMs),
    customer: { name: 'Someone' },
    shipTo: { country: 'FR', ...shipTo },
    promised: { until: toIso(placedMs + promisedDays * dayMs) },
    items: [{ name: 'Thing', quantity: 1 }],
    parcels: [{ parcelId }],
  };
}
