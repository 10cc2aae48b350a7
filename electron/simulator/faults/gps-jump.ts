import { hourMs } from '#shared/domain/time.ts';

import { trackers } from '../world/devices.ts';
import type { Fault } from './fault.ts';

const trackersPerDay = 5;

/** A few fixes far from where the vehicle is. They should move no vehicle and raise no alert about it. */
export const gpsJump: Fault = {
  id: 'gps-jump',
  title: 'Fixes far off the vehicle',
  troubleDevices({ baseMs, roll }) {
    const jumps = roll.sample(trackers, trackersPerDay).map((tracker) => {
      const fromMs = Math.round(baseMs + roll.between(8.5, 14.5) * hourMs);
      // Parked trackers speak once a minute: two minutes hold at least one fix.
      const toMs = Math.round(fromMs + roll.between(2, 3) * 60_000);
      const dLat = roll.between(0.6, 2) * roll.pick([-1, 1]);
      const dLon = roll.between(0.8, 2.5) * roll.pick([-1, 1]);
      return { tracker, fromMs, toMs, dLat, dLon };
    });
    return {
      troubles: jumps.map(({ tracker, fromMs, toMs, dLat, dLon }) => ({
        deviceId: tracker.deviceId,
        fromMs,
        toMs,
        effect: { kind: 'displaced', dLat, dLon },
      })),
      truth: jumps.map(({ tracker, fromMs, toMs, dLat, dLon }) => ({
        atMs: fromMs,
        kind: 'fact',
        subject: { type: 'vehicle', id: tracker.vehicle.vehicleId },
        fromMs,
        toMs,
        detail: { fact: 'bad-fixes', deviceId: tracker.deviceId, dLat, dLon },
        live: true,
      })),
    };
  },
};
