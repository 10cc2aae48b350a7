import type { TruthEntry } from '../truth.ts';
import { handheldAt, scannerOf } from '../world/devices.ts';
import type { ScanDraft } from '../world/scan.ts';
import { takeScans } from './choice.ts';
import type { Fault } from './fault.ts';

const labelsPerDay = 3;
const warehouses = ['WH-LYS', 'WH-PAR'] as const;

interface Clone {
  readonly before: ScanDraft;
  readonly there: ScanDraft;
  readonly after: ScanDraft;
}

/** A second parcel with the same label, at the other warehouse while the first is worked on here. */
export const clonedLabel: Fault = {
  id: 'cloned-label',
  title: 'Two parcels with the same label',
  changeScans(day, scans) {
    const staged = new Map(
      scans.flatMap((scan) =>
        scan.step.event === 'staging' ? scan.parcels.map(({ parcelId }) => [parcelId, scan] as const) : [],
      ),
    );
    const packed = scans.filter((scan) => scan.step.event === 'packing' && scan.parcels.length === 1);
    const clones = takeScans(day, packed, labelsPerDay).flatMap((before): Clone[] => {
      const after = staged.get(before.parcels[0]?.parcelId ?? '');
      if (after === undefined) return [];
      return [{ before, after, there: elsewhere(before, after) }];
    });
    return { scans: [...scans, ...clones.map(({ there }) => there)], truth: clones.flatMap(entriesOf) };
  },
};

function elsewhere(before: ScanDraft, after: ScanDraft): ScanDraft {
  const siteId = warehouses.find((id) => id !== scannerOf(before.deviceId).siteId) ?? warehouses[0];
  const deviceId = handheldAt(siteId, 'stage-1');
  const step = { ...before.step, event: 'staging', deviceId, place: { kind: 'site', id: siteId } } as const;
  return { ...before, step, deviceId, atMs: Math.round((before.atMs + after.atMs) / 2), repeat: true };
}

function entriesOf({ before, there, after }: Clone): TruthEntry[] {
  const siteId = scannerOf(there.deviceId).siteId;
  return there.parcels.flatMap(({ parcelId, orderNumber }) => {
    const common = { subject: { type: 'parcel', id: parcelId }, detail: { orderNumber, siteId } } as const;
    const known = there.atMs + 1000;
    return [
      { ...common, kind: 'impossible-travel', atMs: known, fromMs: before.atMs, toMs: after.atMs },
      {
        ...common,
        kind: 'two-places-at-once',
        atMs: after.atMs + 1000,
        fromMs: before.atMs,
        toMs: after.atMs,
      },
      { ...common, kind: 'wrong-site', atMs: known, fromMs: there.atMs, toMs: after.atMs },
    ];
  });
}
