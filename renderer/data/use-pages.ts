import { useCallback, useEffect, useRef, useState } from 'react';

import type { ParamsIn, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

import { asContractError } from './contract-error.ts';
import { useEngine } from './engine-context.ts';
import { stableText } from './live-store.ts';
import { usePresence } from './use-presence.ts';

/** Requests that are answered page by page. */
export type PagedName = {
  [N in RequestName]: ResultOf<N> extends { readonly items: readonly unknown[] }
    ? 'cursor' extends keyof ParamsIn<N>
      ? N
      : never
    : never;
}[RequestName];

export type ItemOf<N extends PagedName> = ResultOf<N>['items'][number];

export interface PagesOptions<Item> {
  /** Everything loaded is asked for again when this changes; what was there stays until the answer comes. */
  readonly refreshKey?: string | number | undefined;
  /** Must be stable between renders. An item that moved from one page to the next is shown once. */
  readonly keyOf: (item: Item) => string;
}

export interface PagesView<Item> {
  /** undefined until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly hasMore: boolean;
  /** Why the last asking failed; what was loaded before stays. */
  readonly error: ContractError | undefined;
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

type Ask<Item> = (cursor: string | undefined, limit: number, signal: AbortSignal) => Promise<Page<Item>>;

interface Loaded<Item> {
  readonly question: string;
  /** Which asking of the question it answers. */
  readonly asking: string;
  readonly items: readonly Item[];
  readonly nextCursor: string | undefined;
  readonly error: ContractError | undefined;
}

const pageSize = 200;
const largestPage = 1000;

/** A list that is loaded page by page as it is scrolled, and anew as a whole when something changed. */
export function usePages<N extends PagedName>(
  name: N,
  params: Omit<ParamsIn<N>, 'cursor' | 'limit'>,
  { refreshKey = '', keyOf }: PagesOptions<ItemOf<N>>,
): PagesView<ItemOf<N>> {
  const { connectedAt } = usePresence();
  const [loaded, setLoaded] = useState<Loaded<ItemOf<N>>>();
  const [turn, setTurn] = useState(0);
  const paramsText = stableText(params);
  const question = `${name} ${paramsText}`;
  const asking = `${question} ${refreshKey} ${turn} ${connectedAt ?? ''}`;
  const ask = useAsk(name, paramsText);
  /** How many rows of which question have been asked for by scrolling. */
  const wanted = useRef({ question, count: pageSize });
  const isReady = connectedAt !== undefined;

  useEffect(() => {
    if (!isReady) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    if (wanted.current.question !== question) wanted.current = { question, count: pageSize };
    async function load(): Promise<void> {
      try {
        const { items, nextCursor } = await loadPages(ask, wanted.current.count, signal);
        if (signal.aborted) return;
        setLoaded({ question, asking, items: uniqueBy(items, keyOf), nextCursor, error: undefined });
      } catch (failure) {
        if (signal.aborted) return;
        const error = asContractError(failure);
        setLoaded((was) => {
          const kept = was?.question === question ? was : { question, items: [], nextCursor: undefined };
          return { ...kept, asking, error };
        });
      }
    }
    void load();
    return () => controller.abort();
  }, [ask, question, asking, keyOf, isReady]);

  const own = loaded?.question === question ? loaded : undefined;
  const loadMore = useMore({
    ask,
    keyOf,
    own,
    setLoaded,
    onMore: (count) => (wanted.current.count += count),
  });
  const refresh = useCallback(() => setTurn((count) => count + 1), []);
  const isEmptyByError = own?.error !== undefined && own.items.length === 0;
  return {
    items: isEmptyByError ? undefined : own?.items,
    hasMore: own?.nextCursor !== undefined,
    error: own?.error,
    loadMore,
    refresh,
  };
}

function useAsk<N extends PagedName>(name: N, paramsText: string): Ask<ItemOf<N>> {
  const { client } = useEngine();
  return useCallback(
    async (cursor, limit, signal) => {
      // Parameters are plain JSON: their text is all there is to them.
      const base = JSON.parse(paramsText) as ParamsIn<N>;
      const page = { ...base, limit, ...(cursor === undefined ? {} : { cursor }) };
      return await client.request(name, page, { signal });
    },
    [client, name, paramsText],
  );
}

async function loadPages<Item>(ask: Ask<Item>, wanted: number, signal: AbortSignal): Promise<Page<Item>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    // Each page begins where the one before has ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await ask(cursor, Math.min(largestPage, wanted - items.length), signal);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < wanted);
  return { items, nextCursor: cursor };
}

interface MoreOptions<Item> {
  readonly ask: Ask<Item>;
  readonly keyOf: (item: Item) => string;
  readonly own: Loaded<Item> | undefined;
  readonly setLoaded: (change: (was: Loaded<Item> | undefined) => Loaded<Item> | undefined) => void;
  readonly onMore: (count: number) => void;
}

/** Asks for the page after the last one; a second call while that is under way does nothing. */
function useMore<Item>({ ask, keyOf, own, setLoaded, onMore }: MoreOptions<Item>): () => void {
  const underWay = useRef<string>(undefined);
  return () => {
    const nextCursor = own?.nextCursor;
    if (own === undefined || nextCursor === undefined) return;
    const place = `${own.question} ${nextCursor}`;
    if (underWay.current === place) return;
    underWay.current = place;
    const isSame = (was: Loaded<Item> | undefined) =>
      was?.question === own.question && was.nextCursor === nextCursor;
    async function more(cursor: string): Promise<void> {
      try {
        const page = await ask(cursor, pageSize, new AbortController().signal);
        onMore(page.items.length);
        setLoaded((was) =>
          was !== undefined && isSame(was)
            ? { ...was, items: uniqueBy([...was.items, ...page.items], keyOf), nextCursor: page.nextCursor }
            : was,
        );
      } catch (failure) {
        const error = asContractError(failure);
        setLoaded((was) => (was !== undefined && isSame(was) ? { ...was, error } : was));
      } finally {
        underWay.current = undefined;
      }
    }
    void more(nextCursor);
  };
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
