import { type ReactNode, type RefObject, useEffect, useId, useMemo, useRef } from 'react';

import { TableHead } from './TableHead.tsx';
import { TableLoading } from './TableLoading.tsx';
import styles from './Table.module.css';
import { TableRow } from './TableRow.tsx';
import type { Column } from './table-column.ts';
import { rowHeightPx } from './table-metrics.ts';
import type { Sort } from './table-order.ts';
import { useHeld } from './use-held.ts';
import { scrollRowIntoView, useRowWindow } from './use-row-window.ts';
import { useScrollAnchor } from './use-scroll-anchor.ts';
import { useTableKeys } from './use-table-keys.ts';
import { useTableOrder } from './use-table-order.ts';

export interface TableProps<Row> {
  /** Names the table for assistive technology. */
  readonly label: string;
  /** Keep them stable between renders (a constant or `useMemo`), so that only rows that changed are drawn again. */
  readonly columns: readonly Column<Row>[];
  /** undefined: still loading. */
  readonly rows: readonly Row[] | undefined;
  /** Must be stable between renders. */
  readonly rowKey: (row: Row) => string;
  /** Shown when there are no rows. */
  readonly empty: ReactNode;
  readonly selectedKey?: string | undefined;
  /** Called by click and arrow keys; undefined by Escape. */
  readonly onSelect?: (key: string | undefined) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: Row) => void;
  readonly sort?: Sort | undefined;
  /** Absent: the headings do not sort. */
  readonly onSortChange?: (sort: Sort) => void;
  /** Below this width the table scrolls sideways, e.g. `64rem`. */
  readonly minWidth?: string;
  /** Called when the end comes into view; for paged lists. */
  readonly onEndReached?: () => void;
}

/**
 * A virtualised list of rows with one fixed height. Arrow keys, Page Up/Down, Home and End move the selection.
 * Nothing jumps: what is in view stays in view when rows arrive, and sorted rows keep their places while
 * someone points at or works in the table.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rowKey, selectedKey, onSelect, onOpen, sort } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [isHeld, holdEvents] = useHeld();
  const given = useMemo(() => props.rows ?? [], [props.rows]);
  const sortBy = columns.find((column) => column.id === sort?.column)?.sortBy;
  const { rows, isBehind } = useTableOrder({ rows: given, rowKey, sort, sortBy, held: isHeld });
  const isLoading = props.rows === undefined;
  const selectedIndex = useMemo(
    () => (selectedKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === selectedKey)),
    [rows, rowKey, selectedKey],
  );
  const onKeyDown = useTableKeys({ rows, rowKey, selectedIndex, onSelect, onOpen });
  const drawn = useDrawnRows(scroller, rows, props);
  useSelectedInView(scroller, selectedKey, selectedIndex);
  const tracks = useMemo(() => columns.map((column) => column.width).join(' '), [columns]);

  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-busy={isLoading}
      aria-activedescendant={
        selectedIndex >= drawn.first && selectedIndex < drawn.end ? `${id}-${selectedIndex}` : undefined
      }
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...holdEvents}
    >
      <div className={styles['sheet']} style={{ minWidth: props.minWidth }} role="presentation">
        <TableHead
          columns={columns}
          tracks={tracks}
          sort={sort}
          onSortChange={props.onSortChange}
          isBehind={isBehind}
        />
        {isLoading && <TableLoading columns={columns} tracks={tracks} />}
        {rows.length > 0 && (
          <div className={styles['body']} role="rowgroup" style={{ height: rows.length * rowHeightPx }}>
            {rows.slice(drawn.first, drawn.end).map((row, offset) => (
              <TableRow
                key={rowKey(row)}
                id={`${id}-${drawn.first + offset}`}
                row={row}
                rowKey={rowKey}
                index={drawn.first + offset}
                columns={columns}
                tracks={tracks}
                isSelected={drawn.first + offset === selectedIndex}
                onSelect={onSelect}
                onOpen={onOpen}
              />
            ))}
          </div>
        )}
      </div>
      {!isLoading && rows.length === 0 && <EmptyRow span={columns.length}>{props.empty}</EmptyRow>}
    </div>
  );
}

function useDrawnRows<Row>(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  { rowKey, onEndReached }: Pick<TableProps<Row>, 'rowKey' | 'onEndReached'>,
) {
  const drawn = useRowWindow({ scroller, count: rows.length });
  useScrollAnchor({ scroller, rows, rowKey });
  useEffect(() => {
    // Once per length: more rows may still end within view.
    if (drawn.isAtEnd && rows.length > 0) onEndReached?.();
  }, [drawn.isAtEnd, rows.length, onEndReached]);
  return drawn;
}

/** Brings the selected row into view when another one is selected, by keys or by a link; not when rows move. */
function useSelectedInView(
  scroller: RefObject<HTMLElement | null>,
  key: string | undefined,
  index: number,
): void {
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (key !== undefined && index < 0) return;
    if (shown.current === key) return;
    shown.current = key;
    if (scroller.current !== null && index >= 0) scrollRowIntoView(scroller.current, index);
  }, [scroller, key, index]);
}

function EmptyRow({ span, children }: { readonly span: number; readonly children: ReactNode }) {
  return (
    <div role="rowgroup">
      <div role="row" className={styles['empty']}>
        <div role="gridcell" aria-colspan={span}>
          {children}
        </div>
      </div>
    </div>
  );
}
