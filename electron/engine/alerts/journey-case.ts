import type { LatLon } from '#shared/domain/geo.ts';
import { distanceM } from '#shared/domain/geo.ts';

import type { ScanFact } from '../tracking/journey.ts';

/** One scan of a journey, as the rules about mismatches see it. */
export interface SeenScan {
  readonly scan: ScanFact;
  /** When it was made: the device's word, or put right by what its clock is known to be off. */
  readonly time: number;
  /** Where it is not known whether its clock was right then, when it may have been made as well. */
  readonly orElse?: readonly number[];
  /** The thing itself was scanned, not what it was in or on. */
  readonly own: boolean;
  /** It puts the thing into a state. */
  readonly moves: boolean;
}

export interface CaseSite extends LatLon {
  readonly name: string;
  readonly radiusM: number;
}

export interface PlannedStep {
  readonly siteId: string;
  readonly bizStep: string;
  readonly plannedTime: number | undefined;
  /** The vehicle it is to be done with; undefined where any may. */
  readonly vehicleId: string | undefined;
}

/** A fix with how far it may be off. */
export interface CaseFix extends LatLon {
  readonly time: number;
  readonly recordTime: number;
  readonly deviceId: string;
  readonly accuracyM: number | undefined;
}

/** What one carrier or customer system says happened to a parcel. */
export interface CarrierWord {
  readonly time: number;
  readonly recordTime: number;
  readonly carrier: string;
  readonly id: string;
  readonly state: string;
}

/** Everything that is known of one parcel (or of an order without parcels): what rules about mismatches judge. */
export interface JourneyCase {
  /** How people call it. */
  readonly subjectId: string;
  readonly orderNumber: string;
  /** By time. */
  readonly seen: readonly SeenScan[];
  /** Empty where nothing is planned. */
  readonly plan: readonly PlannedStep[];
  readonly sites: ReadonlyMap<string, CaseSite>;
  /** Vehicles that scans or the plan name. */
  readonly vehicles: ReadonlySet<string>;
  readonly address: LatLon | undefined;
  readonly serviceLevel: string | undefined;
  /** How many pieces it is said to hold; undefined where nobody said. */
  readonly quantity: number | undefined;
  /** Where the vehicle of a scan without coordinates was then. */
  readonly vehicleFix: (vehicleId: string, at: number) => CaseFix | undefined;
  /** Fixes of trackers that travel with it, by time. */
  readonly fixes: readonly CaseFix[];
  readonly carrier: readonly CarrierWord[];
}

/** What one side of a mismatch says. */
export interface Claim {
  readonly kind: 'scan' | 'plan' | 'order' | 'position' | 'reading' | 'carrier' | 'clock';
  readonly id: string;
  readonly time: number;
  readonly recordTime: number;
  readonly source: string;
  readonly text: string;
  readonly readPoint?: string | undefined;
}

/** A correction that would settle it. */
export interface Fix {
  readonly title: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly reason: 'did_not_occur' | 'incorrect_data';
  readonly note: string;
}

/** Two sides that cannot both be true, and what is most likely behind it. */
export interface MismatchDetail {
  /** What follows the name of the subject. */
  readonly text: string;
  readonly sides: readonly [MismatchSide, MismatchSide];
  readonly cause: string;
  readonly fixes: readonly Fix[];
  /** Where a subject can have several at a time, which of them. */
  readonly key?: string;
}

export interface MismatchSide {
  readonly title: string;
  readonly claims: readonly Claim[];
}

/** Times of different devices are not better than this against each other. */
export const clockToleranceMs = 60_000;

/**
 * How long after one scan another was made, at least. A clock that may be wrong says nothing about scans of other
 * devices; its own scans it puts in order all the same.
 */
export function leastAfterMs(earlier: SeenScan, later: SeenScan): number {
  if (earlier.scan.deviceId === later.scan.deviceId) return later.time - earlier.time;
  return Math.min(later.time, ...(later.orElse ?? [])) - Math.max(earlier.time, ...(earlier.orElse ?? []));
}

