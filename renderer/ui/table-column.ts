import type { ReactNode } from 'react';

import type { SortValue } from './table-order.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track that does not depend on the content: `8rem`, `minmax(10rem, 2fr)`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly cell: (row: Row) => ReactNode;
  /** Present: the column can be sorted. Rows without a value come last. */
  readonly sortBy?: (row: Row) => SortValue;
  /** Explains the column on hover of its heading. */
  readonly tip?: string;
}
