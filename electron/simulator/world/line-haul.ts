import type { LatLon } from '#shared/domain/geo.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { bearingDeg } from '#shared/domain/geo.ts';

import { siteOf } from '../places.ts';
import type { Dice } from '../random.ts';
import { dice } from '../random.ts';
import type { Drive, TimeSpan } from './drive.ts';
import { planDrive, withStop } from './drive.ts';
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
  readonly drives: readonly Drive[];
  /** When it stood on the road. */
  readonly stop?: TimeSpan;
  /** When it was at a site where it has no business. */
  readonly visit?: TimeSpan;
  readonly isDetour: boolean;
}

/** What goes wrong with one truck's way out. */
export interface HaulTrouble {
  readonly vehicleId: string;
  /** Leaves this much after the time planned. */
  readonly delayMs?: number;
  /** Stands on the road for this long. */
  readonly stopMs?: number;
  /** Goes round by a place this far beside the middle of its way; negative: to the left. */
  readonly asideM?: number;
  /** Calls at another site and stays there. */
  readonly via?: { readonly siteId: string; readonly stayMs: number };
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
  { lane, slot, trouble }: { readonly lane: Lane; readonly slot: 0 | 1 | 2; readonly trouble?: HaulTrouble },
): LineHaul {
  const vehicleId = lane.trucks[slot];
  const roll = dice(seed, 'haul', day, vehicleId);
  const plannedMs = plannedHaul(lane, slot, baseMs).departMs;
  const departMs = Math.round(plannedMs + (trouble?.delayMs ?? 0) + roll.between(0, 6) * minuteMs);
  const home = vehicleOf(vehicleId).parking;
  const gate = gateOf(lane);
  const way = { from: home, to: gate, startMs: departMs + minuteMs, cruiseKmh: roll.between(76, 84) };
  const { drives, ...events } = wayOut(way, roll, trouble);
  const arriveMs = Math.round(drives.at(-1)?.toMs ?? departMs);
  const unloaded = arriveMs + (75 + roll.between(0, 15)) * minuteMs;
  // The driver of the last truck sleeps at the centre and drives home in the morning.
  const leaveMs = slot === 2 ? Math.max(unloaded, baseMs + 30 * hourMs) : unloaded;
  const back = planDrive({ from: gate, to: home, startMs: leaveMs, cruiseKmh: roll.between(76, 84) }, roll);
  const isDetour = trouble?.asideM !== undefined;
  return {
    lane,
    slot,
    vehicleId,
    plannedMs,
    departMs,
    arriveMs,
    drives: [...drives, back],
    isDetour,
    ...events,
  };
}

interface Way {
  readonly from: LatLon;
  readonly to: LatLon;
  readonly startMs: number;
  readonly cruiseKmh: number;
}

function wayOut(
  way: Way,
  roll: Dice,
  trouble: HaulTrouble | undefined,
): Pick<LineHaul, 'drives' | 'stop' | 'visit'> {
  const { asideM, stopMs, via } = trouble ?? {};
  if (asideM !== undefined) return { drives: roundBy(way, beside(way, asideM), 0, roll) };
  if (via !== undefined) {
    const drives = roundBy(way, siteOf(via.siteId), via.stayMs, roll);
    return { drives, visit: { fromMs: Math.round(drives[0].toMs), toMs: Math.round(drives[1].fromMs) } };
  }
  const out = planDrive(way, roll);
  if (stopMs === undefined) return { drives: [out] };
  const { stop, ...drive } = withStop(out, stopMs);
  return { drives: [drive], stop };
}

function roundBy(way: Way, via: LatLon, stayMs: number, roll: Dice): readonly [Drive, Drive] {
  const first = planDrive({ ...way, to: via }, roll);
  return [first, planDrive({ ...way, from: via, startMs: first.toMs + stayMs }, roll)];
}

/** A place beside the middle of a way. */
function beside({ from, to }: Way, metres: number): LatLon {
  const across = ((bearingDeg(from, to) + 90) * Math.PI) / 180;
  const lat = (from.lat + to.lat) / 2;
  return {
    lat: lat + (metres * Math.cos(across)) / 111_195,
    lon: (from.lon + to.lon) / 2 + (metres * Math.sin(across)) / (111_195 * Math.cos((lat * Math.PI) / 180)),
  };
}
