import type { orderFilters } from '#shared/contract/orders.ts';

import { toIso } from '#shared/domain/time.ts';

import { latenesses, type BeliefFilter } from '../store/order-beliefs.ts';
import type { OrderSummaryRow } from './order-view.ts';
import type { World } from './world.ts';

const dayMs = 86_400_000;

export type OrderFilter = (typeof orderFilters)[number];

/** What a list of that name holds; "today" is the next 24 hours. */
export function filterOf(filter: OrderFilter, now: number): BeliefFilter {
  switch (filter) {
    case 'open':
      return { final: false };
    case 'late':
      return { final: false, lateness: ['late'] };
    case 'at-risk':
      return { final: false, lateness: ['at-risk'] };
    case 'due-today':
      // All there are: the index goes by them.
      return { final: false, lateness: latenesses, promisedFrom: now, promisedTo: now + dayMs };
    case 'delivered':
      return { state: 'delivered' };
    case 'all':
      return {};
  }
}

/** A kept list row with the age its vehicle has now: beliefs are renewed in turns, vehicles speak all the time. */
export function freshSummary(text: string, world: World, now: number): OrderSummaryRow {
  const row = JSON.parse(text) as OrderSummaryRow;
  const { kind, id, asOf } = row.location;
  if (kind !== 'vehicle' || id === undefined || asOf === undefined) return row;
  const fix = world.fix(id, now);
  if (fix === undefined || fix.eventTime <= Date.parse(asOf)) return row;
  return { ...row, location: { kind, id, asOf: toIso(fix.eventTime) } };
}
