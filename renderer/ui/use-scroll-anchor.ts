import { type RefObject, useLayoutEffect, useRef } from 'react';

import { rowHeightPx } from './table-metrics.ts';

interface AnchorOptions<Row> {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

/** Keeps the topmost visible row where it is when rows are added or removed above it. */
export function useScrollAnchor<Row>({ scroller, rows, rowKey }: AnchorOptions<Row>): void {
  const shown = useRef<readonly Row[]>(rows);
  useLayoutEffect(() => {
    const element = scroller.current;
    const before = shown.current;
    shown.current = rows;
    if (element === null || before === rows || element.scrollTop < rowHeightPx) return;
    const topIndex = Math.floor(element.scrollTop / rowHeightPx);
    const top = before[topIndex];
    if (top === undefined) return;
    const key = rowKey(top);
    const now = rows[topIndex];
    if (now !== undefined && rowKey(now) === key) return;
    const index = rows.findIndex((row) => rowKey(row) === key);
    if (index >= 0) element.scrollBy(0, (index - topIndex) * rowHeightPx);
  }, [scroller, rows, rowKey]);
}
