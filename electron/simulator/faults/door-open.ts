import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import type { OpenDoor } from '../world/climate.ts';
import { coldLimits, doorMemoryMs, measure } from '../world/climate.ts';
import type { Sensor } from '../world/devices.ts';
import { coolChambers, sensors } from '../world/devices.ts';
import { lanes } from '../world/fleet.ts';
import { firstTick, tickAt } from '../world/ticks.ts';
import type { Fault } from './fault.ts';

const roomsPerDay = 2;
const trucksPerDay = 1;

const rooms = coolChambers.filter((chamber) => chamber.kind === 'cold-room');
const trucks = new Set<string>(lanes.flatMap((lane) => lane.trucks));
const truckCargo = coolChambers.filter(
  (chamber) => chamber.vehicleId !== undefined && trucks.has(chamber.vehicleId),
);

/** Doors of cold rooms and of a truck left open for the better part of an hour. */
export const doorOpen: Fault = {
  id: 'door-open',
  title: 'Cold-room and cargo doors left open',
  changeWorld({ baseMs, roll }) {
    const chosen = [...roll.sample(rooms, roomsPerDay), ...roll.sample(truckCargo, trucksPerDay)];
    const doors = chosen.map(({ chamberId }) => {
      const fromMs = Math.round(baseMs + roll.between(8, 18) * hourMs);
      return { chamberId, fromMs, toMs: Math.round(fromMs + roll.between(30, 65) * minuteMs) };
    });
    return { doors, truth: doors.flatMap((door) => [held(door), ...excursions(door)]) };
  },
};

function held(door: OpenDoor): TruthEntry {
  const chamber = coolChambers.find((entry) => entry.chamberId === door.chamberId);
  const subject =
    chamber?.vehicleId === undefined
      ? { type: 'site' as const, id: chamber?.siteId ?? door.chamberId }
      : { type: 'vehicle' as const, id: chamber.vehicleId };
  const { fromMs, toMs, chamberId } = door;
  return { atMs: fromMs, kind: 'fact', subject, fromMs, toMs, detail: { fact: 'door-open', chamberId } };
}

/** What each thermometer in the chamber will show of it, reading by reading. */
function excursions(door: OpenDoor): TruthEntry[] {
  const inside = sensors.filter(
    ({ chamber, kind }) => chamber.chamberId === door.chamberId && kind === 'sensor',
  );
  return inside.flatMap((sensor) => excursionOf(sensor, door) ?? []);
}

function excursionOf(sensor: Sensor, door: OpenDoor): TruthEntry | undefined {
  let fromMs: number | undefined;
  let knownMs: number | undefined;
  let worstC = Number.NEGATIVE_INFINITY;
  for (let n = firstTick(sensor, door.fromMs); ; n++) {
    const atMs = tickAt(sensor, n);
    if (atMs > door.toMs + doorMemoryMs) return undefined;
    const { temperatureC } = measure(sensor, atMs, [door]);
    if (temperatureC > coldLimits.aboveC) {
      fromMs ??= atMs;
      worstC = Math.max(worstC, temperatureC);
      if (atMs - fromMs >= coldLimits.forMs) knownMs ??= atMs;
      continue;
    }
    if (fromMs === undefined) continue;
    if (knownMs !== undefined) return entryOf(sensor, { fromMs, knownMs, toMs: atMs, worstC });
    fromMs = undefined;
    worstC = Number.NEGATIVE_INFINITY;
  }
}

interface Span {
  readonly fromMs: number;
  readonly knownMs: number;
  readonly toMs: number;
  readonly worstC: number;
}

function entryOf(sensor: Sensor, { fromMs, knownMs, toMs, worstC }: Span): TruthEntry {
  const { chamberId, vehicleId, siteId } = sensor.chamber;
  return {
    atMs: knownMs,
    kind: 'temperature-excursion',
    subject: { type: 'device', id: sensor.deviceId },
    fromMs,
    toMs,
    detail: {
      chamberId,
      siteId,
      ...(vehicleId === undefined ? {} : { vehicleId }),
      worstC,
      limitC: coldLimits.aboveC,
    },
  };
}
