import type { LatLon } from '#shared/domain/geo.ts';

import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const deliveriesPerDay = 4;

/** Deliveries recorded at another door than the one on the label. */
export const wrongDoor: Fault = {
  id: 'wrong-door',
  title: 'Parcels handed over at the wrong door',
  changeScans(day, scans) {
    const delivered = scans.filter(({ step }) => step.event === 'delivered' && step.position !== undefined);
    const chosen = new Set(takeScans(day, delivered, deliveriesPerDay));
    const truth: TruthEntry[] = [];
    const changed = scans.map((scan) => {
      if (!chosen.has(scan) || scan.step.position === undefined) return scan;
      const position = away(scan.step.position, day.roll);
      truth.push(...entriesOf(scan, position));
      return { ...scan, step: { ...scan.step, position, place: { kind: 'place' as const, ...position } } };
    });
    return { scans: changed, truth };
  },
};

/** One to four kilometres off. */
function away({ lat, lon }: LatLon, roll: Dice): LatLon {
  const angle = roll.between(0, 2 * Math.PI);
  const degrees = roll.between(1000, 4000) / 111_195;
  return {
    lat: Number((lat + degrees * Math.cos(angle)).toFixed(6)),
    lon: Number((lon + (degrees * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180)).toFixed(6)),
  };
}

function entriesOf({ parcels, atMs }: ScanDraft, position: LatLon): TruthEntry[] {
  return parcels.map(({ parcelId, orderNumber }) => ({
    atMs: atMs + 1000,
    kind: 'delivered-elsewhere',
    subject: { type: 'parcel', id: parcelId },
    fromMs: atMs,
    detail: { orderNumber, ...position },
  }));
}
