import { X } from 'lucide-react';

import type { OrderOverviewRow } from '#shared/contract/types.ts';

import { setParams } from '#renderer/data/location-state.ts';
import type { OrderFilter } from '#renderer/orders/order-links.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { formatCount } from '#renderer/text/format.ts';
import { orderFilterText, orderStateText, ordersText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { filters, type ListParams } from './list-params.ts';
import styles from './OrderBrowser.module.css';

export interface OrderFiltersProps {
  readonly params: ListParams & { readonly filter: OrderFilter };
  readonly overview: OrderOverviewRow | undefined;
  readonly places: OrderPlaces;
}

/** Which orders are listed, and how many there are of each kind. */
export function OrderFilters({ params, overview, places }: OrderFiltersProps) {
  const { filter, state, vehicleId, siteId } = params;
  const further = [
    ...(state === undefined
      ? []
      : [{ name: 'state', words: ordersText.inState(orderStateText[state].toLowerCase()) }]),
    ...(vehicleId === undefined
      ? []
      : [{ name: 'vehicle', words: ordersText.onVehicle(places.vehicleName(vehicleId)) }]),
    ...(siteId === undefined ? [] : [{ name: 'site', words: ordersText.atSite(places.siteName(siteId)) }]),
  ];
  return (
    <FilterBar>
      <SegmentedControl<OrderFilter>
        label={ordersText.filters}
        value={filter}
        onChange={(next) => setParams({ filter: next === 'open' ? undefined : next })}
        options={filters.map((value) => ({ value, label: labelOf(value, overview) }))}
      />
      {further.map(({ name, words }) => (
        <Button
          key={name}
          size="sm"
          icon={X}
          aria-label={ordersText.removeFilter(words)}
          onClick={() => setParams({ [name]: undefined })}
        >
          {words}
        </Button>
      ))}
      <p className={styles['note']}>{ordersText.sorting}</p>
    </FilterBar>
  );
}

function labelOf(filter: OrderFilter, overview: OrderOverviewRow | undefined): string {
  const count = overview === undefined ? undefined : countOf(filter, overview);
  return count === undefined ? orderFilterText[filter] : `${orderFilterText[filter]} ${formatCount(count)}`;
}

function countOf(filter: OrderFilter, overview: OrderOverviewRow): number {
  switch (filter) {
    case 'open':
      return overview.open;
    case 'late':
      return overview.late;
    case 'at-risk':
      return overview.atRisk;
    case 'due-today':
      return overview.dueToday;
    case 'delivered':
      return overview.byState.delivered ?? 0;
    case 'all':
      return Object.values(overview.byState).reduce((sum, count) => sum + count, 0);
  }
}
