import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';

import { type AlertFilter, filterAlerts } from './alert-filter.ts';

export interface AlertRows {
  /** What the filter lets through; undefined while loading. */
  readonly shown: readonly AlertRow[] | undefined;
  readonly error: ContractError | undefined;
  /** Present where there may be more further down. */
  readonly onEndReached?: () => void;
  readonly refresh: () => void;
}

const refreshMs = 2000;
const keyOf = (alert: AlertRow): string => alert.alertId;

/** The alerts of a view: what is open and set aside comes live, what is closed from the database page by page. */
export function useAlertRows(filter: AlertFilter): AlertRows {
  const live = useLive('alerts.live', {});
  const closed = useClosed(filter);
  const isLive = filter.view !== 'closed';
  const rows = isLive ? live.rows : closed.items;
  const shown = useMemo(() => rows && filterAlerts(rows, filter), [rows, filter]);
  return {
    shown,
    error: isLive ? live.error : closed.error,
    refresh: closed.refresh,
    ...(isLive ? {} : { onEndReached: closed.loadMore }),
  };
}

function useClosed({ view, kind, subject, order, withdrawn }: AlertFilter) {
  const { rows } = useLive('alerts.live', {});
  const newest = rows?.reduce((latest, { changedTime }) => (changedTime > latest ? changedTime : latest), '') ?? '';
  const changed = useThrottled(newest, refreshMs);
  const isWanted = view === 'closed';
  return usePages(
    'alerts.list',
    {
      // Withdrawn ones are history whatever state they had, so then every state is asked for.
      ...(withdrawn ? {} : { state: 'normal' as const }),
      ...(kind === undefined ? {} : { kind }),
      ...(subject === '' ? {} : { subject }),
      ...(order === '' ? {} : { orderNumber: order }),
      withdrawn,
    },
    { refreshKey: isWanted ? changed : '', keyOf },
  );
}
