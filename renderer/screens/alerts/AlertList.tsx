import { BellOff, CircleCheck, SearchX } from 'lucide-react';
import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { alertsText } from '#renderer/text/alerts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { type Sort, sortFromText, sortToText } from '#renderer/ui/table-order.ts';
import { Table } from '#renderer/ui/Table.tsx';
import { useMedia } from '#renderer/ui/use-media.ts';

import { alertColumns } from './alert-columns.tsx';
import { type AlertFilter, filterAlerts, isFiltering, noFilter } from './alert-filter.ts';
import { isGroupedList } from './alert-listing.ts';
import { AlertGroups } from './AlertGroups.tsx';
import { focusPanel } from './focus-panel.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';

export interface AlertListProps {
  readonly filter: AlertFilter;
  readonly names: SubjectNames;
  readonly selectedId: string | undefined;
}

/** The alerts of a view: what is open and set aside comes live, what is closed from the database page by page. */
export function AlertList(props: AlertListProps) {
  const { view } = props.filter;
  if (view === 'closed' || view === 'withdrawn') {
    return <PastAlerts {...props} state={view === 'closed' ? 'normal' : 'withdrawn'} />;
  }
  return <LiveAlerts {...props} />;
}

function LiveAlerts(props: AlertListProps) {
  const { filter } = props;
  const { rows, error } = useLive('alerts.live', {});
  const { list } = useLocationState().params;
  const shown = useMemo(() => rows && filterAlerts(rows, filter), [rows, filter]);
  const isGrouped = shown !== undefined && isGroupedList(filter, list, shown.length);
  if (isGrouped) return <AlertGroups rows={rows ?? shown} filter={filter} />;
  return <AlertTable {...props} rows={shown} error={error} />;
}

const refreshMs = 2000;

interface PastAlertsProps extends AlertListProps {
  readonly state: 'normal' | 'withdrawn';
}

function PastAlerts({ state, ...props }: PastAlertsProps) {
  const { filter } = props;
  const { kind, subject, order } = filter;
  const { rows } = useLive('alerts.live', {});
  const newest = rows?.reduce((latest, { changedTime }) => (changedTime > latest ? changedTime : latest), '');
  const pages = usePages(
    'alerts.list',
    {
      state,
      ...(kind === undefined ? {} : { kind }),
      ...(subject === '' ? {} : { subject }),
      ...(order === '' ? {} : { orderNumber: order }),
    },
    { refreshKey: useThrottled(newest, refreshMs), keyOf: alertKey },
  );
  const shown = useMemo(() => pages.items && filterAlerts(pages.items, filter), [pages.items, filter]);
  return (
    <AlertTable
      {...props}
      rows={shown}
      error={pages.error}
      onRetry={pages.refresh}
      onEndReached={pages.loadMore}
    />
  );
}

const alertKey = (alert: AlertRow): string => alert.alertId;
const select = (alert: string | undefined): void => setParams({ alert });
const sortBy = (sort: Sort): void => setParams({ sort: sortToText(sort) }, { replace: true });
const bySeverity: Sort = { column: 'severity', direction: 'ascending' };
const byRaised: Sort = { column: 'raised', direction: 'descending' };

interface AlertTableProps extends AlertListProps {
  readonly rows: readonly AlertRow[] | undefined;
  readonly error: ContractError | undefined;
  readonly onRetry?: () => void;
  readonly onEndReached?: () => void;
}

function AlertTable({ filter, names, selectedId, rows, error, onRetry, onEndReached }: AlertTableProps) {
  const { sort, metrics } = useLocationState().params;
  // Something is open beside it.
  const isNarrow = selectedId !== undefined || metrics !== undefined;
  const isWide = useMedia('(min-width: 1500px)');
  const columns = useMemo(() => alertColumns({ names, isNarrow, isWide }), [names, isNarrow, isWide]);
  if (error !== undefined && rows === undefined) {
    return (
      <ErrorState
        title={alertsText.listFailed}
        error={error}
        {...(onRetry === undefined ? {} : { onRetry })}
      />
    );
  }
  return (
    <Table
      label={alertsText.list}
      columns={columns}
      rows={rows}
      rowKey={alertKey}
      selectedKey={selectedId}
      onSelect={select}
      onOpen={focusPanel}
      sort={sortFromText(sort, onEndReached === undefined ? bySeverity : byRaised)}
      onSortChange={sortBy}
      minWidth={isNarrow ? '34rem' : '60rem'}
      empty={<NoAlerts filter={filter} />}
      {...(onEndReached === undefined ? {} : { onEndReached })}
    />
  );
}

function NoAlerts({ filter }: { readonly filter: AlertFilter }) {
  if (isFiltering(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title={alertsText.nothingMatches}
        action={<Button onClick={() => setParams(noFilter)}>{alertsText.showAll}</Button>}
      />
    );
  }
  if (filter.view === 'open' || filter.view === 'waiting') {
    return (
      <EmptyState icon={CircleCheck} title={alertsText.noneOpenTitle}>
        {alertsText.noneOpen}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={BellOff} title={alertsText.noneInView}>
      {alertsText.viewTip[filter.view]}
    </EmptyState>
  );
}
