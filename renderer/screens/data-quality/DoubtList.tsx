import { Download, ShieldCheck } from 'lucide-react';
import { useMemo } from 'react';

import { saveText } from '#renderer/charts/save-text.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { dataQualityText } from '#renderer/text/data-quality.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Table } from '#renderer/ui/Table.tsx';

import styles from './DataQualityScreen.module.css';
import { doubtColumns, narrowDoubtColumns } from './doubt-columns.tsx';
import { DoubtPanel } from './DoubtPanel.tsx';
import { doubtKey, doubtsCsv } from './doubts.ts';

const { doubts: text } = dataQualityText;
const refreshMs = 10_000;
const states = ['open', 'all'] as const;
type State = (typeof states)[number];

/** Facts that contradict those around them, and what people decided about them. */
export function DoubtList() {
  const { params } = useLocationState();
  const state: State = params['state'] === 'all' ? 'all' : 'open';
  const device = params['device'] ?? '';
  const selected = params['doubt'];
  const pages = usePages(
    'doubts.list',
    { state },
    { refreshKey: Math.floor(useNow(refreshMs) / refreshMs), keyOf: doubtKey },
  );
  const rows = useMemo(() => {
    const wanted = device.trim().toLowerCase();
    return pages.items?.filter((row) => row.deviceId.toLowerCase().includes(wanted));
  }, [pages.items, device]);
  const shown = rows?.find((row) => doubtKey(row) === selected);
  return (
    <SplitView
      side={
        selected !== undefined &&
        rows !== undefined && <DoubtPanel key={selected} doubt={shown} onDecided={pages.refresh} />
      }
    >
      <FilterBar>
        <SegmentedControl<State>
          label={text.state}
          value={state}
          onChange={(next) => setParams({ state: next === 'open' ? undefined : next })}
          options={states.map((value) => ({ value, label: text.states[value] }))}
        />
        <SearchInput
          label={text.columns.device}
          clearLabel={dataQualityText.clearFilter}
          value={device}
          onValueChange={(next) => setParams({ device: next }, { replace: true })}
        />
        <span className={styles['summary']}>
          {rows !== undefined && `${formatCount(rows.length)}${pages.hasMore ? '+' : ''}`}
        </span>
        <Button
          icon={Download}
          disabled={rows === undefined || rows.length === 0}
          data-tip={dataQualityText.exportHint}
          onClick={() => saveText('waymark-doubts.csv', doubtsCsv(rows ?? []))}
        >
          {dataQualityText.exportCsv}
        </Button>
      </FilterBar>
      {pages.error !== undefined && rows === undefined ? (
        <ErrorState title={text.failed} error={pages.error} onRetry={pages.refresh} />
      ) : (
        <Table
          label={text.list}
          columns={selected === undefined ? doubtColumns : narrowDoubtColumns}
          rows={rows}
          rowKey={doubtKey}
          selectedKey={selected}
          onSelect={(key) => setParams({ doubt: key })}
          minWidth={selected === undefined ? '48rem' : '40rem'}
          empty={
            <EmptyState icon={ShieldCheck} title={text.none}>
              {text.noneText}
            </EmptyState>
          }
          onEndReached={pages.loadMore}
        />
      )}
    </SplitView>
  );
}
