import { CircleCheck, SearchX, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { TaskRow } from '#shared/contract/types.ts';
import { findingKinds, type FindingKind } from '#shared/domain/finding.ts';

import { useSubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { alertKindText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { Table } from '#renderer/ui/Table.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { type BoardFilter, boardViews, filterTasks, readBoardFilter } from './board-filter.ts';
import styles from './DelaysScreen.module.css';
import type { FixDone } from './FixDialog.tsx';
import { taskColumns } from './task-columns.tsx';
import { TaskPanel } from './TaskPanel.tsx';
import { useUndo } from './use-undo.ts';

/** So many are looked through at once; more than that nobody works off. */
const listed = 500;
const refreshMs = 3000;
const tickMs = 30_000;
const rowKey = (row: TaskRow): string => row.taskId;
const select = (task: string | undefined): void => setParams({ task, finding: undefined });

/** What is delayed or does not fit, what to do first on top. */
export function DelaysScreen() {
  const { params } = useLocationState();
  const filter = useMemo(() => readBoardFilter(params), [params]);
  const names = useSubjectNames();
  const { task, finding } = params;
  const shown = task ?? finding;
  const [fixed, setFixed] = useState<FixDone>();
  const changes = useChanges();
  const state = filter.view === 'ignored' ? 'ignored' : 'open';
  const board = useQuery('tasks.list', { state, limit: listed }, { refreshKey: changes });
  const rows = useMemo(() => board.data && filterTasks(board.data.items, filter), [board.data, filter]);
  const selected =
    task ?? rows?.find((row) => row.findings.some((each) => each.findingId === finding))?.taskId;
  const isNarrow = shown !== undefined;
  const columns = useMemo(
    () => taskColumns({ names, isNarrow, isIgnored: state === 'ignored' }),
    [names, isNarrow, state],
  );
  return (
    <SplitView
      hasWideSide
      side={
        shown !== undefined && (
          <TaskPanel
            key={shown}
            taskId={shown}
            findingId={finding}
            filter={filter}
            names={names}
            changes={changes}
            onChanged={board.refresh}
            onFixed={(done) => {
              setFixed(done);
              board.refresh();
            }}
          />
        )
      }
    >
      <Toolbar title={text.title} summary={board.data !== undefined && <Summary board={board.data} />} />
      <Filters filter={filter} ignored={board.data?.ignored} />
      {fixed !== undefined && (
        <LastFix
          key={fixed.title}
          fixed={fixed}
          isStanding={isStanding(fixed, board.data?.items, board.loadedAt)}
          onGone={() => {
            setFixed(undefined);
            board.refresh();
          }}
        />
      )}
      {board.error !== undefined && rows === undefined ? (
        <ErrorState title={text.listFailed} error={board.error} onRetry={board.refresh} />
      ) : (
        <Table
          label={text.list}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          selectedKey={selected}
          onSelect={select}
          onOpen={focusPanel}
          minWidth={isNarrow ? '36rem' : '64rem'}
          empty={<NoFindings filter={filter} />}
        />
      )}
    </SplitView>
  );
}

/** Moves on when an alert has changed, at most every few seconds, and with the clock: promises come nearer. */
function useChanges(): string {
  const { rows } = useLive('alerts.live', {});
  const newest = rows?.reduce((latest, { changedTime }) => (changedTime > latest ? changedTime : latest), '');
  const tick = Math.floor(useNow(tickMs) / tickMs);
  return `${useThrottled(newest, refreshMs) ?? ''} ${tick}`;
}

function focusPanel(): void {
  const panel = document.querySelector<HTMLElement>('[data-finding-panel]');
  const first =
    panel?.querySelector<HTMLElement>('[data-fixes] button') ??
    panel?.querySelector<HTMLElement>('button[aria-expanded]') ??
    panel?.querySelector<HTMLElement>('[tabindex="0"]');
  first?.focus();
}

interface BoardData {
  readonly items: readonly TaskRow[];
  readonly open: number;
  readonly keepable: number;
  readonly broken: number;
}

function Summary({ board }: { readonly board: BoardData }) {
  const { open, keepable, broken } = board;
  return (
    <span data-tip={text.summaryTip}>
      {text.summary(formatCount(open), formatCount(keepable), formatCount(broken))}
    </span>
  );
}

function Filters({
  filter,
  ignored,
}: {
  readonly filter: BoardFilter;
  readonly ignored: number | undefined;
}) {
  return (
    <FilterBar>
      <SegmentedControl<BoardFilter['view']>
        label={text.view}
        value={filter.view}
        onChange={(view) =>
          setParams({ view: view === 'all' ? undefined : view, task: undefined, finding: undefined })
        }
        options={boardViews.map((value) => ({
          value,
          label:
            value === 'ignored' && ignored !== undefined && ignored > 0
              ? text.ignoredCount(formatCount(ignored))
              : text.views[value],
        }))}
      />
      <SearchInput
        label={text.filter}
        clearLabel={text.clearFilter}
        value={filter.q}
        onValueChange={(q) => setParams({ q }, { replace: true })}
      />
      <Select<FindingKind | ''>
        aria-label={text.kindFilter}
        value={filter.kind ?? ''}
        onValueChange={(kind) => setParams({ kind })}
        options={[
          { value: '', label: text.allKinds },
          ...findingKinds.map((value) => ({ value, label: alertKindText[value] })),
        ]}
      />
    </FilterBar>
  );
}

/** Whether a finding is there after it was put right: another scan may say the same. */
function isStanding(
  { findingId, at }: FixDone,
  rows: readonly TaskRow[] | undefined,
  loadedAt: number | undefined,
): boolean {
  if (rows === undefined || loadedAt === undefined || loadedAt <= at) return false;
  return rows.some(({ findings }) => findings.some((each) => each.findingId === findingId));
}

interface LastFixProps {
  readonly fixed: FixDone;
  readonly isStanding: boolean;
  readonly onGone: () => void;
}

/** What was put right last, and the way back. */
function LastFix({ fixed, isStanding, onGone }: LastFixProps) {
  const undo = useUndo(onGone);
  return (
    <div className={styles['done']} role="status">
      <span>
        {text.lastFix(fixed.title)}
        {isStanding && <> — {text.stillStands}</>}
      </span>
      <Button size="sm" icon={Undo2} busy={undo.isBusy} onClick={() => void undo.run(fixed)}>
        {text.undo}
      </Button>
      <Button size="sm" variant="ghost" onClick={onGone}>
        {text.dismiss}
      </Button>
    </div>
  );
}

function NoFindings({ filter }: { readonly filter: BoardFilter }) {
  if (filter.q !== '' || filter.kind !== undefined) {
    return (
      <EmptyState
        icon={SearchX}
        title={text.nothingMatches}
        action={<Button onClick={() => setParams({ q: undefined, kind: undefined })}>{text.showAll}</Button>}
      />
    );
  }
  if (filter.view === 'ignored') {
    return <EmptyState title={text.noneIgnoredTitle}>{text.noneIgnored}</EmptyState>;
  }
  return (
    <EmptyState icon={CircleCheck} title={text.noneTitle}>
      {text.none}
    </EmptyState>
  );
}
