import type { BizStep, ScanOutcome } from '#shared/domain/cbv.ts';
import type { LatLon } from '#shared/domain/geo.ts';

import type { Parcel } from './orders.ts';

/** Where a parcel is. */
export type Place =
  | { readonly kind: 'site'; readonly id: string }
  | { readonly kind: 'vehicle'; readonly id: string }
  | ({ readonly kind: 'place' } & LatLon);

/**
 * What can happen to a parcel, in the order of its life: how far it is then (`rank`), what is scanned and the state
 * that makes.
 */
export const lifecycle = {
  commissioning: { rank: 0, bizStep: 'commissioning', state: 'created' },
  picking: { rank: 1, bizStep: 'picking', state: 'picked' },
  packing: { rank: 2, bizStep: 'packing', state: 'packed' },
  staging: { rank: 3, bizStep: 'staging_outbound', state: 'at-site' },
  loading: { rank: 4, bizStep: 'loading', state: 'in-transit' },
  departing: { rank: 5, bizStep: 'departing', state: 'in-transit' },
  arriving: { rank: 6, bizStep: 'arriving', state: 'at-site' },
  unloading: { rank: 7, bizStep: 'unloading', state: 'at-site' },
  receiving: { rank: 8, bizStep: 'receiving', state: 'at-site' },
  'set-aside': { rank: 9, bizStep: 'storing', state: 'at-site' },
  'van-loading': { rank: 10, bizStep: 'loading', state: 'in-transit' },
  'out-for-delivery': { rank: 11, bizStep: 'transporting', state: 'out-for-delivery' },
  'attempt-failed': { rank: 12, bizStep: 'other', state: 'attempt-failed', outcome: 'attempt-failed' },
  'brought-back': { rank: 13, bizStep: 'storing', state: 'at-site' },
  'van-reloading': { rank: 14, bizStep: 'loading', state: 'in-transit' },
  'out-again': { rank: 15, bizStep: 'transporting', state: 'out-for-delivery' },
  delivered: { rank: 16, bizStep: 'accepting', state: 'delivered', outcome: 'delivered' },
} as const satisfies Record<string, { rank: number; bizStep: BizStep; state: string; outcome?: ScanOutcome }>;

export type Event = keyof typeof lifecycle;

/** Something that really happens to parcels, seen by one scan of one device. */
export interface Step {
  readonly event: Event;
  readonly atMs: number;
  readonly deviceId: string;
  readonly parcels: readonly Parcel[];
  /** Where the parcels are afterwards. */
  readonly place: Place;
  /** The vehicle they go onto or come off. */
  readonly vehicleId?: string;
  /** Where the scan is made, when not at a site. */
  readonly position?: LatLon;
}

/** The business step a step's scan carries. */
export function bizStepOf(event: Event): BizStep {
  return lifecycle[event].bizStep;
}

/** The outcome a step's scan carries, if it is about a delivery attempt. */
export function outcomeOf(event: Event): ScanOutcome | undefined {
  const entry = lifecycle[event];
  return 'outcome' in entry ? entry.outcome : undefined;
}
