import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { trackers } from '../world/devices.ts';
import type { Fault } from './fault.ts';

const trackersPerDay = 4;
/** A tracker speaks at least once a minute, so two missed and a minute's grace make it silent. */
const noticedAfterMs = 3 * minuteMs;

/** Trackers that say nothing for half an hour or an hour: what they would have said is gone. */
export const gpsDropout: Fault = {
  id: 'gps-dropout',
  title: 'Trackers that fall silent for a while',
  troubleDevices({ baseMs, roll }) {
    const native = trackers.filter((tracker) => tracker.format === 'native');
    const outages = roll.sample(native, trackersPerDay).map((tracker) => {
      const fromMs = Math.round(baseMs + roll.between(8.5, 14) * hourMs);
      return { tracker, fromMs, toMs: Math.round(fromMs + roll.between(25, 70) * minuteMs) };
    });
    return {
      troubles: outages.map(({ tracker, fromMs, toMs }) => ({
        deviceId: tracker.deviceId,
        fromMs,
        toMs,
        effect: { kind: 'silent' },
      })),
      truth: outages.map(({ tracker, fromMs, toMs }) => ({
        atMs: fromMs + noticedAfterMs,
        kind: 'device-silent',
        subject: { type: 'device', id: tracker.deviceId },
        fromMs,
        toMs,
        detail: { vehicleId: tracker.vehicle.vehicleId },
        live: true,
      })),
    };
  },
};
