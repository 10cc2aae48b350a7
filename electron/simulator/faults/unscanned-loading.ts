import { minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { portalLane, scannerOf } from '../world/devices.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Event } from '../world/step.ts';
import { quietSince, takeScans } from './choice.ts';
import type { Fault, TagRide } from './fault.ts';

const tagsPerDay = 4;
/** Of the parcels with a tag, those that nobody scans. */
const unscannedPerDay = 2;
const leaving: ReadonlySet<Event> = new Set(['loading', 'departing']);
/** Two fixes on the road tell. */
const noticedAfterMs = 35 * minuteMs;

/** Parcels with a tracker of their own, of which some go onto their truck and leave without a scan. */
export const unscannedLoading: Fault = {
  id: 'unscanned-loading',
  title: 'Parcels loaded without a scan',
  loseScans(day, scans) {
    // A portal sees whatever passes: nothing leaves its lane unseen.
    const seenOnce = scans.filter(
      ({ step, parcels, repeat }) =>
        step.event === 'loading' && !repeat && parcels.length === 1 && parcels[0]?.lane.laneId !== portalLane,
    );
    const rides = takeScans(day, seenOnce, tagsPerDay).flatMap((loading) => rideOf(loading, scans));
    const tagged = rides.map((ride, index) => ({ ...ride, tagId: `tag-parcel-${index + 1}` }));
    const unscanned = new Set(tagged.slice(0, unscannedPerDay).map(({ parcel }) => parcel.parcelId));
    return {
      scans: scans.flatMap((scan) => (leaving.has(scan.step.event) ? without(scan, unscanned) : [scan])),
      rides: tagged,
      truth: [...unscanned].flatMap((parcelId) => missed(parcelId, scans)),
    };
  },
};

function rideOf({ parcels, step, atMs }: ScanDraft, scans: readonly ScanDraft[]): Omit<TagRide, 'tagId'>[] {
  const [parcel] = parcels;
  const staged = scanOf('staging', parcel?.parcelId, scans);
  const unloaded = scanOf('unloading', parcel?.parcelId, scans);
  if (parcel === undefined || unloaded === undefined || step.vehicleId === undefined) return [];
  const fromMs = Math.min(staged?.atMs ?? atMs, atMs - 30 * minuteMs) + minuteMs;
  return [{ parcel, vehicleId: step.vehicleId, fromMs, toMs: unloaded.atMs }];
}

function scanOf(
  event: Event,
  parcelId: string | undefined,
  scans: readonly ScanDraft[],
): ScanDraft | undefined {
  return scans.find(
    ({ step, parcels }) => step.event === event && parcels.some((each) => each.parcelId === parcelId),
  );
}

function without(scan: ScanDraft, unscanned: ReadonlySet<string>): ScanDraft[] {
  const parcels = scan.parcels.filter(({ parcelId }) => !unscanned.has(parcelId));
  if (parcels.length === scan.parcels.length) return [scan];
  return parcels.length === 0 ? [] : [{ ...scan, parcels }];
}

/** It is on the road, and its plan has a departure that nobody scanned. */
function missed(parcelId: string, scans: readonly ScanDraft[]): TruthEntry[] {
  const departing = scanOf('departing', parcelId, scans);
  const arriving = scanOf('arriving', parcelId, scans);
  const parcel = departing?.parcels.find((each) => each.parcelId === parcelId);
  if (departing === undefined || arriving === undefined || parcel === undefined) return [];
  const common = {
    subject: { type: 'parcel', id: parcelId },
    fromMs: departing.atMs,
    toMs: arriving.atMs,
    detail: { orderNumber: parcel.orderNumber, siteId: scannerOf(departing.deviceId).siteId },
  } as const;
  return [
    { ...common, kind: 'moved-without-scan', atMs: departing.atMs + noticedAfterMs },
    { ...common, kind: 'missing-scan', atMs: arriving.atMs + 1000 },
    quietSince(parcel.orderNumber, departing.atMs, arriving.atMs),
  ];
}
