import { minuteMs } from '#shared/domain/time.ts';

import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Event } from '../world/step.ts';
import { bizStepOf } from '../world/step.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const repeatsPerDay = 18;
const resendsPerDay = 12;
const repeatable: ReadonlySet<Event> = new Set(['picking', 'packing', 'receiving']);

/**
 * The same step of a parcel scanned again: by the colleague's handheld a moment later, or by the same one more than
 * ten minutes later. Some messages are also sent twice unchanged, which is no second scan.
 */
export const duplicateScans: Fault = {
  id: 'duplicate-scans',
  title: 'Parcels scanned twice for the same step',
  changeScans(day, scans) {
    const { roll } = day;
    const single = scans.filter(
      (scan) => repeatable.has(scan.step.event) && !scan.parcels.some((parcel) => parcel.misrouted),
    );
    const repeats = takeScans(day, single, repeatsPerDay).map((scan) => ({
      first: scan,
      second: again(scan, roll),
    }));
    const resent = new Map(
      roll.sample(single, resendsPerDay).map((scan) => [scan, Math.round(roll.between(4000, 30_000))]),
    );
    const unchanged = scans.map((scan) => {
      const resentAfterMs = resent.get(scan);
      return resentAfterMs === undefined ? scan : { ...scan, resentAfterMs };
    });
    return {
      scans: [...unchanged, ...repeats.map(({ second }) => second)],
      truth: repeats.flatMap(entriesOf),
    };
  },
};

function again(scan: ScanDraft, roll: Dice): ScanDraft {
  const sameDevice = scan.step.event === 'receiving' && roll.chance(0.4);
  const delay = sameDevice ? roll.between(11, 19) * minuteMs : roll.between(25_000, 100_000);
  const deviceId = sameDevice ? scan.deviceId : colleague(scan.deviceId);
  return { ...scan, deviceId, atMs: Math.round(scan.atMs + delay), repeat: true };
}

/** The other handheld for the same job: `…-pick-1` and `…-pick-2`. */
function colleague(deviceId: string): string {
  return deviceId.endsWith('-1') ? `${deviceId.slice(0, -1)}2` : `${deviceId.slice(0, -1)}1`;
}

function entriesOf({ first, second }: { first: ScanDraft; second: ScanDraft }): TruthEntry[] {
  return second.parcels.map(({ parcelId, orderNumber }) => ({
    atMs: second.atMs + 1000,
    kind: 'duplicate-scan',
    subject: { type: 'parcel', id: parcelId },
    fromMs: first.atMs,
    toMs: second.atMs,
    detail: {
      orderNumber,
      bizStep: bizStepOf(first.step.event),
      firstDeviceId: first.deviceId,
      deviceId: second.deviceId,
    },
  }));
}
