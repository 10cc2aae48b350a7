import type { z } from 'zod';

import type { Evidence } from '#shared/contract/orders.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { ScanFact } from './journey.ts';
import type { Fix } from './world.ts';

export type EvidenceRow = z.output<typeof Evidence>;

const words: Readonly<Record<string, string>> = {
  commissioning: 'Registered',
  picking: 'Picked',
  packing: 'Packed',
  collecting: 'Collected',
  arriving: 'Arrived',
  receiving: 'Received',
  unloading: 'Unloaded',
  storing: 'Stored',
  stocking: 'Stocked',
  staging_outbound: 'Staged for departure',
  loading: 'Loaded',
  departing: 'Departed',
  shipping: 'Shipped',
  transporting: 'Out for delivery',
  holding: 'Held',
  inspecting: 'Inspected',
};

const outcomeWords: Readonly<Record<string, string>> = {
  delivered: 'Delivered',
  'attempt-failed': 'Delivery attempt failed',
  'available-for-pickup': 'Ready for pick-up',
  refused: 'Refused by the recipient',
  returned: 'Returned',
  exception: 'Something is wrong with it',
  returning: 'On its way back',
};

/** A read point that is called in words is a name people know; an id is not. */
const isCalled = (readPoint: string): boolean => /\s/.test(readPoint);

/** Where a scan was made: the site, with a read point that has a name; any read point where no site is known. */
function placeText({ siteId, readPoint }: ScanFact): string | undefined {
  if (siteId === undefined || readPoint === undefined) return siteId ?? readPoint;
  return isCalled(readPoint) ? `${siteId}, ${readPoint}` : siteId;
}

/** A scan in plain words: what was done, onto what, where. */
export function scanText(scan: ScanFact): string {
  const done =
    scan.outcome === undefined
      ? (words[scan.bizStep ?? ''] ?? 'Scanned')
      : (outcomeWords[scan.outcome] ?? scan.outcome);
  const onto = scan.parent ?? scan.vehicleId;
  const place = placeText(scan);
  const corrected = scan.corrected === true ? ' (corrected)' : '';
  return `${done}${onto === undefined ? '' : ` on ${onto}`}${place === undefined ? '' : ` at ${place}`}${corrected}`;
}

export function scanEvidence(scan: ScanFact): EvidenceRow {
  return compact({
    kind: 'scan',
    id: String(scan.scanKey),
    eventTime: toIso(scan.eventTime),
    recordTime: toIso(scan.recordTime),
    source: scan.deviceId,
    text: scanText(scan),
    readPoint: scan.readPoint,
  });
}

export function fixEvidence(vehicleId: string, fix: Fix): EvidenceRow {
  return {
    kind: 'position',
    id: `${fix.deviceId}@${toIso(fix.eventTime)}`,
    eventTime: toIso(fix.eventTime),
    recordTime: toIso(fix.recordTime),
    source: fix.deviceId,
    text: `Position of ${vehicleId}: ${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`,
  };
}
