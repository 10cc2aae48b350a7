import { DomainError, isRetryable } from '#shared/result.ts';
import type { WireError } from '#shared/result.ts';

import type { Log } from '../log.ts';

export interface FailureOptions {
  readonly log: Log;
  readonly newErrorId: () => string;
}

/**
 * What the caller may know of an error. A DomainError is meant for them; anything else is a fault of ours: it is
 * logged whole under an id, and only the id leaves the engine.
 */
export function asDomainError(
  error: unknown,
  what: string,
  { log, newErrorId }: FailureOptions,
): DomainError {
  if (error instanceof DomainError) return error;
  const errorId = newErrorId();
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  log.error('internal error', { errorId, what, error: message, stack });
  return new DomainError('internal', `Something went wrong in the engine; the log has it as ${errorId}.`, {
    errorId,
  });
}

/** An error as it travels. */
export function toWireError({ code, message, details }: DomainError): WireError {
  return { code, message, retryable: isRetryable(code), ...(details === undefined ? {} : { details }) };
}
