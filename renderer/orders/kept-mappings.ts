import type { ColumnMapping } from '#renderer/data/import-orders.ts';

const place = 'waymark.csv-mappings';
/** Files of so many kinds are remembered; of more the oldest is forgotten. */
const mostKept = 20;

type Kept = readonly { readonly header: string; readonly mapping: ColumnMapping }[];

/** What a person said the columns of such a file stand for; undefined where nobody has. */
export function keptMapping(header: readonly string[]): ColumnMapping | undefined {
  return read().find((each) => each.header === keyOf(header))?.mapping;
}

/** Remembers it on this computer for the next file with the same columns. */
export function keepMapping(header: readonly string[], mapping: ColumnMapping): void {
  const key = keyOf(header);
  const others = read().filter((each) => each.header !== key);
  localStorage.setItem(place, JSON.stringify([...others, { header: key, mapping }].slice(-mostKept)));
}

function keyOf(header: readonly string[]): string {
  return header.map((name) => name.trim()).join('\t');
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? (kept as Kept) : [];
  } catch {
    // Somebody else's text stands there: it is as if nothing had been kept.
    return [];
  }
}
