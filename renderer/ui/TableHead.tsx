import { ArrowDown, ArrowUp, Pause } from 'lucide-react';

import { commonText } from '../text/common.ts';
import styles from './Table.module.css';
import type { Column } from './table-column.ts';
import type { Sort } from './table-order.ts';

export interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly sort: Sort | undefined;
  readonly onSortChange: ((sort: Sort) => void) | undefined;
  /** The rows' order is held and would be another by now. */
  readonly isBehind: boolean;
}

/** The sticky heading row; a click on a heading sorts by it, a second click turns the order round. */
export function TableHead<Row>({ columns, tracks, sort, onSortChange, isBehind }: TableHeadProps<Row>) {
  return (
    <div className={styles['head']} role="rowgroup">
      <div className={styles['headRow']} role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
        {columns.map((column) => {
          const isSorted = sort?.column === column.id;
          const isSortable = column.sortBy !== undefined && onSortChange !== undefined;
          return (
            <div
              key={column.id}
              role="columnheader"
              className={styles['heading']}
              data-align={column.align}
              data-tip={column.tip}
              aria-sort={isSorted ? sort.direction : isSortable ? 'none' : undefined}
            >
              {isSortable ? (
                <button
                  type="button"
                  className={styles['sorter']}
                  onClick={() => onSortChange(nextSort(sort, column.id))}
                >
                  <span className={styles['headingText']}>{column.title}</span>
                  {isSorted && <SortMark sort={sort} isBehind={isBehind} />}
                </button>
              ) : (
                <span className={styles['headingText']}>{column.title}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SortMark({ sort, isBehind }: { readonly sort: Sort; readonly isBehind: boolean }) {
  const Arrow = sort.direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <span className={styles['mark']} {...(isBehind ? { 'data-tip': commonText.orderHeldHint } : {})}>
      <Arrow size={12} aria-hidden />
      {isBehind && <Pause size={11} aria-hidden />}
      {isBehind && <span className="visually-hidden">{commonText.orderHeld}</span>}
    </span>
  );
}

function nextSort(sort: Sort | undefined, column: string): Sort {
  const turns = sort?.column === column && sort.direction === 'ascending';
  return { column, direction: turns ? 'descending' : 'ascending' };
}
