import { RotateCw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';

import { RangePicker } from '#renderer/charts/RangePicker.tsx';
import { fixedParams } from '#renderer/charts/time-range.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { rangeText } from '#renderer/text/charts.ts';
import { formatCount, formatDateTime } from '#renderer/text/format.ts';
import { scansText } from '#renderer/text/scans.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import { commonText } from '#renderer/text/common.ts';

import { type ScanListProps, useFound } from './scan-list.ts';
import {
  hasStep,
  type HistoryRange,
  historyRanges,
  historySpan,
  type ScanParams,
  serverFilter,
} from './scan-params.ts';
import { ScanFilters } from './ScanFilters.tsx';
import { ScansEmpty } from './ScansEmpty.tsx';
import styles from './ScansScreen.module.css';
import { type ScanPages, useScanPages } from './use-scan-pages.ts';

const rangeOptions = historyRanges.map((value) => ({
  value,
  label: value === 'all' ? scansText.range.all : rangeText.preset[value],
}));

const setRange = (range: HistoryRange): void =>
  setParams({ range: range === 'all' ? undefined : range, from: undefined, to: undefined });

/** Stored scans of a range, newest first by event time; older ones are loaded as the end comes into view. */
export function ScanHistory(props: ScanListProps) {
  const { params, columns, rowKey, onSelect, minWidth } = props;
  const clock = usePageClock();
  const [askedAt, setAskedAt] = useState(() => clock.now());
  const asked = useMemo(
    () => ({ ...serverFilter(params), ...historySpan(params, askedAt) }),
    [params, askedAt],
  );
  const pages = useScanPages(asked, clock.now);
  const { refresh } = pages;
  const matches = useMemo(() => hasStep(params.step), [params.step]);
  const rows = useMemo(() => pages.rows?.filter(matches), [pages.rows, matches]);
  const renew = useCallback(() => {
    setAskedAt(clock.now());
    refresh();
  }, [clock, refresh]);
  useFound(rows, props);
  useMoreUntilFull(rows, pages);
  if (pages.error !== undefined && pages.rows === undefined) {
    return <ErrorState error={pages.error} onRetry={renew} />;
  }
  return (
    <>
      <HistoryToolbar {...props} rows={rows} hasMore={pages.hasMore} />
      <ScanFilters
        params={params}
        note={<HistoryNote params={params} pages={pages} timeZone={clock.timeZone} onRenew={renew} />}
      />
      <div className={styles['list']}>
        <Table
          label={scansText.list}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          selectedKey={params.scan}
          onSelect={onSelect}
          minWidth={minWidth}
          onEndReached={pages.loadMore}
          empty={<ScansEmpty params={params} />}
        />
      </div>
    </>
  );
}

interface HistoryToolbarProps extends ScanListProps {
  readonly rows: readonly unknown[] | undefined;
  readonly hasMore: boolean;
}

function HistoryToolbar({ params, viewSwitch, rows, hasMore }: HistoryToolbarProps) {
  const clock = usePageClock();
  return (
    <Toolbar
      title={scansText.title}
      summary={rows && scansText.historySummary(formatCount(rows.length), hasMore)}
    >
      {viewSwitch}
      <RangePicker
        presets={rangeOptions}
        preset={params.range}
        fixed={params.fixed}
        timeZone={clock.timeZone}
        onPreset={setRange}
        onFixed={(fixed) => setParams(fixedParams(fixed))}
      />
    </Toolbar>
  );
}

/** A screenful; what is filtered here may leave less than that of a page. */
const screenful = 60;

/** Goes on loading while the filter leaves too few rows to reach the end of. */
function useMoreUntilFull(
  rows: readonly unknown[] | undefined,
  { hasMore, isLoading, error, loadMore }: ScanPages,
): void {
  const isShort = rows !== undefined && rows.length < screenful;
  useEffect(() => {
    if (isShort && hasMore && !isLoading && error === undefined) loadMore();
  }, [isShort, hasMore, isLoading, error, loadMore]);
}

interface HistoryNoteProps {
  readonly params: ScanParams;
  readonly pages: ScanPages;
  readonly timeZone: string;
  readonly onRenew: () => void;
}

/** The range, how old the list is, and how loading goes. */
function HistoryNote({ params, pages, timeZone, onRenew }: HistoryNoteProps) {
  return (
    <>
      {params.fixed !== undefined && (
        <span className={styles['range']} data-tip={fixedWords(params.fixed, timeZone)}>
          {fixedWords(params.fixed, timeZone)}
        </span>
      )}
      {pages.error !== undefined && (
        <span className={styles['skipped']} role="status">
          {scansText.moreFailed(pages.error.message)}
          <Button size="sm" onClick={pages.hasMore ? pages.loadMore : onRenew}>
            {commonText.retry}
          </Button>
        </span>
      )}
      {pages.isLoading && pages.rows !== undefined && <span role="status">{scansText.loadingMore}</span>}
      {pages.loadedAt !== undefined && (
        <span>
          {scansText.loadedAt} <Age at={pages.loadedAt} ago />
        </span>
      )}
      <IconButton icon={RotateCw} size="sm" label={scansText.refresh} onClick={onRenew} />
    </>
  );
}

function fixedWords({ from, to }: NonNullable<ScanParams['fixed']>, timeZone: string): string {
  return rangeText.between(
    from === undefined ? rangeText.start : formatDateTime(from, timeZone),
    to === undefined ? rangeText.now : formatDateTime(to, timeZone),
  );
}
