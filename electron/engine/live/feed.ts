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
  /**
   * Says that the row under this key has changed and leaves building it to the first who looks: rows change at the
   * rate of messages and are read at the rate of frames. Where nothing is built, the row stays as it was.
   */
  renew(key: string, build: () => Row | undefined): void;
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
  const unbuilt = new Map<string, () => Row | undefined>();
  const { watch, tell } = createWatchers();

  function current(key: string): Row | undefined {
    const build = unbuilt.get(key);
    if (build !== undefined) {
      unbuilt.delete(key);
      const row = build();
      if (row !== undefined) rows.set(key, row);
    }
    return rows.get(key);
  }

  function all(): Map<string, Row> {
    for (const key of unbuilt.keys()) current(key);
    return rows;
  }

  return {
    *snapshot(params) {
      for (const row of all().values()) {
        if (matches(row, params)) yield row;
      }
    },
    watch,
    get: current,
    matches,
    set(row) {
      const key = keyOf(row);
      if (!unbuilt.delete(key) && rows.get(key) === row) return;
      rows.set(key, row);
      tell(key);
    },
    renew(key, build) {
      unbuilt.set(key, build);
      tell(key);
    },
    delete(key) {
      const existed = current(key) !== undefined;
      rows.delete(key);
      if (existed) tell(key);
      return existed;
    },
    values: () => all().values(),
    get size() {
      return all().size;
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
