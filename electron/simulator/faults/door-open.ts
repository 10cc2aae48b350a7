import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import type { OpenDoor } from '../world/climate.ts';
import { coldLimits } from '../world/climate.ts';
import { coolChambers } from '../world/devices.ts';
import { lanes } from '../world/fleet.ts';
import { takeSome } from './choice.ts';
import type { ShownLimit } from './excursions.ts';
import { excursionsOf } from './excursions.ts';
import type { Fault } from './fault.ts';

const roomsPerDay = 2;
const trucksPerDay = 1;

const rooms = coolChambers.filter((chamber) => chamber.kind === 'cold-room');
const trucks = new Set<string>(lanes.flatMap((lane) => lane.trucks));
const truckCargo = coolChambers.filter(
  (chamber) => chamber.vehicleId !== undefined && trucks.has(chamber.vehicleId),
);

const tooWarm: ShownLimit = {
  kind: 'temperature-excursion',
  limitC: coldLimits.aboveC,
  side: 'above',
  inclusive: false,
  forMs: coldLimits.forMs,
};

/** Doors of cold rooms and of a truck left open for the better part of an hour. */
export const doorOpen: Fault = {
  id: 'door-open',
  title: 'Cold-room and cargo doors left open',
  changeWorld(day) {
    const { baseMs, roll } = day;
    const chosen = [
      ...takeSome(day, rooms, roomsPerDay, ({ chamberId }) => [chamberId]),
      ...takeSome(day, truckCargo, trucksPerDay, ({ chamberId }) => [chamberId]),
    ];
    const doors = chosen.map(({ chamberId }) => {
      const fromMs = Math.round(baseMs + roll.between(8, 18) * hourMs);
      return { chamberId, fromMs, toMs: Math.round(fromMs + roll.between(30, 65) * minuteMs) };
    });
    return { doors, truth: doors.flatMap((door) => [held(door), ...excursionsOf(door, tooWarm)]) };
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
