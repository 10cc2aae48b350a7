import { type ReactNode, useEffect } from 'react';

import type { Column } from '#renderer/ui/table-column.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';

import type { ScanParams } from './scan-params.ts';

/** What both lists of scans are given. */
export interface ScanListProps {
  readonly params: ScanParams;
  readonly columns: readonly Column<ScanEventRow>[];
  readonly rowKey: (row: ScanEventRow) => string;
  readonly onSelect: (key: string | undefined) => void;
  /** Told the selected scan as the list has it: it stays in view when newer ones push it out. */
  readonly onFound: (row: ScanEventRow) => void;
  /** Between the live list and the history. */
  readonly viewSwitch: ReactNode;
  readonly minWidth: string;
}

/** Tells of the selected scan whenever the list has it, and has it anew. */
export function useFound(
  rows: readonly ScanEventRow[] | undefined,
  { params, onFound }: ScanListProps,
): void {
  const found = params.scan === undefined ? undefined : rows?.find((row) => row.scanId === params.scan);
  useEffect(() => {
    if (found !== undefined) onFound(found);
  }, [found, onFound]);
}
