import type {
  RowOf,
  SubscriptionName,
  SubscriptionParamsOut,
  Subscriptions,
} from '#shared/contract/index.ts';
import type { Keyed } from '#shared/contract/define.ts';

/** Rows with a key, as they are now. Rows are immutable: a change is another object under the same key. */
export interface KeyedFeed<Row, Params = unknown> {
  /** Every row that matches. */
  snapshot(params: Params): Iterable<Row>;
  /** Calls back with the keys of rows that were set or deleted, right after the change. */
  watch(listener: (changedKeys: Iterable<string>) => void): () => void;
  get(key: string): Row | undefined;
  matches(row: Row, params: Params): boolean;
}

export interface LogTail<Row> {
  /** Oldest first. */
  readonly rows: readonly Row[];
  /** The place after the last row (or after everything there is, when none matched). */
  readonly cursor: string;
}

export interface LogPage<Row> extends LogTail<Row> {
  /** True when there are further rows after `cursor`. */
  readonly more: boolean;
}

/** Rows in the order they were stored, only ever added to. */
export interface LogFeed<Row, Params = unknown> {
  /** The newest rows that match, at most `limit`. */
  tail(params: Params, limit: number): LogTail<Row>;
  /**
   * The oldest rows after the cursor that match, at most `limit`. Throws a DomainError `not-found` for a cursor
   * that is none of this log's; the reader then starts over from the tail.
   */
  since(params: Params, cursor: string, limit: number): LogPage<Row>;
  /** Calls back after rows were added. */
  watch(listener: () => void): () => void;
}

/** One feed for every subscription of the contract. */
export type Feeds = {
  readonly [N in SubscriptionName]: Subscriptions[N] extends Keyed
    ? KeyedFeed<RowOf<N>, SubscriptionParamsOut<N>>
    : LogFeed<RowOf<N>, SubscriptionParamsOut<N>>;
};

/** A keyed feed whose rows are kept in memory, and the way to change them. */
export interface MemoryFeed<Row, Params = unknown> extends KeyedFeed<Row, Params> {
  set(row: Row): void;
  /** True when there was such a row. */
  delete(key: string): boolean;
  values(): Iterable<Row>;
  readonly size: number;
}

/** An empty feed in memory. `keyOf` must give the field the subscription is keyed by. */
export function createKeyedFeed<Row extends object, Params = unknown>(
  keyOf: (row: Row) => string,
  matches: (row: Row, params: Params) => boolean = () => true,
): MemoryFeed<Row, Params> {
  const rows = new Map<string, Row>();
  const { watch, tell } = createWatchers();
  return {
    *snapshot(params) {
      for (const row of rows.values()) {
        if (matches(row, params)) yield row;
      }
    },
    watch,
    get: (key) => rows.get(key),
    matches,
    set(row) {
      const key = keyOf(row);
      if (rows.get(key) === row) return;
      rows.set(key, row);
      tell(key);
    },
    delete(key) {
      const existed = rows.delete(key);
      if (existed) tell(key);
      return existed;
    },
    values: () => rows.values(),
    get size() {
      return rows.size;
    },
  };
}

type Listener = (changedKeys: Iterable<string>) => void;

function createWatchers() {
  const listeners = new Set<Listener>();
  const watch = (listener: Listener): (() => void) => {
    // One entry per call, so that the same function may watch twice.
    const entry: Listener = (changedKeys) => listener(changedKeys);
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
    };
  };
  const tell = (key: string): void => {
    for (const listener of listeners) listener([key]);
  };
  return { watch, tell };
}