/** How far along a site's work a step is; coming in and going out are apart. */
const inbound: readonly string[] = ['arriving', 'unloading', 'receiving', 'storing'];
const outbound: readonly string[] = [
  'commissioning',
  'picking',
  'packing',
  'staging_outbound',
  'loading',
  'departing',
  'transporting',
];

export function inboundRank(bizStep: string | undefined): number {
  return inbound.indexOf(bizStep === 'accepting' ? 'receiving' : (bizStep ?? ''));
}

export function outboundRank(bizStep: string | undefined): number {
  return outbound.indexOf(bizStep === 'shipping' ? 'departing' : (bizStep ?? ''));
}

/** Where in a stay at a site a step comes, whichever side it is on; -1 for steps with no place of their own. */
export function stayRank(bizStep: string | undefined): number {
  const out = outboundRank(bizStep);
  return out === -1 ? inboundRank(bizStep) : inbound.length + out;
}

/** Steps after which a thing is no longer at the site. */
export function isLeaving(scan: ScanFact): boolean {
  return scan.outcome === undefined && outboundRank(scan.bizStep) >= outbound.indexOf('departing');
}

/** The site a scan puts the thing at: none for what drivers do at a door, or for what only passes by on a vehicle. */
export function siteOfScan({ scan }: SeenScan): string | undefined {
  return scan.outcome === undefined && scan.bizStep !== undefined ? scan.siteId : undefined;
}

/** Where a scan was made: its own coordinates, else its site. */
export function placeOf(
  seen: SeenScan,
  sites: JourneyCase['sites'],
): (LatLon & { radiusM: number }) | undefined {
  const { lat, lon } = seen.scan;
  if (lat !== undefined && lon !== undefined) return { lat, lon, radiusM: 100 };
  const siteId = siteOfScan(seen);
  return siteId === undefined ? undefined : sites.get(siteId);
}

/** Metres between the edges of two places; 0 where they touch. */
export function gapM(a: LatLon & { radiusM: number }, b: LatLon & { radiusM: number }): number {
  return Math.max(0, distanceM(a, b) - a.radiusM - b.radiusM);
}

/** A total order of scans by when they were made. */
export function bySeen(a: SeenScan, b: SeenScan): number {
  return a.time - b.time;
}

/** A scan for the examples of rules. */
export function seenAt(
  minutes: number,
  bizStep: string | undefined,
  siteId: string | undefined,
  more: Partial<ScanFact> & { readonly own?: boolean } = {},
): SeenScan {
  const { own = true, ...fields } = more;
  const time = minutes * 60_000;
  const scan: ScanFact = {
    scanKey: minutes,
    eventTime: time,
    recordTime: time,
    deviceId: 'scanner-1',
    codes: ['P1'],
    siteId,
    bizStep,
    readPoint: undefined,
    vehicleId: undefined,
    parent: undefined,
    outcome: undefined,
    lat: undefined,
    lon: undefined,
    ...fields,
  };
  return { scan, time, own, moves: bizStep !== undefined || scan.outcome !== undefined };
}

function exampleSite(lat: number, lon: number, name: string): CaseSite {
  return { lat, lon, name, radiusM: 300 };
}

/** A case for the examples of rules. */
export function caseOf(seen: readonly SeenScan[], more: Partial<JourneyCase> = {}): JourneyCase {
  return {
    subjectId: 'P1',
    orderNumber: 'WM-1',
    seen,
    plan: [],
    sites: new Map([
      ['A', exampleSite(45, 5, 'Warehouse A')],
      ['B', exampleSite(46, 5, 'Hub B')],
      ['C', exampleSite(45, 6, 'Hub C')],
    ]),
    vehicles: new Set(),
    address: undefined,
    serviceLevel: undefined,
    quantity: undefined,
    vehicleFix: () => undefined,
    fixes: [],
    carrier: [],
    ...more,
  };
}
