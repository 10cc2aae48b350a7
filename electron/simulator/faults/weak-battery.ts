import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { scanners, trackers } from '../world/devices.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const devicesPerDay = 3;
/** Every native device reports its health this often, whether it is used or not. */
const speaksWithinMs = 16 * minuteMs;
const reporting = [...trackers, ...scanners].filter(({ format }) => format === 'native');

/** Devices whose battery is all but empty until somebody charges it. */
export const weakBattery: Fault = {
  id: 'weak-battery',
  title: 'Devices with an empty battery',
  troubleDevices(day) {
    const { baseMs, roll } = day;
    const chosen = takeSome(day, reporting, devicesPerDay, ({ deviceId }) => [deviceId]);
    const spans = chosen.map(({ deviceId }) => {
      const fromMs = Math.round(baseMs + roll.between(6, 16) * hourMs);
      return {
        deviceId,
        fromMs,
        toMs: Math.round(fromMs + roll.between(2, 7) * hourMs),
        pct: roll.whole(3, 12),
      };
    });
    return {
      troubles: spans.map(({ pct, ...span }) => ({ ...span, effect: { kind: 'flat-battery', pct } })),
      truth: spans.map(({ deviceId, fromMs, toMs, pct }) => ({
        atMs: fromMs + speaksWithinMs,
        kind: 'battery-low',
        subject: { type: 'device', id: deviceId },
        fromMs,
        toMs: toMs + speaksWithinMs,
        detail: { batteryPct: pct },
        live: true,
      })),
    };
  },
};
