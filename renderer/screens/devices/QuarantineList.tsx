import { ShieldCheck } from 'lucide-react';
import { useMemo } from 'react';

import type { QuarantineEntry } from '#shared/contract/types.ts';
import { type RejectReason, rejectReasons } from '#shared/domain/observation.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { type Sort, sortFromText, sortToText } from '#renderer/ui/table-order.ts';

import { quarantineColumns } from './quarantine-columns.tsx';
import { QuarantineFilters } from './QuarantineFilters.tsx';
import { QuarantinePanel } from './QuarantinePanel.tsx';

const { quarantineView: text } = devicesText;
const newestFirst: Sort = { column: 'lastTime', direction: 'ascending' };
const limit = 500;
const refreshMs = 2000;
const entryKey = (row: QuarantineEntry): string => row.quarantineId;
const selectEntry = (entry: string | undefined): void => setParams({ entry });
const sortBy = (sort: Sort): void => setParams({ qsort: sortToText(sort) }, { replace: true });

function reasonOf(value: string | undefined): RejectReason | undefined {
  return rejectReasons.find((reason) => reason === value);
}

/** Messages that could not be used, why, and what they were; asked for again whenever their number changes. */
export function QuarantineList() {
  const { params } = useLocationState();
  const { entry, of: deviceId } = params;
  const reason = reasonOf(params['reason']);
  const refreshKey = useThrottled(usePresence().engine?.ingest.quarantined ?? 0, refreshMs);
  const question = {
    limit,
    ...(reason === undefined ? {} : { reason }),
    ...(deviceId === undefined ? {} : { deviceId }),
  };
  const { data, error, refresh } = useQuery('quarantine.list', question, { refreshKey });
  const rows = data?.items;
  const selected = useMemo(() => rows?.find((row) => row.quarantineId === entry), [rows, entry]);

  if (error !== undefined && rows === undefined) return <ErrorState error={error} onRetry={refresh} />;
  return (
    <SplitView
      side={
        selected !== undefined && (
          <QuarantinePanel key={selected.quarantineId} entry={selected} onRetried={refresh} />
        )
      }
    >
      <QuarantineFilters
        rows={rows}
        reason={reason}
        deviceId={deviceId}
        isCut={data?.nextCursor !== undefined}
      />
      <Table
        label={devicesText.quarantine}
        columns={quarantineColumns}
        rows={rows}
        rowKey={entryKey}
        selectedKey={entry}
        onSelect={selectEntry}
        sort={sortFromText(params['qsort'], newestFirst)}
        onSortChange={sortBy}
        minWidth="56rem"
        empty={<NothingThere isFiltered={reason !== undefined || deviceId !== undefined} />}
      />
    </SplitView>
  );
}

function NothingThere({ isFiltered }: { readonly isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState icon={ShieldCheck} title={text.emptyTitle}>
        {text.emptyText}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ShieldCheck}
      title={text.emptyFiltered}
      action={<Button onClick={() => setParams({ reason: undefined, of: undefined })}>{text.showAll}</Button>}
    />
  );
}
