import { Undo2 } from 'lucide-react';
import { useMemo } from 'react';

import type { ReturnRow } from '#shared/contract/types.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useOrdersChanged } from '#renderer/data/use-orders-changed.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { DeskList } from '#renderer/desk/DeskList.tsx';
import { goodsWords } from '#renderer/returns/return-words.ts';
import { ReturnStateMark } from '#renderer/returns/ReturnStateMark.tsx';
import { returnText as text } from '#renderer/text/returns.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';

import { ReturnPanel } from './ReturnPanel.tsx';
import styles from './ReturnsScreen.module.css';

const views = ['undecided', 'decided', 'all'] as const;

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
    { refreshKey: useOrdersChanged(), keyOf: returnKey },
  );
  const rows = useMemo(() => pages.items && matching(pages.items, q), [pages.items, q]);
  const isNarrow = selected !== undefined;
  return (
    <DeskList
      text={text}
      icon={Undo2}
      view={view}
      views={views}
      onView={(next) => setParams({ view: next === 'undecided' ? undefined : next })}
      typed={q}
      onType={(next) => setParams({ q: next }, { replace: true })}
      isFiltering={q !== ''}
      onShowAll={() => setParams({ q: undefined, view: 'all' })}
      error={pages.error}
      onRetry={pages.refresh}
      columns={isNarrow ? narrow : wide}
      rows={rows}
      rowKey={returnKey}
      selectedKey={selected}
      onSelect={select}
      minWidth={isNarrow ? '34rem' : '56rem'}
      onEndReached={pages.loadMore}
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
    />
  );
}

function matching(rows: readonly ReturnRow[], q: string): readonly ReturnRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const all = [row.returnNumber, row.orderNumber, goodsWords(row), row.note].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
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
