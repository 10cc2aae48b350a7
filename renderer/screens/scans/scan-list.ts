import type { ReactNode } from 'react';

import type { Column } from '#renderer/ui/table-column.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';

import type { ScanParams } from './scan-params.ts';

/** What both lists of scans are given. */
export interface ScanListProps {
  readonly params: ScanParams;
  readonly columns: readonly Column<ScanEventRow>[];
  readonly rowKey: (row: ScanEventRow) => string;
  /** With the rows the key is of, so that a selected scan is kept when it leaves the list. */
  readonly onSelect: (key: string | undefined, rows: readonly ScanEventRow[] | undefined) => void;
  /** Between the live list and the history. */
  readonly viewSwitch: ReactNode;
  readonly minWidth: string;
}
