import { memo } from 'react';

import { classNames } from './class-names.ts';
import styles from './Table.module.css';
import type { Column } from './table-column.ts';
import { rowHeightPx } from './table-metrics.ts';

export interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly rowKey: (row: Row) => string;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly isSelected: boolean;
  readonly onSelect: ((key: string | undefined) => void) | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
}

function Row<Row>({
  id,
  row,
  rowKey,
  index,
  columns,
  tracks,
  isSelected,
  onSelect,
  onOpen,
}: TableRowProps<Row>) {
  const isPickable = onSelect !== undefined;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isPickable ? isSelected : undefined}
      className={classNames(
        styles['row'],
        isSelected && styles['selected'],
        isPickable && styles['pickable'],
      )}
      style={{ gridTemplateColumns: tracks, transform: `translateY(${index * rowHeightPx}px)` }}
      onClick={() => onSelect?.(rowKey(row))}
      onDoubleClick={() => onOpen?.(row)}
    >
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={styles['cell']} data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** One row; drawn again only when something of it changed. */
export const TableRow = memo(Row) as typeof Row;
