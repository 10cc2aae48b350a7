import type { EngineClient } from '#shared/contract/client.ts';
import type { KeyedName, RowOf, SubscriptionParamsIn } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

/** What a keyed subscription has brought so far. The same object means nothing changed. */
export interface Live<Row> {
  /** undefined until the first snapshot is there. In the engine's order. */
  readonly rows: readonly Row[] | undefined;
  readonly byKey: ReadonlyMap<string, Row>;
  /** Why the engine does not serve it; what came before stays. */
  readonly error: ContractError | undefined;
}

export interface LiveStore<Row> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly current: () => Live<Row>;
}

const nothingYet: Live<never> = { rows: undefined, byKey: new Map<string, never>(), error: undefined };

/** A screen that is left and entered again within this time finds its rows as they are, without a new snapshot. */
const lingerMs = 10_000;

/** One subscription per name and parameters, shared by all that watch it and ended some time after the last leaves. */
export class LiveStores {
  readonly #client: EngineClient;
  readonly #stores = new Map<string, LiveStore<unknown>>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  open<N extends KeyedName>(name: N, params: SubscriptionParamsIn<N>): LiveStore<RowOf<N>> {
    const key = `${name} ${stableText(params)}`;
    const known = this.#stores.get(key);
    // A store is kept under the name whose rows it holds.
    if (known !== undefined) return known as LiveStore<RowOf<N>>;
    const store = createStore(this.#client, name, params);
    this.#stores.set(key, store);
    return store;
  }
}

/** JSON with the keys in order, so that equal parameters are one subscription. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function createStore<N extends KeyedName>(
  client: EngineClient,
  name: N,
  params: SubscriptionParamsIn<N>,
): LiveStore<RowOf<N>> {
  const listeners = new Set<() => void>();
  let live: Live<RowOf<N>> = nothingYet;
  let stop: (() => void) | undefined;
  let lingering: ReturnType<typeof setTimeout> | undefined;

  function change(next: Live<RowOf<N>>): void {
    live = next;
    for (const listener of listeners) listener();
  }

  function start(): void {
    clearTimeout(lingering);
    stop ??= client.subscribe(
      name,
      params,
      (state) => change({ rows: [...state.rows.values()], byKey: state.rows, error: undefined }),
      (error) => change({ ...live, error }),
    );
  }

  function end(): void {
    stop?.();
    stop = undefined;
    live = nothingYet;
  }

  return {
    current: () => live,
    subscribe(listener) {
      listeners.add(listener);
      start();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) lingering = setTimeout(end, lingerMs);
      };
    },
  };
}
