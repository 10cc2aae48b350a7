import type { orderFilters } from '#shared/contract/orders.ts';

import type { BeliefFilter } from '../store/orders.ts';

const dayMs = 86_400_000;

export type OrderFilter = (typeof orderFilters)[number];

/** What a list of that name holds; "today" is the next 24 hours. */
export function filterOf(filter: OrderFilter, now: number): Omit<BeliefFilter, 'limit' | 'offset'> {
  switch (filter) {
    case 'open':
      return { final: false };
    case 'late':
      return { final: false, lateness: ['late'] };
    case 'at-risk':
      return { final: false, lateness: ['at-risk'] };
    case 'due-today':
      return { final: false, promisedFrom: now, promisedTo: now + dayMs };
    case 'delivered':
      return { state: 'delivered' };
    case 'all':
      return {};
  }
}
