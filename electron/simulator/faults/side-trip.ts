import { minuteMs } from '#shared/domain/time.ts';

import { siteOf } from '../places.ts';
import { fleet, lanes, type Lane } from '../world/fleet.ts';
import { loadedHauls, takeSome } from './choice.ts';
import type { Fault } from './fault.ts';
import { offItsWay } from './detour.ts';

const trucksPerDay = 1;
/** What is near another distribution centre before it is in it. */
const noticedAfterMs = 15 * minuteMs;

/** A truck that calls at a distribution centre where nothing aboard is to go. */
export const sideTrip: Fault = {
  id: 'side-trip',
  title: 'Trucks that call where they have no business',
  changeWorld(day) {
    // The night's trucks have no time to spare: what they carry is loaded onto vans in the morning.
    const trucks = fleet.filter(({ duty, tour }) => duty === 'line-haul' && tour < 2);
    const hauls = takeSome(day, trucks, trucksPerDay, ({ vehicleId }) => [vehicleId]).flatMap(
      ({ vehicleId }) => {
        const lane = lanes.find((each) => each.trucks.some((truck) => truck === vehicleId));
        const stayMs = Math.round(day.roll.between(25, 45) * minuteMs);
        return lane === undefined ? [] : [{ vehicleId, via: { siteId: strangeSite(lane), stayMs } }];
      },
    );
    return { hauls };
  },
  judge: (wave) =>
    loadedHauls(wave).flatMap((haul) =>
      haul.visit === undefined
        ? []
        : [
            {
              atMs: haul.visit.fromMs + noticedAfterMs,
              kind: 'geofence' as const,
              subject: { type: 'vehicle' as const, id: haul.vehicleId },
              ...haul.visit,
              detail: { siteId: strangeSite(haul.lane) },
              live: true,
            },
            ...offItsWay(haul),
          ],
    ),
};

/** The other centre that is not too far off. */
function strangeSite({ to }: Lane): string {
  return siteOf(to).siteId === 'DC-DIJ' ? 'DC-CFE' : 'DC-DIJ';
}
