import { portalMac } from './devices.ts';
import type { Parcel } from './orders.ts';
import type { Step } from './step.ts';

/** A scan as a device records it. */
export interface ScanDraft {
  readonly step: Step;
  readonly deviceId: string;
  /** When the trigger was pulled. */
  readonly atMs: number;
  /** What the scan holds: the step's parcels, less those that were lost. */
  readonly parcels: readonly Parcel[];
  /** Scanned again by mistake. */
  readonly repeat: boolean;
  /** What the scanner read, where it is not the labels of the parcels. */
  readonly codes?: readonly string[];
  /** How many pieces were counted, where that is not what the parcel holds. */
  readonly counted?: number;
  /** The device did not hear the acknowledgement and sends the very same message again after this. */
  readonly resentAfterMs?: number;
  readonly boot: string;
  readonly seq: number;
}

/** One scan for each step, before anything goes wrong. */
export function scansOf(steps: readonly Step[]): ScanDraft[] {
  return steps.map((step) => ({
    step,
    deviceId: step.deviceId,
    atMs: step.atMs,
    parcels: step.parcels,
    repeat: false,
    boot: '',
    seq: 0,
  }));
}

/** A portal counts tag reads: each of its messages holds one for every parcel and one for its forklift. */
function eventsIn(scan: ScanDraft): number {
  return scan.deviceId === portalMac ? scan.parcels.length + 1 : 1;
}

/** Counts each device's scans of a wave from 1, in the order they were made. */
export function numberScans(scans: readonly ScanDraft[], boot: string): ScanDraft[] {
  const counters = new Map<string, number>();
  return [...scans]
    .sort((a, b) => a.atMs - b.atMs)
    .map((scan) => {
      const seq = (counters.get(scan.deviceId) ?? 0) + 1;
      counters.set(scan.deviceId, seq + eventsIn(scan) - 1);
      return { ...scan, boot, seq };
    });
}

/** What a scan's message names: the labels of its parcels, unless something else was read. */
export function codesOf({ codes, parcels }: Pick<ScanDraft, 'codes' | 'parcels'>): readonly string[] {
  return codes ?? parcels.map(({ parcelId }) => `(00)${parcelId}`);
}
