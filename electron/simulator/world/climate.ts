import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

import { hash32, noise, smoothNoise } from '../random.ts';
import type { Chamber, Sensor } from './devices.ts';

/** A door left open: the chamber warms up until it is closed, and cools down afterwards. */
export interface OpenDoor {
  readonly chamberId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** It is the cooling that does not stop, and the chamber becomes as cold as it can. */
  readonly overcooled?: boolean;
}

/** Limits of everything kept cool, and how long they must be broken without a break. */
export const coldLimits = {
  profileId: 'cold-2-8',
  aboveC: 8,
  belowC: 2,
  freezesC: 0,
  forMs: 10 * minuteMs,
} as const;

const outsideC = 19;
const coldestC = -9;
const warmingMs = 34 * minuteMs;
const coolingMs = 22 * minuteMs;
/** After this an old door event no longer shows in a tenth of a degree. */
export const doorMemoryMs = 4 * hourMs;

/** What a sensor measures at an instant, before rounding. */
export interface Climate {
  readonly temperatureC: number;
  readonly humidityPct: number;
  readonly doorOpen: boolean;
}

/** The air in a chamber: set point, defrost cycle, weather, and every door left open. */
function airOf(chamber: Chamber, atMs: number, doors: readonly OpenDoor[]): Climate {
  const key = hash32(chamber.chamberId);
  const shareOf = (overcooled: boolean): number =>
    doors
      .filter((door) => (door.overcooled ?? false) === overcooled)
      .reduce((sum, door) => sum + warmthOf(door, chamber.chamberId, atMs), 0);
  const warmth = Math.min(1, shareOf(false));
  const held = doors.some(
    (door) =>
      door.overcooled !== true &&
      door.chamberId === chamber.chamberId &&
      atMs >= door.fromMs &&
      atMs < door.toMs,
  );
  if (chamber.kind === 'hall') {
    const daily = Math.sin(((atMs % dayMs) / dayMs - 0.35) * 2 * Math.PI);
    const temperatureC = 16.5 + 2.5 * daily + smoothNoise(key, atMs / hourMs);
    return { temperatureC, humidityPct: 52 + 8 * smoothNoise(key + 1, atMs / (3 * hourMs)), doorOpen: false };
  }
  const setPoint = 4.2 + 0.7 * noise(key, 1);
  const defrost = 0.4 * Math.sin((atMs / (95 * minuteMs)) * 2 * Math.PI + 6.28 * noise(key, 2));
  const drift = 0.3 * smoothNoise(key + 2, atMs / (40 * minuteMs));
  const cold = setPoint + defrost + drift;
  const temperatureC = cold + warmth * (outsideC - cold) + Math.min(1, shareOf(true)) * (coldestC - cold);
  const humidityPct = Math.min(97, 76 + 6 * smoothNoise(key + 3, atMs / hourMs) + 14 * warmth);
  return { temperatureC, humidityPct, doorOpen: held || passedThrough(key, atMs) };
}

/** How far a chamber has come to the temperature outside (or the coldest), from 0 to 1, because of one door. */
function warmthOf(door: OpenDoor, chamberId: string, atMs: number): number {
  if (door.chamberId !== chamberId || atMs <= door.fromMs) return 0;
  const open = Math.min(atMs, door.toMs) - door.fromMs;
  const closed = Math.max(0, atMs - door.toMs);
  return (1 - Math.exp(-open / warmingMs)) * Math.exp(-closed / coolingMs);
}

/** Somebody goes in or out: about one minute in every twenty. */
function passedThrough(key: number, atMs: number): boolean {
  const slot = Math.floor(atMs / (20 * minuteMs));
  if (noise(key + 4, slot) > 0.6) return false;
  const begin = slot * 20 * minuteMs + noise(key + 5, slot) * 18 * minuteMs;
  return atMs >= begin && atMs < begin + 75_000;
}

/** What one sensor says at an instant: the air where it hangs, its own small error, one or two decimals. */
export function measure(sensor: Sensor, atMs: number, doors: readonly OpenDoor[]): Climate {
  const air = airOf(sensor.chamber, atMs, doors);
  const offset = 0.5 * (noise(sensor.key, 7) - 0.5);
  const flicker = 0.1 * (noise(sensor.key + 1, Math.floor(atMs / 1000)) - 0.5);
  return {
    temperatureC: round(air.temperatureC + offset + flicker, 2),
    humidityPct: round(air.humidityPct + 10 * offset + 4 * flicker, 1),
    doorOpen: air.doorOpen,
  };
}

/** Remaining charge of a battery that lasts about a year. */
export function batteryPct(key: number, atMs: number): number {
  const age = ((atMs / dayMs + noise(key, 11) * 300) % 360) / 360;
  return Math.round(100 - 75 * age);
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
