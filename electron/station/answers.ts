import { randomUUID } from 'node:crypto';

import type { Log } from '#engine/log.ts';
import { DomainError, type ErrorCode } from '#shared/result.ts';

const statusOf: Readonly<Record<ErrorCode, number>> = {
  'invalid-request': 400,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

/** An error as the HTTP API shows it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: {
    readonly error: { readonly code: ErrorCode; readonly message: string; readonly details?: unknown };
  };
}

/** An error answer with the code that goes with its status. */
export function errorAnswer(status: number, message: string, details?: unknown): ErrorAnswer {
  const error = { code: codeOf(status), message };
  return { status, body: { error: details === undefined ? error : { ...error, details } } };
}

/** What a thrown error becomes: what the caller can understand as it is, all else under an id that is in the log. */
export function answerFor(error: unknown, log: Log): ErrorAnswer {
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return {
      status: statusOf[code],
      body: { error: details === undefined ? { code, message } : { code, message, details } },
    };
  }
  const known = fromFramework(error);
  if (known !== undefined) return known;
  const errorId = randomUUID();
  log.error('request failed', {
    errorId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return errorAnswer(500, `Something went wrong inside; the log has it as ${errorId}.`, { errorId });
}

/** What fastify hangs on its errors, as far as we look at it. */
interface FrameworkError {
  readonly statusCode?: unknown;
  readonly validation?: readonly { readonly instancePath?: string; readonly message?: string }[];
  readonly validationContext?: string;
}

function fromFramework(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, validation, validationContext = 'request' } = error as FrameworkError;
  if (validation !== undefined) {
    const part = validationContext === 'querystring' ? 'query' : validationContext;
    const details = validation.map(({ instancePath = '', message = 'is not valid' }) => ({
      where: `${part}${instancePath}`.replace(/\/$/, ''),
      message,
    }));
    return errorAnswer(400, details.map(({ where, message }) => `${where}: ${message}`).join('; '), details);
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return errorAnswer(statusCode, error.message);
  return undefined;
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 401:
    case 403:
    case 421:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    case 503:
      return 'unavailable';
    case 504:
      return 'timeout';
    default:
      return status >= 500 ? 'internal' : 'invalid-request';
  }
}
