import type { LogFeed } from '#engine/live/feed.ts';
import { DomainError } from '#shared/result.ts';

/** A log feed over an array; its cursor is how many rows came before. */
export interface MemoryLog<Row> extends LogFeed<Row> {
  append(...rows: Row[]): void;
  readonly rows: readonly Row[];
  readonly watchers: number;
}

export function createMemoryLog<Row>(): MemoryLog<Row> {
  const rows: Row[] = [];
  const listeners = new Set<() => void>();
  return {
    rows,
    get watchers() {
      return listeners.size;
    },
    append(...added) {
      rows.push(...added);
      for (const listener of listeners) listener();
    },
    tail: (_params, limit) => ({ rows: rows.slice(-limit), cursor: String(rows.length) }),
    since(_params, cursor, limit) {
      const from = Number(cursor);
      if (!(from <= rows.length)) throw new DomainError('not-found', 'The cursor is not one of this log.');
      const page = rows.slice(from, from + limit);
      const reached = from + page.length;
      return { rows: page, cursor: String(reached), more: reached < rows.length };
    },
    watch(listener) {
      const entry = (): void => listener();
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
