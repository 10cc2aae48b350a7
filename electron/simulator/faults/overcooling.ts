import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { coldLimits } from '../world/climate.ts';
import { coolChambers } from '../world/devices.ts';
import { takeSome } from './choice.ts';
import type { ShownLimit } from './excursions.ts';
import { excursionsOf } from './excursions.ts';
import type { Fault } from './fault.ts';

const roomsPerDay = 1;
const rooms = coolChambers.filter((chamber) => chamber.kind === 'cold-room');

const limits: readonly ShownLimit[] = [
  {
    kind: 'temperature-excursion',
    limitC: coldLimits.belowC,
    side: 'below',
    inclusive: false,
    forMs: coldLimits.forMs,
  },
  { kind: 'freeze', limitC: coldLimits.freezesC, side: 'below', inclusive: true, forMs: 0 },
];

/** A cold room whose cooling does not stop: what may not freeze freezes. */
export const overcooling: Fault = {
  id: 'overcooling',
  title: 'Cold rooms that become too cold',
  changeWorld(day) {
    const doors = takeSome(day, rooms, roomsPerDay, ({ chamberId }) => [chamberId]).map(({ chamberId }) => {
      const fromMs = Math.round(day.baseMs + day.roll.between(8, 18) * hourMs);
      const toMs = Math.round(fromMs + day.roll.between(30, 65) * minuteMs);
      return { chamberId, fromMs, toMs, overcooled: true };
    });
    return { doors, truth: doors.flatMap((door) => limits.flatMap((limit) => excursionsOf(door, limit))) };
  },
};
