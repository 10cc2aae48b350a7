import { useEffect, useState } from 'react';

import type { LogName, RowOf, SubscriptionParamsIn } from '#shared/contract/index.ts';
import type { ContractError } from '#shared/result.ts';

import { useEngine } from './engine-context.ts';
import { stableText } from './live-store.ts';
import { emptyLog, growLog, type LogBuffer } from './log-buffer.ts';

export interface LogOptions {
  /** Rows that arrive are kept but not shown until it is false again. */
  readonly paused?: boolean;
  /** At most this many rows are kept, the newest; default 1000. */
  readonly max?: number;
}

export interface LogView<Row> {
  /** Oldest first; undefined until the first frame. */
  readonly rows: readonly Row[] | undefined;
  /** How many arrived since it was paused. */
  readonly waiting: number;
  /** How many rows were left out because this page was behind; a query has them. */
  readonly skipped: number;
  readonly error: ContractError | undefined;
}

const defaultMax = 1000;

interface LogState<Row> {
  /** Which subscription the rows belong to. */
  readonly key: string;
  readonly buffer: LogBuffer<Row>;
  readonly error: ContractError | undefined;
}

/** The newest rows of a log subscription. */
export function useLog<N extends LogName>(
  name: N,
  params: SubscriptionParamsIn<N>,
  { paused = false, max = defaultMax }: LogOptions = {},
): LogView<RowOf<N>> {
  const { client } = useEngine();
  const key = stableText(params);
  const [state, setState] = useState<LogState<RowOf<N>>>({ key, buffer: emptyLog, error: undefined });
  const [frozen, setFrozen] = useState<LogBuffer<RowOf<N>>>();

  useEffect(() => {
    const bufferOf = (was: LogState<RowOf<N>>): LogBuffer<RowOf<N>> =>
      was.key === key ? was.buffer : emptyLog;
    return client.subscribe(
      name,
      // Parameters are plain JSON: their text is all there is to them.
      JSON.parse(key) as SubscriptionParamsIn<N>,
      (frame) => setState((was) => ({ key, buffer: growLog(bufferOf(was), frame, max), error: undefined })),
      (error) => setState((was) => ({ key, buffer: bufferOf(was), error })),
    );
  }, [client, name, key, max]);

  const own = state.key === key ? state : undefined;
  const buffer = own?.buffer ?? emptyLog;
  // A reset replaces what is shown even while paused: the rows it replaced are no part of the log any more.
  if (paused && (frozen === undefined || frozen.resets !== buffer.resets)) setFrozen(buffer);
  if (!paused && frozen !== undefined) setFrozen(undefined);
  const shown = paused && frozen !== undefined ? frozen : buffer;
  return {
    rows: shown.rows,
    waiting: buffer.total - shown.total,
    skipped: shown.skipped,
    error: own?.error,
  };
}
