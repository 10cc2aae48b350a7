import { useCallback, useEffect, useRef, useState } from 'react';

import { asContractError } from '#renderer/data/contract-error.ts';
import { useEngine } from '#renderer/data/engine-context.ts';
import { stableText } from '#renderer/data/live-store.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { EngineClient } from '#shared/contract/client.ts';
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
  readonly text: string;
  readonly rows: readonly ScanEventRow[] | undefined;
  readonly cursor: string | undefined;
  /** The page after these is under way. */
  readonly isAdding: boolean;
  readonly error: ContractError | undefined;
  readonly loadedAt: number | undefined;
}

const pageSize = 200;

/** One page, or why there is none. */
type Outcome =
  | { readonly items: readonly ScanEventRow[]; readonly nextCursor?: string | undefined }
  | { readonly error: ContractError };

/** Asks for one page; undefined when nobody waits for it any more. */
async function readPage(
  client: EngineClient,
  params: ParamsIn<'scans.list'>,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  try {
    const page = await client.request('scans.list', params, { signal });
    return signal.aborted ? undefined : page;
  } catch (failure) {
    return signal.aborted ? undefined : { error: asContractError(failure) };
  }
}

interface Asked {
  readonly key: string;
  readonly text: string;
  /** What the page is added to; undefined: it begins the list. */
  readonly before: Pages | undefined;
  readonly now: number;
}

function pagesAfter(was: Pages | undefined, outcome: Outcome, { key, text, before, now }: Asked): Pages {
  if ('error' in outcome) {
    const kept = was?.text === text ? was : { rows: undefined, cursor: undefined, loadedAt: undefined };
    return { ...kept, key, text, isAdding: false, error: outcome.error };
  }
  return {
    key,
    text,
    rows: before === undefined ? outcome.items : addPage(before.rows ?? [], outcome.items),
    cursor: outcome.nextCursor,
    isAdding: false,
    error: undefined,
    loadedAt: before?.loadedAt ?? now,
  };
}

/** Stored scans page by page. Other parameters begin a new list; the same list again keeps its rows until then. */
export function useScanPages(params: ListParams, now: () => number): ScanPages {
  const { client } = useEngine();
  const { connectedAt } = usePresence();
  const [turn, setTurn] = useState(0);
  const [pages, setPages] = useState<Pages>();
  const abort = useRef<AbortController>(undefined);
  const addedTo = useRef<Pages>(undefined);
  const text = stableText(params);
  const key = `${text} ${turn} ${connectedAt ?? ''}`;
  const isReady = connectedAt !== undefined;

  const read = useCallback(
    (before: Pages | undefined): Promise<(was: Pages | undefined) => Pages | undefined> => {
      const controller = new AbortController();
      abort.current?.abort();
      abort.current = controller;
      // Parameters are plain JSON: their text is all there is to them.
      const wanted = { ...(JSON.parse(text) as ListParams), limit: pageSize };
      const cursor = before?.cursor;
      const page = readPage(client, cursor === undefined ? wanted : { ...wanted, cursor }, controller.signal);
      return page.then(
        (outcome) => (was) =>
          outcome === undefined ? was : pagesAfter(was, outcome, { key, text, before, now: now() }),
      );
    },
    [client, now, text, key],
  );

  useEffect(() => {
    if (!isReady) return undefined;
    void read(undefined).then(setPages);
    return () => abort.current?.abort();
  }, [isReady, read]);

  const shown = pages?.text === text ? pages : undefined;
  const own = pages?.key === key ? pages : undefined;
  const isLoading = own === undefined || own.isAdding;
  const loadMore = useCallback(() => {
    // Two callers in one commit see the same pages: the page after them is asked for once.
    if (isLoading || own.cursor === undefined || addedTo.current === own) return;
    addedTo.current = own;
    setPages({ ...own, isAdding: true, error: undefined });
    void read(own).then(setPages);
  }, [isLoading, own, read]);
  return {
    rows: shown?.rows,
    hasMore: shown?.cursor !== undefined,
    isLoading,
    error: own?.error,
    loadedAt: shown?.loadedAt,
    loadMore,
    refresh: useCallback(() => setTurn((count) => count + 1), []),
  };
}
