import type { LatLon } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { siteOf } from '../places.ts';
import { dice } from '../random.ts';
import type { Drive } from './drive.ts';
import { planDrive } from './drive.ts';
import type { Lane } from './fleet.ts';
import { departureHours, vehicleOf } from './fleet.ts';

/** A truck's way from its warehouse to the distribution centre and back. */
export interface LineHaul {
  readonly lane: Lane;
  readonly slot: 0 | 1 | 2;
  readonly vehicleId: string;
  readonly plannedMs: number;
  readonly departMs: number;
  readonly arriveMs: number;
  readonly drives: readonly [Drive, Drive];
}

export const slots = [0, 1, 2] as const;

/** When a lane's truck should leave and arrive. */
export function plannedHaul(
  lane: Lane,
  slot: 0 | 1 | 2,
  baseMs: number,
): { departMs: number; arriveMs: number } {
  const hours = { 'LYS-DIJ': 2.75, 'LYS-CFE': 2.25, 'PAR-LIL': 3.25, 'PAR-DIJ': 3.75 }[lane.laneId] ?? 4;
  const departMs = baseMs + departureHours[slot] * hourMs;
  return { departMs, arriveMs: departMs + hours * hourMs };
}

/** Where trucks stand at a distribution centre: at its gate, beside the middle of the site. */
function gateOf(lane: Lane): LatLon {
  const site = siteOf(lane.to);
  return { lat: site.lat + 0.0009, lon: site.lon + (lane.gate === 1 ? 0.0012 : -0.0012) };
}

/** Plans one truck's day. */
export function planLineHaul(
  seed: number,
  day: number,
  baseMs: number,
  lane: Lane,
  slot: 0 | 1 | 2,
): LineHaul {
  const vehicleId = lane.trucks[slot];
  const roll = dice(seed, 'haul', day, vehicleId);
  const plannedMs = plannedHaul(lane, slot, baseMs).departMs;
  const departMs = Math.round(plannedMs + roll.between(0, 6) * minuteMs);
  const home = vehicleOf(vehicleId).parking;
  const gate = gateOf(lane);
  const out = planDrive(
    { from: home, to: gate, startMs: departMs + minuteMs, cruiseKmh: roll.between(76, 84) },
    roll,
  );
  const arriveMs = Math.round(out.toMs);
  const unloaded = arriveMs + (75 + roll.between(0, 15)) * minuteMs;
  // The driver of the last truck sleeps at the centre and drives home in the morning.
  const leaveMs = slot === 2 ? Math.max(unloaded, baseMs + 30 * hourMs) : unloaded;
  const back = planDrive({ from: gate, to: home, startMs: leaveMs, cruiseKmh: roll.between(76, 84) }, roll);
  return { lane, slot, vehicleId, plannedMs, departMs, arriveMs, drives: [out, back] };
}
