/** Error codes that cross a process boundary; one set for the wire, the HTTP API and the command line. */
export const errorCodes = [
  'invalid-request',
  'not-found',
  'conflict',
  'forbidden',
  'unavailable',
  'timeout',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error as it travels: plain data, no stack. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: unknown;
}

/** Thrown by engine code for anything the caller can understand; all else becomes `internal` with an `errorId`. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** What a client's promise rejects with. */
export class ContractError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: unknown;

  constructor(error: WireError) {
    super(error.message);
    this.name = 'ContractError';
    this.code = error.code;
    this.retryable = error.retryable;
    this.details = error.details;
  }
}

/** True for the codes after which the same call may succeed unchanged. */
export function isRetryable(code: ErrorCode): boolean {
  return code === 'unavailable' || code === 'timeout';
}
