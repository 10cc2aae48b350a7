import { DomainError } from '#shared/result.ts';

/** Where a page begins, by the cursor of the page before it. */
export function offsetOf(cursor: string | undefined): number {
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return offset;
}

/** A page of at most `limit`, of rows that were asked for with one more than that. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  offset: number,
): { items: Row[]; nextCursor?: string } {
  const items = rows.slice(0, limit);
  return rows.length > limit ? { items, nextCursor: String(offset + limit) } : { items };
}
