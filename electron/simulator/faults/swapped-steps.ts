import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 4;

/** Parcels packed first and scanned as picked afterwards, when somebody noticed that it was forgotten. */
export const swappedSteps: Fault = {
  id: 'swapped-steps',
  title: 'Steps scanned in the wrong order',
  changeScans(day, scans) {
    const picked = new Map(
      scans.flatMap((scan) =>
        scan.step.event === 'picking' && !scan.repeat
          ? scan.parcels.map(({ parcelId }) => [parcelId, scan] as const)
          : [],
      ),
    );
    const packed = scans.filter(
      ({ step, parcels, repeat }) =>
        step.event === 'packing' && !repeat && parcels.length === 1 && picked.has(parcels[0]?.parcelId ?? ''),
    );
    const moved = new Map<ScanDraft, number>();
    const truth: TruthEntry[] = [];
    for (const packing of takeScans(day, packed, parcelsPerDay)) {
      const [parcel] = packing.parcels;
      const picking = picked.get(parcel?.parcelId ?? '');
      if (parcel === undefined || picking === undefined) continue;
      moved.set(packing, picking.atMs).set(picking, packing.atMs);
      truth.push({
        atMs: packing.atMs + 1000,
        kind: 'out-of-sequence',
        subject: { type: 'parcel', id: parcel.parcelId },
        fromMs: picking.atMs,
        toMs: packing.atMs,
        detail: {
          orderNumber: parcel.orderNumber,
          early: 'packing',
          late: 'picking',
          firstDeviceId: packing.deviceId,
          deviceId: picking.deviceId,
        },
      });
    }
    return { scans: scans.map((scan) => ({ ...scan, atMs: moved.get(scan) ?? scan.atMs })), truth };
  },
};
