import { Cpu, SearchX } from 'lucide-react';
import { useMemo } from 'react';

import type { DeviceStateRow } from '#shared/contract/types.ts';
import { navigate, setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { type Sort, sortFromText, sortToText } from '#renderer/ui/table-order.ts';
import { useMedia } from '#renderer/ui/use-media.ts';

import { deviceColumns } from './device-columns.tsx';
import { type DeviceFilter, filterDevices, isFiltering } from './device-filter.ts';
import { DeviceFilters } from './DeviceFilters.tsx';
import { DevicePanel } from './DevicePanel.tsx';
import styles from './DevicesScreen.module.css';
import { useFormatTitle } from '#renderer/data/use-format-title.ts';

/** Below this, the side panel leaves no room for every column; what it leaves out stands in the panel. */
const tooNarrowForBoth = '(max-width: 105rem)';
const byDevice: Sort = { column: 'device', direction: 'ascending' };
const deviceKey = (row: DeviceStateRow): string => row.deviceId;
const selectDevice = (device: string | undefined): void => setParams({ device });
const sortBy = (sort: Sort): void => setParams({ sort: sortToText(sort) }, { replace: true });

/** The list of devices with its filters, and the selected device beside it. */
export function DeviceList() {
  const { params } = useLocationState();
  const { rows, byKey, error } = useLive('devices.live', {});
  const formatTitle = useFormatTitle();
  const { q = '', format = '', state = '', device, sort } = params;
  const isNarrow = useMedia(tooNarrowForBoth) && device !== undefined;
  const columns = useMemo(() => deviceColumns(formatTitle, isNarrow), [formatTitle, isNarrow]);
  const filter = useMemo<DeviceFilter>(() => ({ q, format, state }), [q, format, state]);
  const now = useKnownNow(5000);
  const shown = useMemo(() => rows && filterDevices(rows, filter, now), [rows, filter, now]);

  if (error !== undefined && rows === undefined) return <ErrorState error={error} />;
  return (
    <SplitView
      side={
        device !== undefined &&
        rows !== undefined && <DevicePanel key={device} deviceId={device} row={byKey.get(device)} />
      }
    >
      <DeviceFilters filter={filter} rows={rows} shown={shown} now={now} formatTitle={formatTitle} />
      <Table
        label={devicesText.list}
        columns={columns}
        rows={shown}
        rowKey={deviceKey}
        selectedKey={device}
        onSelect={selectDevice}
        sort={sortFromText(sort, byDevice)}
        onSortChange={sortBy}
        minWidth={isNarrow ? '48rem' : '75rem'}
        empty={isFiltering(filter) ? <NothingMatches /> : <NoDevices />}
      />
    </SplitView>
  );
}

function NothingMatches() {
  return (
    <EmptyState
      icon={SearchX}
      title={devicesText.nothingMatches}
      action={
        <Button onClick={() => setParams({ q: undefined, format: undefined, state: undefined })}>
          {devicesText.clearAll}
        </Button>
      }
    />
  );
}

function NoDevices() {
  const brokerUrl = useQuery('engine.info', {}).data?.brokerUrl;
  return (
    <EmptyState
      icon={Cpu}
      title={devicesText.emptyTitle}
      action={
        <Button onClick={() => navigate('/settings', { section: 'broker' })}>
          {devicesText.emptyAction}
        </Button>
      }
    >
      {devicesText.emptyText}
      {brokerUrl !== undefined && (
        <p className={styles['address']}>
          <code>{brokerUrl}</code>
          <CopyButton text={brokerUrl} label={devicesText.emptyAddress} />
        </p>
      )}
    </EmptyState>
  );
}
