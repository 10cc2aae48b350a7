import type { TruthEntry } from '../truth.ts';
import type { Parcel } from '../world/orders.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Wave } from '../world/wave.ts';
import type { LineHaul } from '../world/line-haul.ts';
import type { FaultDay } from './fault.ts';

/** The scans of each device, in the order made. */
export function scansByDevice(scans: readonly ScanDraft[]): Map<string, ScanDraft[]> {
  const found = new Map<string, ScanDraft[]>();
  for (const scan of scans) {
    const list = found.get(scan.deviceId);
    if (list === undefined) found.set(scan.deviceId, [scan]);
    else list.push(scan);
  }
  return found;
}

/** Up to `count` of these in random order, each with names of its own that nobody has taken; takes them. */
export function takeSome<T>(
  { roll, taken }: FaultDay,
  list: readonly T[],
  count: number,
  namesOf: (each: T) => readonly string[],
): T[] {
  const chosen: T[] = [];
  for (const each of roll.sample(list, list.length)) {
    if (chosen.length === count) break;
    const names = namesOf(each);
    if (names.some((name) => taken.has(name))) continue;
    for (const name of names) taken.add(name);
    chosen.push(each);
  }
  return chosen;
}

/** Parcels whose order no other fault touches. */
export function takeParcels(day: FaultDay, parcels: readonly Parcel[], count: number): Parcel[] {
  return takeSome(day, parcels, count, ({ orderNumber }) => [orderNumber]);
}

/** Scans whose parcels are of orders no other fault touches. */
export function takeScans(day: FaultDay, scans: readonly ScanDraft[], count: number): ScanDraft[] {
  return takeSome(day, scans, count, ({ parcels }) => [
    ...new Set(parcels.map(({ orderNumber }) => orderNumber)),
  ]);
}

/** Trucks with something aboard: of an empty one nobody knows where it is to go. */
export function loadedHauls({ hauls, steps }: Wave): LineHaul[] {
  const loaded = new Set(
    steps.flatMap(({ event, vehicleId }) => (event === 'departing' ? (vehicleId ?? []) : [])),
  );
  return hauls.filter(({ vehicleId }) => loaded.has(vehicleId));
}

/** Nothing is heard of an order where a scan of it is missing: that may be told, and it may be too short to tell. */
export function quietSince(orderNumber: string, fromMs: number, toMs: number): TruthEntry {
  return {
    atMs: toMs,
    kind: 'stalled',
    subject: { type: 'order', id: orderNumber },
    fromMs,
    toMs,
    detail: { cause: 'a scan is missing', optional: true },
  };
}
