import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { trackers } from '../world/devices.ts';
import type { Fault } from './fault.ts';
import { scansByDevice } from './device-choice.ts';

const handheldsPerDay = 2;

/** Devices whose clock is off by some minutes for a whole day: one tracker and two handhelds. */
export const clockSkew: Fault = {
  id: 'clock-skew',
  title: 'Devices with a wrong clock',
  troubleDevices({ baseMs, roll }, scans) {
    const jobs = [...scansByDevice(scans).keys()].filter((id) => id.startsWith('hh-') && /-(pack|recv)-/.test(id));
    const tracker = roll.pick(trackers.filter((entry) => entry.format === 'native'));
    const chosen = [tracker.deviceId, ...roll.sample(jobs.sort(), handheldsPerDay)].map((deviceId) => ({
      deviceId,
      fromMs: baseMs,
      // A centre's working day ends in the night; a day further the next wave has dice of its own.
      toMs: baseMs + (deviceId.startsWith('hh-dc') ? 28 : 24) * hourMs,
      offsetMs: Math.round(roll.between(8, 25) * minuteMs) * roll.pick([-1, 1]),
    }));
    return {
      troubles: chosen.map(({ offsetMs, ...span }) => ({ ...span, effect: { kind: 'clock-off', offsetMs } })),
      truth: chosen.map(({ deviceId, fromMs, toMs, offsetMs }) => ({
        atMs: firstWord(deviceId, scans, fromMs),
        kind: 'clock-skew',
        subject: { type: 'device', id: deviceId },
        fromMs,
        toMs,
        detail: { offsetS: Math.round(offsetMs / 1000) },
        live: true,
      })),
    };
  },
};

/** A tracker speaks at once; a handheld's clock is only heard with its first scan. */
function firstWord(deviceId: string, scans: readonly { deviceId: string; atMs: number }[], fromMs: number): number {
  return scans.find((scan) => scan.deviceId === deviceId && scan.atMs >= fromMs)?.atMs ?? fromMs + minuteMs;
}
