import type { ReturnRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';

/** A return in the list of returns. */
export function returnHref(returnNumber: string): string {
  return hrefOf('/returns', { view: 'all', return: returnNumber });
}

/** What comes back, in one line. */
export function goodsWords({ items }: Pick<ReturnRow, 'items'>): string {
  return items.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ');
}
