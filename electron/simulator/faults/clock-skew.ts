import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { trackers } from '../world/devices.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Fault } from './fault.ts';
import { scansByDevice } from './choice.ts';

const handheldsPerDay = 2;
/** Every native device reports its health this often, whether it is used or not. */
const speaksWithinMs = 15 * minuteMs;

/** Devices whose clock is off by some minutes for a whole day: one tracker and two handhelds. */
export const clockSkew: Fault = {
  id: 'clock-skew',
  title: 'Devices with a wrong clock',
  troubleDevices({ baseMs, roll }, scans) {
    const jobs = [...scansByDevice(scans).keys()].filter(
      (id) => id.startsWith('hh-') && /-(pack|recv)-/.test(id),
    );
    const tracker = roll.pick(trackers.filter((entry) => entry.format === 'native'));
    const chosen = [tracker.deviceId, ...roll.sample(jobs.sort(), handheldsPerDay)].map((deviceId) => {
      // A centre's working day goes on into the night: its clocks are off from noon to noon.
      const fromMs = baseMs + (deviceId.startsWith('hh-dc') ? 12 : 0) * hourMs;
      const offsetMs = Math.round(roll.between(8, 25) * minuteMs) * roll.pick([-1, 1]);
      return { deviceId, fromMs, toMs: fromMs + 24 * hourMs, offsetMs };
    });
    return {
      troubles: chosen.map(({ offsetMs, ...span }) => ({ ...span, effect: { kind: 'clock-off', offsetMs } })),
      truth: [
        ...chosen.map(({ deviceId, fromMs, toMs, offsetMs }): TruthEntry => ({
          atMs: fromMs + speaksWithinMs,
          kind: 'clock-skew',
          subject: { type: 'device', id: deviceId },
          fromMs,
          toMs,
          detail: { offsetS: Math.round(offsetMs / 1000) },
          live: true,
        })),
        ...chosen.flatMap((skew) => scans.filter((scan) => isDuring(scan, skew)).flatMap(displaced)),
      ],
    };
  },
};

interface Skew {
  readonly deviceId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

function isDuring({ deviceId, atMs }: ScanDraft, skew: Skew): boolean {
  return deviceId === skew.deviceId && atMs >= skew.fromMs && atMs < skew.toMs;
}

/** Until it is known how wrong the clock is, its scans may contradict others: they do not say when things happened. */
function displaced({ parcels, atMs }: ScanDraft): TruthEntry[] {
  return parcels.map(({ parcelId, orderNumber }) => ({
    atMs,
    kind: 'out-of-sequence',
    subject: { type: 'parcel', id: parcelId },
    fromMs: atMs - 30 * minuteMs,
    toMs: atMs + 30 * minuteMs,
    detail: { orderNumber, optional: true },
  }));
}
