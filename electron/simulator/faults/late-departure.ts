import { minuteMs } from '#shared/domain/time.ts';

import { fleet } from '../world/fleet.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const trucksPerDay = 1;

/** A truck that leaves an hour or two after its time: nothing aboard has departed as planned. */
export const lateDeparture: Fault = {
  id: 'late-departure',
  title: 'Trucks that leave late',
  changeWorld(day) {
    const trucks = fleet.filter(({ duty }) => duty === 'line-haul').map(({ vehicleId }) => vehicleId);
    const hauls = takeSome(day, trucks, trucksPerDay, (id) => [id]).map((vehicleId) => ({
      vehicleId,
      delayMs: Math.round(day.roll.between(75, 150) * minuteMs),
    }));
    return { hauls };
  },
};
