import { Download, SearchX, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';

import { saveText } from '#renderer/charts/save-text.ts';
import { setParams, useParam } from '#renderer/data/location-state.ts';
import { dataQualityText as text } from '#renderer/text/data-quality.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { sortRows, type Sort } from '#renderer/ui/table-order.ts';
import { Table } from '#renderer/ui/Table.tsx';

import styles from './DataQualityScreen.module.css';

export interface AccountTableProps<Row> {
  readonly label: string;
  /** undefined: still loading. */
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly minWidth: string;
  /** Name of the file without its ending. */
  readonly fileName: string;
  readonly csv: (rows: readonly Row[]) => string;
}

/** Accounts of one kind: filtered, sorted, and saved to a file as they are shown. */
export function AccountTable<Row>(props: AccountTableProps<Row>) {
  const { label, rows, columns, rowKey, minWidth, fileName, csv } = props;
  const [q = ''] = useParam('q');
  const [sort, setSort] = useState<Sort>();
  const shown = useMemo(() => {
    const wanted = q.trim().toLowerCase();
    return rows?.filter((row) => rowKey(row).toLowerCase().includes(wanted));
  }, [rows, rowKey, q]);
  const sorted = (): readonly Row[] => {
    const sortBy = columns.find(({ id }) => id === sort?.column)?.sortBy;
    return sort === undefined || sortBy === undefined
      ? (shown ?? [])
      : sortRows(shown ?? [], sortBy, sort.direction);
  };
  return (
    <>
      <FilterBar>
        <SearchInput
          label={text.filter}
          clearLabel={text.clearFilter}
          value={q}
          onValueChange={(next) => setParams({ q: next }, { replace: true })}
        />
        <span className={styles['summary']}>{shown !== undefined && formatCount(shown.length)}</span>
        <Button
          icon={Download}
          disabled={shown === undefined || shown.length === 0}
          data-tip={text.exportHint}
          onClick={() => saveText(`waymark-${fileName}.csv`, csv(sorted()))}
        >
          {text.exportCsv}
        </Button>
      </FilterBar>
      <Table
        label={label}
        columns={columns}
        rows={shown}
        rowKey={rowKey}
        sort={sort}
        onSortChange={setSort}
        minWidth={minWidth}
        empty={
          q === '' ? (
            <EmptyState icon={ShieldCheck} title={text.none}>
              {text.noneText}
            </EmptyState>
          ) : (
            <EmptyState icon={SearchX} title={text.nothingMatches} />
          )
        }
      />
    </>
  );
}
