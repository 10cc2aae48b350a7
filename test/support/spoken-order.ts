import type { OrderBelievedRow, OrderSummaryRow } from '#shared/contract/types.ts';
import type { OrderTeller } from '#shared/domain/answer/answer.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

/** 12:00 in Paris on a Monday in winter. */
export const noon = Date.UTC(2026, 10, 23, 11, 0, 0);

export const teller: OrderTeller = {
  now: noon,
  timeZone: 'Europe/Paris',
  siteName: (id) => `site ${id}`,
  vehicleName: (id) => `truck ${id}`,
};

/** ISO text of an instant some minutes from noon; before it when negative. */
export function at(minutes: number): string {
  return toIso(noon + minutes * minuteMs);
}

export function scanEvidence(minutes: number) {
  return {
    kind: 'scan',
    id: '1',
    eventTime: at(minutes),
    recordTime: at(minutes),
    source: 'gun-1',
    text: 'Loaded',
  };
}

/** An order on its way, in time: left Lyon at 09:12 on VAN-14, heard of two minutes ago. */
export function orderOnItsWay(): OrderBelievedRow {
  return {
    orderNumber: 'WM-1001',
    customer: { name: 'Anna Example' },
    shipTo: { postalCode: '69002', city: 'Lyon' },
    items: [],
    alerts: [],
    holds: [],
    dataAgeS: 120,
    state: 'in-transit',
    stateTime: at(-168),
    location: {
      kind: 'vehicle',
      id: 'VAN-14',
      asOf: at(-2),
      confidence: 0.95,
      because: [scanEvidence(-180)],
    },
    eta: {
      p10: at(22 * 60 + 20),
      p50: at(23 * 60),
      p90: at(24 * 60 + 40),
      model: 'distance-dwell-1',
      reasons: [],
    },
    lateness: 'on-time',
    lateProbability: 0.02,
    promised: { until: at(30 * 60) },
    whyLate: [],
    holes: [],
    milestones: [
      { milestone: 'created', eventTime: at(-600), status: 'done' },
      { milestone: 'departed', siteId: 'LYON-DC', eventTime: at(-168), status: 'done' },
      { milestone: 'delivered', expectedTime: at(30 * 60), status: 'next' },
    ],
    parcels: [],
  };
}

/** A parcel in a state; where it is does not matter. */
export function parcel(
  parcelId: string,
  state: OrderBelievedRow['state'],
): OrderBelievedRow['parcels'][number] {
  return { parcelId, state, location: { kind: 'unknown', confidence: 0, because: [] }, on: [] };
}

/** A line of the list: promised until 18:00, expected between 15:00 and 17:00, heard of ten minutes ago. */
export function summary(patch: Partial<OrderSummaryRow> = {}): OrderSummaryRow {
  return {
    orderNumber: 'WM-1',
    state: 'in-transit',
    promisedUntil: toIso(noon + 6 * hourMs),
    eta: { p10: at(180), p50: at(240), p90: at(300), model: 'distance-dwell-1', reasons: [] },
    lateness: 'on-time',
    parcels: 1,
    location: { kind: 'unknown' },
    newestTime: at(-10),
    ...patch,
  };
}
