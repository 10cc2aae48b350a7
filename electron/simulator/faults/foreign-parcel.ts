import { sscc } from '../identifiers.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import { bizStepOf } from '../world/step.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 2;

/** Parcels of somebody else, unloaded with ours. */
export const foreignParcel: Fault = {
  id: 'foreign-parcel',
  title: 'Parcels that nobody has announced',
  changeScans(day, scans) {
    const received = scans.filter(({ step, parcels }) => step.event === 'receiving' && parcels.length === 1);
    const strangers = takeScans(day, received, parcelsPerDay).map((scan): ScanDraft => {
      // No parcel of our own has a serial as high as these.
      const code = `(00)${sscc(9, day.roll.whole(900_000_000, 999_999_999))}`;
      const atMs = Math.round(scan.atMs + day.roll.between(4000, 9000));
      return { ...scan, atMs, parcels: [], codes: [code], repeat: true };
    });
    return { scans: [...scans, ...strangers], truth: strangers.flatMap(entriesOf) };
  },
};

function entriesOf({ codes = [], atMs, step, deviceId }: ScanDraft): TruthEntry[] {
  return codes.map((code) => ({
    atMs: atMs + 1000,
    kind: 'unknown-code',
    subject: { type: 'parcel', id: code.slice('(00)'.length) },
    fromMs: atMs,
    detail: { bizStep: bizStepOf(step.event), deviceId },
  }));
}
