import { canonicalCode } from '#shared/domain/codes.ts';

import { isInForce } from '../store/corrections.ts';
import type { ScanRecord } from '../store/fact-queries.ts';
import type { Store } from '../store/store.ts';
import type { PostedOrder } from './believe.ts';
import { journeyOf, type Journey, type ScanFact } from './journey.ts';

/** Scans of a canonical code as they are believed, or were believed at an instant of knowledge. */
export function scanFactsOf(store: Store, code: string, knownAt?: number): ScanFact[] {
  const facts = store.tracking.scansOf(code, knownAt).map((record) => scanFact(store, record, knownAt));
  return knownAt === undefined ? facts : facts.filter(({ recordTime }) => recordTime <= knownAt);
}

/** A stored scan as journeys see it. */
export function scanFact(store: Store, record: ScanRecord, knownAt?: number): ScanFact {
  const corrections = store.corrections.of(record.scan_key);
  return {
    scanKey: record.scan_key,
    eventTime: record.event_time,
    recordTime: record.record_time,
    deviceId: store.devices.byKey(record.device_key)?.deviceId ?? '',
    codes: (JSON.parse(record.codes) as string[]).map(canonicalCode),
    siteId: optional(record.site_id),
    bizStep: optional(record.biz_step),
    readPoint: optional(record.read_point),
    vehicleId: record.vehicle_id === null ? undefined : canonicalCode(record.vehicle_id),
    parent: record.parent === null ? undefined : canonicalCode(record.parent),
    outcome: optional(record.outcome),
    lat: optional(record.lat),
    lon: optional(record.lon),
    operator: optional(record.operator),
    quantity: optional(record.quantity),
    portal: record.antenna !== null || record.rssi_dbm !== null || record.reads !== null,
    ...(corrections.some((each) => isInForce(each, knownAt)) ? { corrected: true as const } : {}),
  };
}

function optional<T>(value: T | null): T | undefined {
  return value ?? undefined;
}

/** Every canonical code a parcel may be scanned by. */
export function codesOfParcel(parcel: PostedOrder['parcels'][number]): string[] {
  return [
    ...new Set(
      [parcel.parcelId, parcel.trackingNumber].filter((text) => text !== undefined).map(canonicalCode),
    ),
  ];
}

/** The codes each parcel of an order may be scanned by, the order's own number included; '' without parcels. */
export function codesByParcel(posted: PostedOrder): ReadonlyMap<string, readonly string[]> {
  const own = canonicalCode(posted.orderNumber);
  if (posted.parcels.length === 0) return new Map([['', [own]]]);
  return new Map(posted.parcels.map((parcel) => [parcel.parcelId, [...codesOfParcel(parcel), own]]));
}

/** The journey of each parcel, from what was scanned of it. */
export function journeysBy(
  posted: PostedOrder,
  scansOf: (code: string) => readonly ScanFact[],
  until: number,
): ReadonlyMap<string, Journey> {
  const codes = codesByParcel(posted);
  return new Map([...codes].map(([parcelId, own]) => [parcelId, journeyOf(own, scansOf, until)]));
}
