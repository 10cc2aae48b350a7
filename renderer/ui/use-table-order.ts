import { useMemo, useState } from 'react';

import { holdOrder, type Sort, sortRows, type SortValue } from './table-order.ts';

interface OrderOptions<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort: Sort | undefined;
  readonly sortBy: ((row: Row) => SortValue) | undefined;
  /** True while the pointer or the keyboard is in the table. */
  readonly held: boolean;
}

interface OrderedRows<Row> {
  readonly rows: readonly Row[];
  /** True when the rows would stand differently were the order not held. */
  readonly isBehind: boolean;
}

interface Base {
  readonly sort: Sort;
  readonly keys: readonly string[];
}

/** Sorts rows, and keeps their places while someone works in the table; a new sort applies at once. */
export function useTableOrder<Row>({
  rows,
  rowKey,
  sort,
  sortBy,
  held,
}: OrderOptions<Row>): OrderedRows<Row> {
  const [base, setBase] = useState<Base>();
  const direction = sort?.direction;
  const sorted = useMemo(
    () => (direction === undefined || sortBy === undefined ? rows : sortRows(rows, sortBy, direction)),
    [rows, sortBy, direction],
  );
  const isBaseOfThis =
    base !== undefined && base.sort.column === sort?.column && base.sort.direction === sort.direction;
  const holds = held && sort !== undefined && sortBy !== undefined;
  if (holds && !isBaseOfThis) setBase({ sort, keys: sorted.map(rowKey) });
  if (!holds && base !== undefined) setBase(undefined);
  return useMemo(
    () => (holds && isBaseOfThis ? heldRows(base.keys, sorted, rowKey) : { rows: sorted, isBehind: false }),
    [holds, isBaseOfThis, base, sorted, rowKey],
  );
}

function heldRows<Row>(
  baseKeys: readonly string[],
  sorted: readonly Row[],
  rowKey: (row: Row) => string,
): OrderedRows<Row> {
  const sortedKeys = sorted.map(rowKey);
  const keys = holdOrder(baseKeys, sortedKeys);
  const byKey = new Map(sorted.map((row) => [rowKey(row), row]));
  return {
    rows: keys.flatMap((key) => byKey.get(key) ?? []),
    isBehind: keys.some((key, index) => key !== sortedKeys[index]),
  };
}
