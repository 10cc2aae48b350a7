import type { TruthEntry } from '../truth.ts';
import { scannerOf } from '../world/devices.ts';
import type { ScanDraft } from '../world/scan.ts';
import { bizStepOf, type Event } from '../world/step.ts';
import { quietSince } from './choice.ts';
import type { Fault } from './fault.ts';

/** Steps that are planned touchpoints and are seen by a handheld that can lose them. */
const touchpoints: ReadonlySet<Event> = new Set(['packing', 'departing', 'receiving']);
const lostShare = 0.012;

/** Scans that never reach anybody: the parcel is next seen one step further. */
export const lostScans: Fault = {
  id: 'lost-scans',
  title: 'Scans that are never sent',
  loseScans({ roll, taken }, scans) {
    const repeated = new Set(
      scans.filter((scan) => scan.repeat).flatMap((scan) => scan.parcels.map((p) => p.parcelId)),
    );
    const lost = new Map<string, ScanDraft>();
    const kept = scans.flatMap((scan) => {
      if (!touchpoints.has(scan.step.event) || scannerOf(scan.deviceId).kind !== 'handheld') return [scan];
      const parcels = scan.parcels.filter((parcel) => {
        const gone = roll.chance(lostShare);
        if (
          !gone ||
          repeated.has(parcel.parcelId) ||
          lost.has(parcel.parcelId) ||
          taken.has(parcel.orderNumber)
        )
          return true;
        lost.set(parcel.parcelId, scan);
        return false;
      });
      if (parcels.length === scan.parcels.length) return [scan];
      return parcels.length === 0 ? [] : [{ ...scan, parcels }];
    });
    return { scans: kept, truth: holes(lost, kept) };
  },
};

/** A hole is known as soon as the parcel's next step is scanned. */
function holes(lost: ReadonlyMap<string, ScanDraft>, kept: readonly ScanDraft[]): TruthEntry[] {
  const open = new Map(lost);
  const truth: TruthEntry[] = [];
  for (const scan of kept) {
    for (const { parcelId, orderNumber } of scan.parcels) {
      const hole = open.get(parcelId);
      if (hole === undefined || scan.atMs <= hole.atMs) continue;
      open.delete(parcelId);
      const { siteId } = scannerOf(hole.deviceId);
      const detail = {
        orderNumber,
        siteId,
        bizStep: bizStepOf(hole.step.event),
        deviceId: hole.deviceId,
        nextBizStep: bizStepOf(scan.step.event),
      };
      truth.push(quietSince(orderNumber, hole.atMs, scan.atMs), {
        atMs: scan.atMs + 1000,
        kind: 'missing-scan',
        subject: { type: 'parcel', id: parcelId },
        fromMs: hole.atMs,
        toMs: scan.atMs,
        detail,
      });
    }
  }
  return truth;
}
