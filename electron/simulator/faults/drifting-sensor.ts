import { hourMs } from '#shared/domain/time.ts';

import { sensors } from '../world/devices.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const sensorsPerDay = 1;
/** Enough to tell it from its neighbours, too little to break a limit by itself. */
const offC = 1.9;
const noticedAfterMs = hourMs;
const inRooms = sensors.filter(({ kind, chamber }) => kind === 'sensor' && chamber.kind === 'cold-room');

/** A thermometer that measures two degrees too warm for some hours, unlike the others in its room. */
export const driftingSensor: Fault = {
  id: 'drifting-sensor',
  title: 'Thermometers that disagree with their neighbours',
  troubleDevices(day) {
    const { baseMs, roll } = day;
    const chosen = takeSome(day, inRooms, sensorsPerDay, ({ deviceId, chamber }) => [
      deviceId,
      chamber.chamberId,
    ]);
    const spans = chosen.map(({ deviceId, chamber }) => {
      const fromMs = Math.round(baseMs + roll.between(7, 14) * hourMs);
      const toMs = Math.round(fromMs + roll.between(4, 8) * hourMs);
      return { deviceId, chamber, fromMs, toMs };
    });
    return {
      troubles: spans.map(({ deviceId, fromMs, toMs }) => ({
        deviceId,
        fromMs,
        toMs,
        effect: { kind: 'off', byC: offC },
      })),
      truth: spans.map(({ deviceId, chamber, fromMs, toMs }) => ({
        atMs: fromMs + noticedAfterMs,
        kind: 'sensor-disagreement',
        subject: { type: 'device', id: deviceId },
        fromMs,
        toMs,
        detail: { chamberId: chamber.chamberId, offC },
        live: true,
      })),
    };
  },
};
