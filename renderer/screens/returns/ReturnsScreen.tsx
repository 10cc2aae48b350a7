import { SearchX, Undo2 } from 'lucide-react';
import { useMemo } from 'react';

import type { ReturnRow } from '#shared/contract/types.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { goodsWords } from '#renderer/returns/return-words.ts';
import { ReturnStateMark } from '#renderer/returns/ReturnStateMark.tsx';
import { formatCount } from '#renderer/text/format.ts';
import { returnText as text } from '#renderer/text/returns.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Table } from '#renderer/ui/Table.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { ReturnPanel } from './ReturnPanel.tsx';
import styles from './ReturnsScreen.module.css';

const views = ['undecided', 'decided', 'all'] as const;
type View = (typeof views)[number];

const refreshMs = 10_000;
const returnKey = (row: ReturnRow): string => row.returnNumber;
const select = (returnNumber: string | undefined): void => setParams({ return: returnNumber });

/** What comes back: how far it is, and what is still to be decided. */
export function ReturnsScreen() {
  const { params } = useLocationState();
  const view = views.find((each) => each === params['view']) ?? 'undecided';
  const q = params['q'] ?? '';
  const selected = params['return'];
  const pages = usePages(
    'returns.list',
    view === 'all' ? {} : { decided: view === 'decided' ? 'yes' : 'no' },
    // Scans move them.
    { refreshKey: Math.floor(useNow(refreshMs) / refreshMs), keyOf: returnKey },
  );
  const rows = useMemo(() => pages.items && matching(pages.items, q), [pages.items, q]);
  const isNarrow = selected !== undefined;
  return (
    <SplitView
      side={
        selected !== undefined &&
        pages.items !== undefined && (
          <ReturnPanel
            key={selected}
            returnNumber={selected}
            row={pages.items.find(({ returnNumber }) => returnNumber === selected)}
            onChanged={() => {
              setParams({ view: 'all' }, { replace: true });
              pages.refresh();
            }}
          />
        )
      }
    >
      <Toolbar
        title={text.title}
        summary={rows !== undefined && <span>{text.summary(formatCount(rows.length))}</span>}
      />
      <Filters view={view} q={q} />
      {pages.error !== undefined && rows === undefined ? (
        <ErrorState title={text.listFailed} error={pages.error} onRetry={pages.refresh} />
      ) : (
        <Table
          label={text.list}
          columns={isNarrow ? narrow : wide}
          rows={rows}
          rowKey={returnKey}
          selectedKey={selected}
          onSelect={select}
          minWidth={isNarrow ? '34rem' : '56rem'}
          empty={<NoReturns isFiltering={q !== ''} />}
          onEndReached={pages.loadMore}
        />
      )}
    </SplitView>
  );
}

function matching(rows: readonly ReturnRow[], q: string): readonly ReturnRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const all = [row.returnNumber, row.orderNumber, goodsWords(row), row.note].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

function Filters({ view, q }: { readonly view: View; readonly q: string }) {
  return (
    <div className={styles['filters']}>
      <SegmentedControl<View>
        label={text.view}
        value={view}
        onChange={(next) => setParams({ view: next === 'undecided' ? undefined : next })}
        options={views.map((value) => ({ value, label: text.views[value] }))}
      />
      <SearchInput
        label={text.filter}
        clearLabel={text.clearFilter}
        value={q}
        onValueChange={(next) => setParams({ q: next }, { replace: true })}
      />
    </div>
  );
}

function NoReturns({ isFiltering }: { readonly isFiltering: boolean }) {
  if (!isFiltering) {
    return (
      <EmptyState icon={Undo2} title={text.noneTitle}>
        {text.none}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title={text.nothingMatches}
      action={<Button onClick={() => setParams({ q: undefined, view: 'all' })}>{text.showAll}</Button>}
    />
  );
}

const { columns: titles } = text;

const number: Column<ReturnRow> = {
  id: 'number',
  title: titles.number,
  width: '8.5rem',
  cell: (row) => row.returnNumber,
};
const kind: Column<ReturnRow> = {
  id: 'kind',
  title: titles.kind,
  width: '6.5rem',
  cell: (row) => text.kinds[row.kind],
};
const order: Column<ReturnRow> = {
  id: 'order',
  title: titles.order,
  width: '8rem',
  cell: (row) => row.orderNumber,
};
const state: Column<ReturnRow> = {
  id: 'state',
  title: titles.state,
  width: '9.5rem',
  cell: (row) => <ReturnStateMark state={row.state} />,
};
const since: Column<ReturnRow> = {
  id: 'since',
  title: titles.since,
  width: '6rem',
  align: 'end',
  cell: (row) => <Age at={row.stateTime} />,
};
const goods: Column<ReturnRow> = {
  id: 'goods',
  title: titles.goods,
  width: 'minmax(10rem, 2fr)',
  cell: (row) => <span data-tip={goodsWords(row)}>{goodsWords(row)}</span>,
};
const decision: Column<ReturnRow> = {
  id: 'decision',
  title: titles.decision,
  width: '7rem',
  cell: (row) =>
    row.decision === undefined ? (
      <span className={styles['quiet']}>{text.undecided}</span>
    ) : (
      text.decided[row.decision.decision]
    ),
};
const wide = [number, kind, order, state, since, goods, decision];
const narrow = [number, order, state, decision];
