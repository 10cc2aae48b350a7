import { distanceM, distanceToSegmentM } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { siteOf } from '../places.ts';
import type { TruthEntry } from '../truth.ts';
import { fleet } from '../world/fleet.ts';
import type { LineHaul } from '../world/line-haul.ts';
import { loadedHauls, takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const trucksPerDay = 1;
/** Roads wind: so far beside the straight line, or this share of its length, is no detour. */
const besideM = 10_000;
const besideShare = 0.2;
const noticedAfterMs = 10 * minuteMs;

/** A truck that goes round by a place far beside its way. */
export const detour: Fault = {
  id: 'detour',
  title: 'Trucks far off their way',
  changeWorld(day) {
    const trucks = fleet.filter(({ duty }) => duty === 'line-haul').map(({ vehicleId }) => vehicleId);
    const hauls = takeSome(day, trucks, trucksPerDay, (id) => [id]).map((vehicleId) => ({
      vehicleId,
      asideM: Math.round(day.roll.between(70_000, 90_000)) * day.roll.pick([-1, 1]),
    }));
    return { hauls };
  },
  judge: (wave) =>
    loadedHauls(wave)
      .filter(({ isDetour }) => isDetour)
      .flatMap(offItsWay),
};

/** How long a truck was beside its way by more than roads wind. */
export function offItsWay({ lane, vehicleId, drives }: LineHaul): TruthEntry[] {
  const [from, to] = [siteOf(lane.from), siteOf(lane.to)];
  const width = Math.max(besideM, besideShare * distanceM(from, to));
  const out = drives.slice(0, -1);
  const beyond = out.flatMap(({ lat, lon, at }) =>
    [...at].filter((_, index) => {
      const place = { lat: lat[index] ?? 0, lon: lon[index] ?? 0 };
      return distanceToSegmentM(place, from, to) > width;
    }),
  );
  const [fromMs, toMs] = [beyond[0], beyond.at(-1)];
  if (fromMs === undefined || toMs === undefined) return [];
  return [
    {
      atMs: Math.round(fromMs) + noticedAfterMs,
      kind: 'route-deviation',
      subject: { type: 'vehicle', id: vehicleId },
      fromMs: Math.round(fromMs),
      toMs: Math.round(toMs),
      detail: { from: lane.from, to: lane.to },
      live: true,
    },
  ];
}
