import type { EngineClient } from '#shared/contract/client.ts';
import type { ResultOf } from '#shared/contract/index.ts';
import { ContractError, type ErrorCode, errorCodes, isRetryable } from '#shared/result.ts';

export type ImportJob = ResultOf<'orders.import'>;

/** Headers of the file → names of the order's fields. */
export type ColumnMapping = Readonly<Record<string, string>>;

export interface OrderFile {
  readonly csv: string;
  readonly mapping?: ColumnMapping | undefined;
  readonly signal: AbortSignal;
}

/** Open orders, or finished journeys to learn from. */
export type FileKind = 'orders' | 'history';

/** Imports files, whichever way a file gets to the engine. */
export interface FileImporter {
  readonly mostBytes: number;
  /** Starts an import. Rejects with a ContractError. */
  readonly start: (file: OrderFile) => Promise<ImportJob>;
}

/** A file is worked through in one go: that takes longer than any other request. */
const timeoutMs = 10 * 60_000;

/** In the desktop shell files go through the page's port, else to the station's HTTP API: a WebSocket frame is short. */
export function fileImporter(client: EngineClient, page: Window, kind: FileKind): FileImporter {
  return page.waymark === undefined
    ? { mostBytes: 16_000_000, start: (file) => overHttp(kind, file) }
    : {
        mostBytes: 64_000_000,
        start: ({ csv, mapping, signal }) =>
          client.request(
            `${kind}.import`,
            { csv, ...(mapping === undefined ? {} : { mapping: { ...mapping } }) },
            { signal, timeoutMs },
          ),
      };
}

async function overHttp(kind: FileKind, { csv, mapping, signal }: OrderFile): Promise<ImportJob> {
  const query =
    mapping === undefined ? '' : `?${new URLSearchParams({ mapping: JSON.stringify(mapping) }).toString()}`;
  const response = await fetch(`/api/v1/imports/${kind}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
    signal,
  }).catch((failure: unknown) => {
    if (signal.aborted) throw failure;
    throw new ContractError({ code: 'unavailable', message: 'The station did not answer.', retryable: true });
  });
  const answer: unknown = await response.json();
  // The station's own answer to this very request; its shape is the contract's.
  if (response.ok) return answer as ImportJob;
  throw errorOf(answer, response.status);
}

function errorOf(answer: unknown, status: number): ContractError {
  const error = isObject(answer) && isObject(answer['error']) ? answer['error'] : {};
  const code: ErrorCode = errorCodes.find((each) => each === error['code']) ?? 'internal';
  const message =
    typeof error['message'] === 'string' ? error['message'] : `The station answered with ${status}.`;
  return new ContractError({ code, message, retryable: isRetryable(code), details: error['details'] });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
