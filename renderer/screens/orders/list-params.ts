import type { ParamsIn } from '#shared/contract/index.ts';
import { orderStates } from '#shared/domain/order-state.ts';

import type { OrderFilter } from '#renderer/orders/order-links.ts';

/** Filters in the order of their tabs. */
export const filters: readonly OrderFilter[] = ['open', 'late', 'at-risk', 'due-today', 'delivered', 'all'];

export type ListParams = Omit<ParamsIn<'orders.list'>, 'cursor' | 'limit'>;

/** What an address asks the list for; what it does not know is as if it were not there. */
export function readListParams(
  params: Readonly<Record<string, string>>,
): ListParams & { readonly filter: OrderFilter } {
  const { vehicle: vehicleId, site: siteId } = params;
  const state = orderStates.find((each) => each === params['state']);
  return {
    filter: filters.find((each) => each === params['filter']) ?? 'open',
    ...(state === undefined ? {} : { state }),
    ...(vehicleId === undefined ? {} : { vehicleId }),
    ...(siteId === undefined ? {} : { siteId }),
  };
}
