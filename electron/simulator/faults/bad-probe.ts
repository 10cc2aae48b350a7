import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { sensors } from '../world/devices.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const sensorsPerDay = 2;
const probes = sensors.filter(({ kind, format }) => kind === 'sensor' && format === 'native');

/** Thermometers whose probe is torn off or keeps restarting: what they say is no temperature. */
export const badProbe: Fault = {
  id: 'bad-probe',
  title: 'Thermometers without a probe',
  troubleDevices(day) {
    const { baseMs, roll } = day;
    const faulty = takeSome(day, probes, sensorsPerDay, ({ deviceId, chamber }) => [
      deviceId,
      chamber.chamberId,
    ]);
    const spans = faulty.map((sensor) => {
      const fromMs = Math.round(baseMs + roll.between(8, 18) * hourMs);
      const toMs = Math.round(fromMs + roll.between(20, 60) * minuteMs);
      return { sensor, fromMs, toMs, temperatureC: roll.pick([85, -127]) };
    });
    return {
      troubles: spans.map(({ sensor, fromMs, toMs, temperatureC }) => ({
        deviceId: sensor.deviceId,
        fromMs,
        toMs,
        effect: { kind: 'no-probe', temperatureC },
      })),
      truth: spans.map(({ sensor, fromMs, toMs, temperatureC }) => ({
        atMs: fromMs + sensor.periodMs,
        kind: 'sensor-fault',
        subject: { type: 'device', id: sensor.deviceId },
        fromMs,
        toMs,
        detail: { temperatureC },
        live: true,
      })),
    };
  },
};
