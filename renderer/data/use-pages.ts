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
  readonly isLoadingMore: boolean;
  readonly error: ContractError | undefined;
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

interface Loaded<Item> {
  readonly question: string;
  readonly items: readonly Item[];
  readonly nextCursor: string | undefined;
}

const pageSize = 200;
const largestPage = 1000;

/** A list that is loaded page by page as it is scrolled, and anew as a whole when something changed. */
export function usePages<N extends PagedName>(
  name: N,
  params: Omit<ParamsIn<N>, 'cursor' | 'limit'>,
  { refreshKey = '', keyOf }: PagesOptions<ItemOf<N>>,
): PagesView<ItemOf<N>> {
  const { client } = useEngine();
  const { connectedAt } = usePresence();
  const [loaded, setLoaded] = useState<Loaded<ItemOf<N>>>();
  const [failed, setFailed] = useState<{ readonly question: string; readonly error: ContractError }>();
  const [isLoadingMore, setLoadingMore] = useState(false);
  const [turn, setTurn] = useState(0);
  const paramsText = stableText(params);
  const question = `${name} ${paramsText}`;
  const own = loaded?.question === question ? loaded : undefined;
  const wanted = useRef(pageSize);
  const isReady = connectedAt !== undefined;

  const ask = useCallback(
    async (cursor: string | undefined, limit: number, signal: AbortSignal) => {
      // Parameters are plain JSON: their text is all there is to them.
      const base = JSON.parse(paramsText) as ParamsIn<N>;
      const page = { ...base, limit, ...(cursor === undefined ? {} : { cursor }) };
      // Every paged request answers with items and perhaps a cursor.
      return (await client.request(name, page, { signal })) as {
        readonly items: readonly ItemOf<N>[];
        readonly nextCursor?: string;
      };
    },
    [client, name, paramsText],
  );

  useEffect(() => {
    wanted.current = pageSize;
  }, [question]);

  useEffect(() => {
    if (!isReady) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    async function load(): Promise<void> {
      try {
        const items: ItemOf<N>[] = [];
        let cursor: string | undefined;
        do {
          const limit = Math.min(largestPage, wanted.current - items.length);
          const page = await ask(cursor, limit, signal);
          items.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined && items.length < wanted.current);
        if (signal.aborted) return;
        setLoaded({ question, items: uniqueBy(items, keyOf), nextCursor: cursor });
        setFailed(undefined);
      } catch (failure) {
        if (!signal.aborted) setFailed({ question, error: asContractError(failure) });
      }
    }
    void load();
    return () => controller.abort();
  }, [ask, question, keyOf, refreshKey, turn, connectedAt, isReady]);

  const nextCursor = own?.nextCursor;
  const loadMore = useCallback(() => {
    if (nextCursor === undefined || isLoadingMore) return;
    setLoadingMore(true);
    async function more(): Promise<void> {
      try {
        const page = await ask(nextCursor, pageSize, AbortSignal.timeout(60_000));
        wanted.current += page.items.length;
        setLoaded((was) =>
          was?.question === question && was.nextCursor === nextCursor
            ? { question, items: uniqueBy([...was.items, ...page.items], keyOf), nextCursor: page.nextCursor }
            : was,
        );
      } catch (failure) {
        setFailed({ question, error: asContractError(failure) });
      } finally {
        setLoadingMore(false);
      }
    }
    void more();
  }, [ask, nextCursor, isLoadingMore, question, keyOf]);

  return {
    items: own?.items,
    hasMore: nextCursor !== undefined,
    isLoadingMore,
    error: failed?.question === question ? failed.error : undefined,
    loadMore,
    refresh: useCallback(() => setTurn((count) => count + 1), []),
  };
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
