import type { KeyboardEvent } from 'react';

import { headHeightPx, rowHeightPx } from './table-metrics.ts';

interface KeyOptions<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selectedIndex: number;
  readonly onSelect: ((key: string | undefined) => void) | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
}

/** Moves the selection with the keyboard: arrows, Page Up/Down, Home, End; Enter opens, Escape lets go. */
export function useTableKeys<Row>({ rows, rowKey, selectedIndex, onSelect, onOpen }: KeyOptions<Row>) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    // Keys pressed on a control inside a cell or heading are that control's.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((event.currentTarget.clientHeight - headHeightPx) / rowHeightPx) - 1);
    const index = targetIndex(event.key, { index: selectedIndex, page, count: rows.length });
    const target = index === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, index))];
    const current = rows[selectedIndex];
    if (target !== undefined) onSelect?.(rowKey(target));
    else if (event.key === 'Enter' && current !== undefined) onOpen?.(current);
    else if (event.key === 'Escape' && current !== undefined) onSelect?.(undefined);
    else return;
    event.preventDefault();
  };
}

interface KeyPlace {
  readonly index: number;
  readonly page: number;
  readonly count: number;
}

function targetIndex(key: string, { index, page, count }: KeyPlace): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index < 0 ? count - 1 : index - 1;
    case 'PageDown':
      return index + page;
    case 'PageUp':
      return index - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
