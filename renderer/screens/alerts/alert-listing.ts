import { type AlertFilter, isFiltering } from './alert-filter.ts';

/** One line an alert, or one entry for what has a cause or kind in common. */
export type Listing = 'flat' | 'grouped';

/** So many alerts are a flood: nobody reads them one by one. */
const flood = 30;

/** How alerts are listed: as chosen, else grouped in a flood. */
export function listingOf(chosen: string | undefined, open: number): Listing {
  if (chosen === 'flat' || chosen === 'grouped') return chosen;
  return open > flood ? 'grouped' : 'flat';
}

/** True where the list shows groups: only of what is open, and where nothing is filtered or selected. */
export function isGroupedList(filter: AlertFilter, chosen: string | undefined, open: number): boolean {
  if ((filter.view !== 'open' && filter.view !== 'waiting') || isFiltering(filter)) return false;
  return listingOf(chosen, open) === 'grouped';
}
