import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 4;

/** Parcels that hold one piece more or less than was ordered: the packer counts what is there. */
export const miscount: Fault = {
  id: 'miscount',
  title: 'Parcels that hold too much or too little',
  changeScans(day, scans) {
    const packed = scans.filter(
      ({ step, parcels, repeat }) => step.event === 'packing' && !repeat && parcels.length === 1,
    );
    const chosen = new Set(takeScans(day, packed, parcelsPerDay));
    const changed = scans.map((scan) => {
      const [parcel] = scan.parcels;
      if (!chosen.has(scan) || parcel === undefined) return scan;
      return { ...scan, counted: parcel.pieces + day.roll.pick([-1, 1]) };
    });
    return { scans: changed, truth: changed.flatMap(entriesOf) };
  },
};

function entriesOf({ counted, parcels, atMs }: ScanDraft): TruthEntry[] {
  if (counted === undefined) return [];
  return parcels.map(({ parcelId, orderNumber, pieces }) => ({
    atMs: atMs + 1000,
    kind: 'quantity-mismatch',
    subject: { type: 'parcel', id: parcelId },
    fromMs: atMs,
    detail: { orderNumber, counted, ordered: pieces },
  }));
}
