import type { RequestName } from '#shared/contract/index.ts';

/**
 * One call of the HTTP API: a thin map onto a request of the contract. Its parameters are put together from the
 * path's `{names}`, and for GET the query, for the other methods the fields of the body; a name that stands in
 * the path may be left out of the body and must agree where it is not.
 */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly request: RequestName;
  /** Where the whole body is one parameter (an array, say): its name. */
  readonly bodyAs?: string;
  /** With `bodyAs` for a list: a single object is a list of one. */
  readonly orOne?: true;
  /** Fixed parameters. */
  readonly with?: Readonly<Record<string, string>>;
  /** The result is a file: its bytes are the answer. */
  readonly asFile?: true;
  /** The body is CSV text and this parameter. */
  readonly csvAs?: string;
  /** When the query has this parameter, another request answers. */
  readonly ifQuery?: { readonly has: string; readonly request: RequestName };
  /** The status of a result that is not all good (207). */
  readonly statusOf?: (result: unknown) => number;
  readonly summary: string;
}
