import { useCallback, useRef, useState } from 'react';

import type { ParamsIn, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

import { useEngine } from './engine-context.ts';
import { stableText } from './live-store.ts';
import { asContractError } from './contract-error.ts';

export type CommandOutcome<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: ContractError };

export interface CommandView<N extends RequestName> {
  /** Carries it out; never rejects. Trying the same again after a lost answer is not done twice. */
  readonly run: (params: ParamsIn<N>) => Promise<CommandOutcome<ResultOf<N>>>;
  readonly isBusy: boolean;
  /** Why the last try failed; gone with the next. */
  readonly error: ContractError | undefined;
}

/** A command and how it is going. */
export function useCommand<N extends RequestName>(name: N): CommandView<N> {
  const { client } = useEngine();
  const [running, setRunning] = useState(0);
  const [error, setError] = useState<ContractError>();
  const unsettled = useRef<{ readonly key: string; readonly commandId: string }>(undefined);

  const run = useCallback(
    async (params: ParamsIn<N>): Promise<CommandOutcome<ResultOf<N>>> => {
      const key = stableText(params);
      const commandId = unsettled.current?.key === key ? unsettled.current.commandId : client.newCommandId();
      setRunning((count) => count + 1);
      setError(undefined);
      try {
        const value = await client.request(name, params, { commandId });
        unsettled.current = undefined;
        return { ok: true, value };
      } catch (failure) {
        const problem = asContractError(failure);
        unsettled.current = problem.retryable ? { key, commandId } : undefined;
        setError(problem);
        return { ok: false, error: problem };
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client, name],
  );
  return { run, isBusy: running > 0, error };
}
