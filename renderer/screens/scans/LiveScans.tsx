import { Pause, Play } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { formatCount } from '#renderer/text/format.ts';
import { scansText } from '#renderer/text/scans.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import type { ScanEventRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { NewScansButton } from './NewScansButton.tsx';
import { type ScanListProps, useFound } from './scan-list.ts';
import { hasStep, serverFilter } from './scan-params.ts';
import { ScanFilters } from './ScanFilters.tsx';
import { ScansEmpty } from './ScansEmpty.tsx';
import styles from './ScansScreen.module.css';
import { useHold } from './use-hold.ts';
import { type ScanStream, useScanStream } from './use-scan-stream.ts';
import { useSpace } from './use-space.ts';

/** Scans the moment they are stored, newest on top; nothing moves while somebody reads. */
export function LiveScans(props: ScanListProps) {
  const { params, columns, rowKey, onSelect, viewSwitch, minWidth } = props;
  const [isPaused, setPaused] = useState(false);
  const hold = useHold(isPaused);
  const filter = useMemo(() => serverFilter(params), [params]);
  const matches = useMemo(() => hasStep(params.step), [params.step]);
  const stream = useScanStream({ filter, matches, isHeld: hold.reason !== undefined });
  useFound(stream.rows, props);
  const togglePause = useCallback(() => setPaused((was) => !was), []);
  useSpace(togglePause);
  const { toNewest } = hold;
  const goToNewest = useCallback(() => {
    setPaused(false);
    toNewest();
  }, [toNewest]);
  if (stream.error !== undefined && stream.rows === undefined) return <ErrorState error={stream.error} />;
  return (
    <>
      <Toolbar title={scansText.title} summary={<StreamSummary stream={stream} isPaused={isPaused} />}>
        {viewSwitch}
        <PauseButton isPaused={isPaused} onToggle={togglePause} />
      </Toolbar>
      <ScanFilters params={params} note={<StreamNote stream={stream} />} />
      <div className={styles['list']} {...hold.events}>
        <NewScansButton stream={stream} reason={hold.reason} onShow={goToNewest} />
        <Table
          label={scansText.list}
          columns={columns}
          rows={stream.rows}
          rowKey={rowKey}
          selectedKey={params.scan}
          onSelect={onSelect}
          minWidth={minWidth}
          empty={<ScansEmpty params={params} />}
        />
      </div>
    </>
  );
}

interface PauseButtonProps {
  readonly isPaused: boolean;
  readonly onToggle: () => void;
}

function PauseButton({ isPaused, onToggle }: PauseButtonProps) {
  return (
    <Button
      icon={isPaused ? Play : Pause}
      aria-pressed={isPaused}
      onClick={onToggle}
      data-tip={scansText.pauseTip}
    >
      {isPaused ? scansText.resume : scansText.pause}
      <KeyHint keys={['Space']} />
    </Button>
  );
}

function StreamSummary({
  stream,
  isPaused,
}: {
  readonly stream: ScanStream;
  readonly isPaused: boolean;
}): ReactNode {
  if (stream.rows === undefined || stream.rows.length === 0) return null;
  const summary = scansText.liveSummary(formatCount(stream.rows.length));
  return isPaused ? `${summary} · ${scansText.paused}` : summary;
}

const showHistory = (): void => setParams({ view: 'history' });

/** What is missing from the list, and where it goes on. */
function StreamNote({ stream }: { readonly stream: ScanStream }) {
  const oldest = stream.rows?.at(-1);
  return (
    <>
      {stream.skipped > 0 && (
        <span className={styles['skipped']} role="status">
          {scansText.skipped(formatCount(stream.skipped))}
          <Button size="sm" variant="ghost" onClick={showHistory}>
            {scansText.showHistory}
          </Button>
        </span>
      )}
      {oldest !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => continueInHistory(oldest)}
          data-tip={scansText.olderTip}
        >
          {scansText.older}
        </Button>
      )}
    </>
  );
}

function continueInHistory({ time }: ScanEventRow): void {
  setParams({ view: 'history', to: toIso(Date.parse(time)), from: undefined });
}
