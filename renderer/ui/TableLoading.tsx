import { commonText } from '../text/common.ts';
import { classNames } from './class-names.ts';
import { Skeleton } from './Skeleton.tsx';
import styles from './Table.module.css';
import type { Column } from './table-column.ts';

export interface TableLoadingProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
}

const rows = [0, 1, 2, 3, 4, 5, 6, 7];

/** Rows to be: same height and columns, so that nothing moves when they come. */
export function TableLoading<Row>({ columns, tracks }: TableLoadingProps<Row>) {
  return (
    <div role="rowgroup">
      {rows.map((row) => (
        <div
          key={row}
          role="row"
          className={classNames(styles['row'], styles['waiting'])}
          style={{ gridTemplateColumns: tracks }}
        >
          {columns.map((column, index) => (
            <div key={column.id} role="gridcell" className={styles['cell']} data-align={column.align}>
              <Skeleton width={index === 0 ? 14 : 6} />
              {row === 0 && index === 0 && <span className="visually-hidden">{commonText.loading}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
