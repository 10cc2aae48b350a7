export type SortDirection = 'ascending' | 'descending';

export interface Sort {
  readonly column: string;
  readonly direction: SortDirection;
}

/** A sort as it stands in an address: `lastSeen`, turned round `-lastSeen`. */
export function sortToText({ column, direction }: Sort): string {
  return direction === 'descending' ? `-${column}` : column;
}

/** Reads what `sortToText` wrote; without a text the default. */
export function sortFromText(text: string | undefined, otherwise: Sort): Sort {
  if (text === undefined || text === '' || text === '-') return otherwise;
  return text.startsWith('-')
    ? { column: text.slice(1), direction: 'descending' }
    : { column: text, direction: 'ascending' };
}

export type SortValue = string | number | undefined;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** Rows in order of `valueOf`; equal rows keep their given order and rows without a value come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  direction: SortDirection,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined)
      return Number(a.value === undefined) - Number(b.value === undefined);
    return sign * compare(a.value, b.value);
  });
  return keyed.map((entry) => entry.row);
}

/**
 * The order to show while someone works in the list: keys that were there keep their places, keys that are
 * gone leave, and new keys follow the neighbour they would have had.
 */
export function holdOrder(shown: readonly string[], sorted: readonly string[]): string[] {
  const wanted = new Set(sorted);
  const kept = shown.filter((key) => wanted.has(key));
  const keptSet = new Set(kept);
  const first: string[] = [];
  const after = new Map<string, string[]>();
  let neighbour: string | undefined;
  for (const key of sorted) {
    if (keptSet.has(key)) {
      neighbour = key;
      continue;
    }
    if (neighbour === undefined) first.push(key);
    else after.set(neighbour, [...(after.get(neighbour) ?? []), key]);
  }
  return [...first, ...kept.flatMap((key) => [key, ...(after.get(key) ?? [])])];
}
