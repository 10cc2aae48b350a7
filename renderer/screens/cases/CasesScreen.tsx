import { MessagesSquare } from 'lucide-react';
import { useMemo } from 'react';

import type { CaseRow } from '#shared/contract/types.ts';
import { type CaseKind, caseKinds } from '#shared/domain/case.ts';

import { CaseDueMark, CaseStateMark } from '#renderer/cases/CaseStateMark.tsx';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useOrdersChanged } from '#renderer/data/use-orders-changed.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { DeskList } from '#renderer/desk/DeskList.tsx';
import { caseText as text } from '#renderer/text/cases.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import type { Column } from '#renderer/ui/table-column.ts';

import { type CaseFilter, caseViews, matchingCases, readCaseFilter } from './case-filter.ts';
import { CasePanel } from './CasePanel.tsx';
import styles from './CasesScreen.module.css';

const caseKey = (row: CaseRow): string => row.caseId;
const select = (caseId: string | undefined): void => setParams({ case: caseId });

/** What customers asked or complained about, what is due first on top. */
export function CasesScreen() {
  const { params } = useLocationState();
  const filter = useMemo(() => readCaseFilter(params), [params]);
  const selected = params['case'];
  const { view, kind, q } = filter;
  const pages = usePages(
    'cases.list',
    { ...(view === 'all' ? {} : { state: view }), ...(kind === undefined ? {} : { kind }) },
    // Others work on them too.
    { refreshKey: useOrdersChanged(), keyOf: caseKey },
  );
  const rows = useMemo(() => pages.items && matchingCases(pages.items, q), [pages.items, q]);
  const columns = useMemo(() => columnsFor(selected !== undefined), [selected]);
  return (
    <DeskList
      text={text}
      icon={MessagesSquare}
      view={view}
      views={caseViews}
      onView={(next) => setParams({ view: next === 'unclosed' ? undefined : next })}
      typed={q}
      onType={(next) => setParams({ q: next }, { replace: true })}
      filters={<KindFilter kind={kind} />}
      isFiltering={q !== '' || kind !== undefined}
      onShowAll={() => setParams({ q: undefined, kind: undefined, view: 'all' })}
      error={pages.error}
      onRetry={pages.refresh}
      columns={columns}
      rows={rows}
      rowKey={caseKey}
      selectedKey={selected}
      onSelect={select}
      minWidth={selected === undefined ? '56rem' : '38rem'}
      onEndReached={pages.loadMore}
      side={
        selected !== undefined && <CasePanel key={selected} caseId={selected} onChanged={pages.refresh} />
      }
    />
  );
}

function KindFilter({ kind }: Pick<CaseFilter, 'kind'>) {
  return (
    <Select<CaseKind | ''>
      aria-label={text.kindFilter}
      value={kind ?? ''}
      onValueChange={(next) => setParams({ kind: next })}
      options={[
        { value: '', label: text.allKinds },
        ...caseKinds.map((value) => ({ value, label: text.kinds[value] })),
      ]}
    />
  );
}

function columnsFor(isNarrow: boolean): readonly Column<CaseRow>[] {
  return isNarrow ? [due, state, order, what] : [due, state, kind, order, what, owner, opened];
}

const { columns: titles } = text;

const due: Column<CaseRow> = {
  id: 'due',
  title: titles.due,
  width: '9rem',
  cell: (row) => <CaseDueMark row={row} />,
};
const state: Column<CaseRow> = {
  id: 'state',
  title: titles.state,
  width: '6.5rem',
  cell: (row) => <CaseStateMark state={row.state} />,
};
const kind: Column<CaseRow> = {
  id: 'kind',
  title: titles.kind,
  width: '9rem',
  cell: (row) => text.kinds[row.kind],
};
const order: Column<CaseRow> = {
  id: 'order',
  title: titles.order,
  width: '8rem',
  cell: (row) => row.orderNumber,
};
const what: Column<CaseRow> = {
  id: 'text',
  title: titles.text,
  width: 'minmax(12rem, 3fr)',
  cell: (row) => <span data-tip={row.text}>{row.text}</span>,
};
const owner: Column<CaseRow> = {
  id: 'owner',
  title: titles.owner,
  width: '8rem',
  cell: (row) => row.owner ?? <span className={styles['quiet']}>{text.nobody}</span>,
};
const opened: Column<CaseRow> = {
  id: 'opened',
  title: titles.opened,
  width: '6rem',
  align: 'end',
  cell: (row) => <Age at={row.openedTime} />,
};
