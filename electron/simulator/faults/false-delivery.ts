import type { TruthEntry } from '../truth.ts';
import { handheldAt, scannerOf } from '../world/devices.ts';
import type { ScanDraft } from '../world/scan.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const attemptsPerDay = 3;

/**
 * Nobody opened, and the driver tapped "delivered" all the same: in the evening the parcel is found in the van, and
 * nobody takes it for a return.
 */
export const falseDelivery: Fault = {
  id: 'false-delivery',
  title: 'Parcels called delivered that are not',
  changeScans(day, scans) {
    const failed = scans.filter(({ step }) => step.event === 'attempt-failed' && step.position !== undefined);
    const chosen = new Set(takeScans(day, failed, attemptsPerDay));
    const parcels = new Set([...chosen].flatMap((scan) => scan.parcels.map(({ parcelId }) => parcelId)));
    const changed = scans.map((scan): ScanDraft => {
      const { event, position, parcels: own } = scan.step;
      if (event === 'brought-back' && own.some(({ parcelId }) => parcels.has(parcelId)))
        return { ...scan, deviceId: handheldAt(scannerOf(scan.deviceId).siteId, 'recv-1') };
      if (!chosen.has(scan) || position === undefined) return scan;
      return { ...scan, step: { ...scan.step, event: 'delivered', place: { kind: 'place', ...position } } };
    });
    return { scans: changed, truth: scans.flatMap((scan) => seenAgain(scan, parcels)) };
  },
};

function seenAgain({ step, parcels, atMs }: ScanDraft, claimed: ReadonlySet<string>): TruthEntry[] {
  if (step.event !== 'brought-back') return [];
  return parcels
    .filter(({ parcelId }) => claimed.has(parcelId))
    .map(({ parcelId, orderNumber }) => ({
      atMs: atMs + 1000,
      kind: 'scan-after-delivery',
      subject: { type: 'parcel', id: parcelId },
      fromMs: atMs,
      detail: { orderNumber },
    }));
}
