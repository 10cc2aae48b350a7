import { minuteMs } from '#shared/domain/time.ts';

import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Event } from '../world/step.ts';
import { takeParcels } from './choice.ts';
import type { CarrierWord, Fault } from './fault.ts';

const parcelsPerDay = 8;
/** Of the parcels a carrier tells of, those it is wrong about. */
const wrongPerDay = 4;

/** A carrier's system that tells of some parcels, and calls some delivered which still lie at the centre. */
export const carrierError: Fault = {
  id: 'carrier-error',
  title: 'Carriers that are wrong about deliveries',
  changeScans(day, scans) {
    const scansOf = byParcel(scans);
    const told = scans.flatMap(({ step, parcels, repeat }) =>
      step.event === 'delivered' && !repeat
        ? parcels.filter(({ parcelId }) => isPlain(scansOf.get(parcelId)))
        : [],
    );
    const words: CarrierWord[] = [];
    const truth: TruthEntry[] = [];
    for (const [index, parcel] of takeParcels(day, told, parcelsPerDay).entries()) {
      const own = scansOf.get(parcel.parcelId) ?? [];
      const [received, onward, delivered] = (['receiving', 'van-loading', 'delivered'] as const).map(
        (event) => seen(event, own),
      );
      if (received === undefined || onward === undefined || delivered?.step.position === undefined) continue;
      const isWrong = index < wrongPerDay;
      const atMs = isWrong ? Math.round(received.atMs + day.roll.between(30, 90) * minuteMs) : delivered.atMs;
      words.push({ ...said(atMs, day.roll), parcel, place: { kind: 'place', ...delivered.step.position } });
      if (!isWrong) continue;
      truth.push({
        atMs: onward.atMs + 1000,
        kind: 'carrier-disagrees',
        subject: { type: 'parcel', id: parcel.parcelId },
        fromMs: atMs,
        toMs: delivered.atMs,
        detail: { orderNumber: parcel.orderNumber, carrier: 'delivered' },
      });
    }
    return { scans, words, truth };
  },
};

/** A carrier's word comes some minutes after what it is about. */
function said(atMs: number, roll: Dice): { readonly atMs: number; readonly sentMs: number } {
  return { atMs, sentMs: Math.round(atMs + roll.between(2, 15) * minuteMs) };
}

function byParcel(scans: readonly ScanDraft[]): Map<string, ScanDraft[]> {
  const found = new Map<string, ScanDraft[]>();
  for (const scan of scans)
    for (const { parcelId } of scan.parcels) found.set(parcelId, [...(found.get(parcelId) ?? []), scan]);
  return found;
}

function seen(event: Event, own: readonly ScanDraft[]): ScanDraft | undefined {
  return own.find(({ step }) => step.event === event);
}

/** Received, put onto a van and delivered at the first attempt. */
function isPlain(own: readonly ScanDraft[] = []): boolean {
  return (['receiving', 'van-loading', 'delivered'] as const).every(
    (event) => seen(event, own) !== undefined,
  );
}
