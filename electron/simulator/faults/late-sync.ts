import { minuteMs } from '#shared/domain/time.ts';

import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import { scansByDevice } from './choice.ts';
import type { DeviceTrouble, Fault } from './fault.ts';

const devicesPerDay = 3;
const busyScans = 12;
const tellingScans = 3;

/** Handhelds out of the site's Wi-Fi for an hour or so, three times a day: their scans arrive together afterwards. */
export const lateSync: Fault = {
  id: 'late-sync',
  title: 'Handhelds that deliver their scans late',
  troubleDevices({ roll }, scans) {
    const busy = [...scansByDevice(scans)].filter(
      ([id, own]) => id.startsWith('hh-') && own.length >= busyScans,
    );
    const troubles: DeviceTrouble[] = [];
    const truth: TruthEntry[] = [];
    for (const [deviceId, own] of roll.sample(busy, devicesPerDay)) {
      let known = 0;
      for (const window of outages(own, roll)) {
        const held = own.filter((scan) => scan.atMs >= window.fromMs && scan.atMs < window.toMs);
        if (held.length === 0) continue;
        // Once is no habit, and a scan or two say nothing: nobody can tell yet.
        const isHabit = held.length >= tellingScans && known > 0;
        known += held.length >= tellingScans ? 1 : 0;
        troubles.push({ deviceId, ...window, effect: { kind: 'held' } });
        truth.push({
          atMs: window.toMs,
          kind: 'late-sync',
          subject: { type: 'device', id: deviceId },
          ...window,
          detail: { scans: held.length, ...(isHabit ? {} : { optional: true }) },
          live: true,
        });
        truth.push(...held.flatMap((scan) => unheardOf(scan, window.toMs)));
      }
    }
    return { troubles, truth };
  },
};

/** Until it is handed over a scan is missing for all that anybody can tell. */
function unheardOf({ parcels, atMs }: ScanDraft, toMs: number): TruthEntry[] {
  return parcels.map(({ parcelId, orderNumber }) => ({
    atMs,
    kind: 'missing-scan',
    subject: { type: 'parcel', id: parcelId },
    fromMs: atMs,
    toMs,
    detail: { orderNumber, cause: 'a scan is on its way', optional: true },
    live: true,
  }));
}

/** Three spans between a device's first and last scan, each beginning shortly before a scan. */
function outages(own: readonly ScanDraft[], roll: Dice): { fromMs: number; toMs: number }[] {
  const windows: { fromMs: number; toMs: number }[] = [];
  for (const share of [0.1, 0.4, 0.7]) {
    const scan = own[Math.floor(own.length * (share + roll.between(0, 0.15)))];
    if (scan === undefined) continue;
    const fromMs = scan.atMs - 5000;
    const last = windows.at(-1);
    if (last !== undefined && fromMs <= last.toMs) continue;
    windows.push({ fromMs, toMs: Math.round(fromMs + roll.between(35, 80) * minuteMs) });
  }
  return windows;
}
