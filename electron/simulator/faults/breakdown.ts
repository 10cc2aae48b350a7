import { minuteMs } from '#shared/domain/time.ts';

import { fleet } from '../world/fleet.ts';
import { loadedHauls, takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const trucksPerDay = 1;
const noticedAfterMs = 60 * minuteMs;

/** A truck that stands on the road for some hours, away from every site and door. */
export const breakdown: Fault = {
  id: 'breakdown',
  title: 'Trucks that break down on the road',
  changeWorld(day) {
    // The night's trucks have no time to spare: what they carry is loaded onto vans in the morning.
    const trucks = fleet.filter(({ duty, tour }) => duty === 'line-haul' && tour < 2);
    const hauls = takeSome(day, trucks, trucksPerDay, ({ vehicleId }) => [vehicleId]).map(
      ({ vehicleId }) => ({
        vehicleId,
        stopMs: Math.round(day.roll.between(100, 180) * minuteMs),
      }),
    );
    return { hauls };
  },
  judge: (wave) =>
    loadedHauls(wave).flatMap(({ vehicleId, stop }) =>
      stop === undefined
        ? []
        : {
            atMs: stop.fromMs + noticedAfterMs,
            kind: 'vehicle-stopped' as const,
            subject: { type: 'vehicle' as const, id: vehicleId },
            ...stop,
            detail: { minutes: Math.round((stop.toMs - stop.fromMs) / minuteMs) },
            live: true,
          },
    ),
};
