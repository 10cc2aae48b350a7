import type { orderFilters } from '#shared/contract/orders.ts';

import { latenesses, type BeliefFilter } from '../store/order-beliefs.ts';

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
