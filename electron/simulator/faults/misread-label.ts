import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Event } from '../world/step.ts';
import { bizStepOf } from '../world/step.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const labelsPerDay = 4;
const read: ReadonlySet<Event> = new Set(['picking', 'packing', 'receiving']);

interface Misread {
  readonly scan: ScanDraft;
  readonly code: string;
}

/** Labels keyed in by hand with one digit wrong, and then read properly. */
export const misreadLabel: Fault = {
  id: 'misread-label',
  title: 'Labels read with a wrong digit',
  changeScans(day, scans) {
    const single = scans.filter(
      ({ step, parcels, codes }) => read.has(step.event) && parcels.length === 1 && codes === undefined,
    );
    const misread = takeScans(day, single, labelsPerDay).map((scan) => misreadOf(scan, day.roll));
    return { scans: [...scans, ...misread.map(({ scan }) => scan)], truth: misread.map(entryOf) };
  },
};

function misreadOf(scan: ScanDraft, roll: Dice): Misread {
  const parcelId = scan.parcels[0]?.parcelId ?? '';
  const place = roll.whole(9, parcelId.length - 2);
  const digit = (Number(parcelId[place]) + roll.whole(1, 9)) % 10;
  const code = `${parcelId.slice(0, place)}${digit}${parcelId.slice(place + 1)}`;
  const atMs = Math.round(scan.atMs - roll.between(4000, 9000));
  return { code, scan: { ...scan, atMs, parcels: [], codes: [`(00)${code}`], repeat: true } };
}

function entryOf({ scan: { atMs, step, deviceId }, code }: Misread): TruthEntry {
  return {
    atMs: atMs + 1000,
    kind: 'bad-check-digit',
    subject: { type: 'parcel', id: `(00)${code}` },
    fromMs: atMs,
    detail: { bizStep: bizStepOf(step.event), deviceId },
  };
}
