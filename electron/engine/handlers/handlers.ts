import type { ParamsOut, RequestName, ResultOf } from '#shared/contract/index.ts';

import type { Session } from '../api.ts';

/** What a handler may know besides its parameters. */
export interface RequestContext {
  readonly session: Session;
  /** Present on commands that came with one. */
  readonly commandId?: string;
  /** Aborted when the caller no longer waits. */
  readonly signal: AbortSignal;
}

export type Handler<N extends RequestName> = (
  params: ParamsOut<N>,
  context: RequestContext,
) => Promise<ResultOf<N>> | ResultOf<N>;

/** One handler for every request of the contract: a missing or wrongly typed one does not compile. */
export type Handlers = { readonly [N in RequestName]: Handler<N> };
