import { ClipboardList, SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';

import type { OrderOverviewRow, OrderSummaryRow } from '#shared/contract/types.ts';

import { setParams, useParam } from '#renderer/data/location-state.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { useOrdersChanged } from '#renderer/data/use-orders-changed.ts';
import { type OrderFilter, openOrder } from '#renderer/orders/order-links.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { orderFilterText, ordersText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import type { ListParams } from './list-params.ts';
import styles from './OrderBrowser.module.css';
import { orderColumns } from './order-columns.tsx';

export interface OrderListProps {
  readonly params: ListParams & { readonly filter: OrderFilter };
  readonly overview: OrderOverviewRow | undefined;
  readonly places: OrderPlaces;
}

const orderKey = (row: OrderSummaryRow): string => row.orderNumber;

/** The orders of a filter, the most urgent promise first; more are loaded as it is scrolled. */
export function OrderList({ params, overview, places }: OrderListProps) {
  const [selected, select] = useParam('at');
  const pages = usePages('orders.list', params, { refreshKey: useOrdersChanged(), keyOf: orderKey });
  const { filter } = params;
  const columns = useMemo(() => orderColumns(places, filter), [places, filter]);
  const selectRow = useCallback((key: string | undefined) => select(key, { replace: true }), [select]);
  const { items, error } = pages;

  if (error !== undefined && items === undefined) {
    return <ErrorState title={ordersText.listFailed} error={error} onRetry={pages.refresh} />;
  }
  return (
    <>
      {error !== undefined && (
        <p className={styles['problem']} role="status">
          {ordersText.refreshFailed}: {error.message}
        </p>
      )}
      <Table
        label={ordersText.list}
        columns={columns}
        rows={items}
        rowKey={orderKey}
        selectedKey={selected}
        onSelect={selectRow}
        onOpen={(row) => openOrder(row.orderNumber, filter)}
        onEndReached={pages.loadMore}
        minWidth="73rem"
        empty={<NoOrders params={params} overview={overview} />}
      />
    </>
  );
}

function NoOrders({ params, overview }: Pick<OrderListProps, 'params' | 'overview'>) {
  const { filter, state, vehicleId, siteId } = params;
  const isNarrowed = state !== undefined || vehicleId !== undefined || siteId !== undefined;
  const hasAny = Object.values(overview?.byState ?? {}).some((count) => count > 0);
  if (!hasAny && !isNarrowed) {
    return (
      <EmptyState icon={ClipboardList} title={ordersText.emptyTitle}>
        {ordersText.emptyText}
      </EmptyState>
    );
  }
  const next: OrderFilter = filter === 'open' || filter === 'delivered' ? 'all' : 'open';
  return (
    <EmptyState
      icon={SearchX}
      title={ordersText.noneInFilter(orderFilterText[filter])}
      action={
        <Button
          onClick={() =>
            setParams({
              filter: next === 'open' ? undefined : next,
              state: undefined,
              vehicle: undefined,
              site: undefined,
            })
          }
        >
          {next === 'all' ? ordersText.showAll : ordersText.showOpen}
        </Button>
      }
    >
      {ordersText.noneInFilterHint}
    </EmptyState>
  );
}
