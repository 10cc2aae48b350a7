import { useCallback, useEffect, useRef, useState } from 'react';

import { asContractError } from '#renderer/data/contract-error.ts';
import { useEngine } from '#renderer/data/engine-context.ts';
import { stableText } from '#renderer/data/live-store.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { ParamsIn } from '#shared/contract/index.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { addPage } from './scan-stream.ts';

type ListParams = Omit<ParamsIn<'scans.list'>, 'cursor' | 'limit'>;

export interface ScanPages {
  /** Newest first by event time; undefined until the first page is there. */
  readonly rows: readonly ScanEventRow[] | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly error: ContractError | undefined;
  /** When the first page was received, in the engine's epoch milliseconds. */
  readonly loadedAt: number | undefined;
  /** Loads the next page; does nothing while one is under way or there is none. */
  readonly loadMore: () => void;
  /** Begins again with the newest. */
  readonly refresh: () => void;
}

interface Pages {
  /** Which asking the pages belong to, and which list. */
  readonly key: string;
  readonly text: string | undefined;
  readonly rows: readonly ScanEventRow[] | undefined;
  readonly cursor: string | undefined;
  readonly isLoading: boolean;
  readonly error: ContractError | undefined;
  readonly loadedAt: number | undefined;
}

const pageSize = 200;

const nothing = { rows: undefined, cursor: undefined, isLoading: true, error: undefined, loadedAt: undefined };

/** The next page of a list, or a list from its beginning: the same list again keeps its rows until then. */
function begin(was: Pages, key: string, text: string): Pages {
  if (was.key === key) return { ...was, isLoading: true, error: undefined };
  const kept = was.text === text ? { rows: was.rows, loadedAt: was.loadedAt } : {};
  return { ...nothing, ...kept, key, text };
}

/** Stored scans page by page. Other parameters begin a new list. Nothing is asked for undefined. */
export function useScanPages(params: ListParams | undefined, now: () => number): ScanPages {
  const { client } = useEngine();
  const { connectedAt } = usePresence();
  const [turn, setTurn] = useState(0);
  const text = params === undefined ? undefined : stableText(params);
  const key = `${text ?? ''} ${turn} ${connectedAt ?? ''}`;
  const [pages, setPages] = useState<Pages>({ ...nothing, key: '', text: undefined });
  const abort = useRef<AbortController>(undefined);
  const clock = useRef(now);
  const isReady = connectedAt !== undefined;

  const load = useCallback(
    async (asked: string, from: string | undefined): Promise<void> => {
      const controller = new AbortController();
      abort.current?.abort();
      abort.current = controller;
      setPages((was) => begin(was, key, asked));
      try {
        // Parameters are plain JSON: their text is all there is to them.
        const wanted = { ...(JSON.parse(asked) as ListParams), limit: pageSize };
        const page = await client.request('scans.list', from === undefined ? wanted : { ...wanted, cursor: from }, {
          signal: controller.signal,
        });
        if (controller.signal.aborted) return;
        setPages((was) => ({
          key,
          text: asked,
          rows: from === undefined ? page.items : addPage(was.rows ?? [], page.items),
          cursor: page.nextCursor,
          isLoading: false,
          error: undefined,
          loadedAt: from === undefined ? clock.current() : was.loadedAt,
        }));
      } catch (failure) {
        if (controller.signal.aborted) return;
        setPages((was) => ({ ...was, isLoading: false, error: asContractError(failure) }));
      }
    },
    [client, key],
  );

  useEffect(() => {
    if (text === undefined || !isReady) return undefined;
    void load(text, undefined);
    return () => abort.current?.abort();
  }, [text, isReady, load]);

  const isOwn = pages.key === key;
  const cursor = isOwn ? pages.cursor : undefined;
  const canLoad = text !== undefined && cursor !== undefined && isOwn && !pages.isLoading;
  const loadMore = useCallback(() => {
    if (canLoad && text !== undefined) void load(text, cursor);
  }, [canLoad, text, cursor, load]);
  const refresh = useCallback(() => setTurn((count) => count + 1), []);
  const isSameList = pages.text === text;
  return {
    rows: isSameList ? pages.rows : undefined,
    hasMore: cursor !== undefined,
    isLoading: text !== undefined && (!isOwn || pages.isLoading),
    error: isOwn ? pages.error : undefined,
    loadedAt: isSameList ? pages.loadedAt : undefined,
    loadMore,
    refresh,
  };
}
