import { useCallback, useEffect, useState } from 'react';

import type { ParamsIn, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

import { asContractError } from './contract-error.ts';
import { useEngine } from './engine-context.ts';
import { stableText } from './live-store.ts';
import { usePresence } from './use-presence.ts';

export interface QueryOptions {
  /** Asked again whenever this changes; what was there stays until the answer comes. */
  readonly refreshKey?: string | number | undefined;
}

export interface QueryView<Result> {
  /** The last answer to these parameters; stays while it is asked for again or when that fails. */
  readonly data: Result | undefined;
  readonly error: ContractError | undefined;
  readonly isLoading: boolean;
  /** When the data was received, in the page's epoch milliseconds. */
  readonly loadedAt: number | undefined;
  readonly refresh: () => void;
}

interface Answer<Result> {
  readonly question: string;
  /** Which asking of the question it answers. */
  readonly asking: string;
  readonly data: Result | undefined;
  readonly error: ContractError | undefined;
  readonly loadedAt: number | undefined;
}

/**
 * One query's answer. `params` undefined: nothing is asked. Asked again when the parameters or `refreshKey`
 * change, and after every reconnect.
 */
export function useQuery<N extends RequestName>(
  name: N,
  params: ParamsIn<N> | undefined,
  { refreshKey = '' }: QueryOptions = {},
): QueryView<ResultOf<N>> {
  const { client } = useEngine();
  const { connectedAt } = usePresence();
  const [answer, setAnswer] = useState<Answer<ResultOf<N>>>();
  const [turn, setTurn] = useState(0);
  const paramsText = params === undefined ? undefined : stableText(params);
  const question = paramsText === undefined ? undefined : `${name} ${paramsText}`;
  const asking = `${question ?? ''} ${refreshKey} ${turn} ${connectedAt ?? ''}`;
  const isReady = connectedAt !== undefined;

  useEffect(() => {
    if (paramsText === undefined || question === undefined || !isReady) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    async function ask(text: string, asked: string): Promise<void> {
      try {
        // Parameters are plain JSON: their text is all there is to them.
        const data = await client.request(name, JSON.parse(text) as ParamsIn<N>, { signal });
        if (!signal.aborted)
          setAnswer({ question: asked, asking, data, error: undefined, loadedAt: Date.now() });
      } catch (failure) {
        if (signal.aborted) return;
        const error = asContractError(failure);
        setAnswer((was) => {
          const kept = was?.question === asked ? was : undefined;
          return { question: asked, asking, data: kept?.data, error, loadedAt: kept?.loadedAt };
        });
      }
    }
    void ask(paramsText, question);
    return () => controller.abort();
  }, [client, name, paramsText, question, asking, isReady]);

  const refresh = useCallback(() => setTurn((count) => count + 1), []);
  const own = answer?.question === question ? answer : undefined;
  return {
    data: own?.data,
    error: own?.error,
    isLoading: question !== undefined && own?.asking !== asking,
    loadedAt: own?.loadedAt,
    refresh,
  };
}
