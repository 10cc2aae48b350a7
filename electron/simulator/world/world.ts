import type { LatLon } from '#shared/domain/geo.ts';

import { noise } from '../random.ts';
import type { DeviceTrouble } from '../faults/fault.ts';
import type { OpenDoor } from './climate.ts';
import type { DayPlan, WorldOptions } from './day-plan.ts';
import { planDay, within } from './day-plan.ts';
import type { Tracker } from './devices.ts';
import type { Drive, Fix } from './drive.ts';
import { endOf, fixOn } from './drive.ts';
import type { Vehicle } from './fleet.ts';

/** Where a vehicle is and whether it is on the move. */
export interface Whereabouts extends Fix {
  readonly moving: boolean;
}

/**
 * The simulated world: a function of its options and the time asked about. Nothing in it remembers what was asked
 * before, so a run that begins later sees the same world.
 */
export interface World {
  readonly options: WorldOptions;
  plan(day: number): DayPlan;
  /** Doors that are open, or were lately enough to be felt. */
  doorsAround(atMs: number): readonly OpenDoor[];
  troublesOf(deviceId: string, atMs: number): readonly DeviceTrouble[];
  whereIs(vehicle: Vehicle, atMs: number): Whereabouts;
}

/** Days of plans kept: what happens on a day is caused by orders of up to two days before. */
const reachBackDays = 2;
const keptDays = 8;

/** Makes the world of a seed. */
export function createWorld(options: WorldOptions): World {
  const plans = new Map<number, DayPlan>();
  const { calendar } = options;
  const plan = (day: number): DayPlan => {
    let found = plans.get(day);
    if (found === undefined) {
      found = planDay(options, day);
      plans.set(day, found);
      for (const known of plans.keys()) if (known < day - keptDays) plans.delete(known);
    }
    return found;
  };
  const recent = <T>(day: number, of: (plan: DayPlan) => readonly T[]): T[] =>
    Array.from({ length: reachBackDays + 1 }, (_, index) => plan(day - reachBackDays + index)).flatMap(of);
  const doors = byDay((day) => recent(day, (entry) => entry.doors));
  const troubles = byDay((day) => groupTroubles(recent(day, (entry) => entry.troubles)));
  const drives = byDay((day) => mergeDrives(recent(day, (entry) => [entry.wave.drivesOf])));
  return {
    options,
    plan,
    doorsAround: (atMs) => doors(calendar.dayOf(atMs)),
    troublesOf: (deviceId, atMs) =>
      (troubles(calendar.dayOf(atMs)).get(deviceId) ?? []).filter((trouble) => within(trouble, atMs)),
    whereIs: (vehicle, atMs) =>
      locate(vehicle, drives(calendar.dayOf(atMs)).get(vehicle.vehicleId) ?? [], atMs),
  };
}

/** Remembers what was worked out for the last few days. */
function byDay<T>(make: (day: number) => T): (day: number) => T {
  const known = new Map<number, T>();
  return (day) => {
    let found = known.get(day);
    if (found === undefined) {
      found = make(day);
      known.set(day, found);
      if (known.size > 4) for (const key of known.keys()) if (key < day - 2) known.delete(key);
    }
    return found;
  };
}

function groupTroubles(list: readonly DeviceTrouble[]): Map<string, DeviceTrouble[]> {
  const groups = new Map<string, DeviceTrouble[]>();
  for (const trouble of list) {
    const group = groups.get(trouble.deviceId);
    if (group === undefined) groups.set(trouble.deviceId, [trouble]);
    else group.push(trouble);
  }
  return groups;
}

function mergeDrives(waves: readonly ReadonlyMap<string, readonly Drive[]>[]): Map<string, Drive[]> {
  const merged = new Map<string, Drive[]>();
  for (const wave of waves) {
    for (const [vehicleId, drives] of wave)
      merged.set(vehicleId, [...(merged.get(vehicleId) ?? []), ...drives]);
  }
  for (const drives of merged.values()) drives.sort((a, b) => a.fromMs - b.fromMs);
  return merged;
}

/** Where a vehicle with these drives, by time, is at an instant. */
export function locate(vehicle: Vehicle, drives: readonly Drive[], atMs: number): Whereabouts {
  let last: Drive | undefined;
  for (const drive of drives) {
    if (drive.fromMs > atMs) break;
    last = drive;
  }
  if (last === undefined) return { ...vehicle.parking, speedMps: 0, headingDeg: 0, moving: false };
  if (atMs <= last.toMs) return { ...fixOn(last, atMs), moving: true };
  return { ...endOf(last), speedMps: 0, headingDeg: fixOn(last, last.toMs).headingDeg, moving: false };
}

export interface TrackerFix extends LatLon {
  readonly speedMps: number;
  readonly headingDeg: number;
  readonly accuracyM: number;
  readonly altitudeM: number;
  readonly moving: boolean;
}

/** What a tracker sees of it: within a few metres, with the receiver's own idea of its accuracy. */
export function trackerFix(world: World, tracker: Tracker, atMs: number): TrackerFix {
  const really = world.whereIs(tracker.vehicle, atMs);
  const second = Math.floor(atMs / 1000);
  const spread = really.moving ? 5 : 2;
  const north = (noise(tracker.key, second) - 0.5) * 2 * spread;
  const east = (noise(tracker.key + 1, second) - 0.5) * 2 * spread;
  return {
    lat: round(really.lat + north / 111_195, 6),
    lon: round(really.lon + east / (111_195 * Math.cos((really.lat * Math.PI) / 180)), 6),
    speedMps: round(really.speedMps, 1),
    headingDeg: Math.round(really.headingDeg) % 360,
    accuracyM: round(3 + 5 * noise(tracker.key + 2, second), 1),
    altitudeM: Math.round(140 + 90 * Math.sin(really.lat * 40) + 60 * Math.cos(really.lon * 30)),
    moving: really.moving,
  };
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
