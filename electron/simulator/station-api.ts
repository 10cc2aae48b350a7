export interface StationAccess {
  readonly url: string;
  readonly token: string;
}

export type Reply =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string };

/** The station turned the token down: nothing else can succeed. */
export class StationRefusedError extends Error {}

/** One call to the station's HTTP API. Only a refused token is an error; all else is a kind of reply. */
export async function callStation(
  station: StationAccess,
  method: 'PUT' | 'POST',
  path: string,
  body: unknown,
): Promise<Reply> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${station.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${station.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    text = await response.text();
  } catch (error) {
    return { kind: 'unreachable', why: reasonOf(error) };
  }
  if (response.ok) return { kind: 'done', body: parsed(text) };
  if (response.status === 401 || response.status === 403) {
    throw new StationRefusedError(`the station does not accept the token (HTTP ${response.status})`);
  }
  if (response.status === 404) return { kind: 'no-route' };
  const why = `HTTP ${response.status} ${text.slice(0, 300)}`;
  return response.status >= 500 || response.status === 429
    ? { kind: 'unreachable', why }
    : { kind: 'refused', why };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an answer without a JSON body is an answer
  }
}
