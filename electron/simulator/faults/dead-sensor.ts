import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { sensors } from '../world/devices.ts';
import { vehicleOf } from '../world/fleet.ts';
import type { Fault } from './fault.ts';

const sensorsPerDay = 2;

/** Halls and vans only: the chambers whose doors are never left open, so that no excursion goes unseen. */
const mayDie = sensors.filter(
  ({ chamber }) =>
    chamber.kind === 'hall' ||
    (chamber.vehicleId !== undefined && vehicleOf(chamber.vehicleId).duty !== 'line-haul'),
);

/** Sensors that stop for some hours, until somebody changes the battery. */
export const deadSensor: Fault = {
  id: 'dead-sensor',
  title: 'Sensors that stop',
  troubleDevices({ baseMs, roll }) {
    const outages = roll.sample(mayDie, sensorsPerDay).map((sensor) => {
      const fromMs = Math.round(baseMs + roll.between(7, 15) * hourMs);
      return { sensor, fromMs, toMs: Math.round(fromMs + roll.between(1.5, 7) * hourMs) };
    });
    return {
      troubles: outages.map(({ sensor, fromMs, toMs }) => ({
        deviceId: sensor.deviceId,
        fromMs,
        toMs,
        effect: { kind: 'silent' },
      })),
      truth: outages.map(({ sensor, fromMs, toMs }) => ({
        atMs: fromMs + 2 * sensor.periodMs + minuteMs,
        kind: 'sensor-silent',
        subject: { type: 'device', id: sensor.deviceId },
        fromMs,
        toMs,
        // A sensor with nothing else to say is a silent device as well: either alert names the fault.
        detail: { chamberId: sensor.chamber.chamberId, also: ['device-silent'] },
        live: true,
      })),
    };
  },
};
