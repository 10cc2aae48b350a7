import type { IncomingHttpHeaders } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

import { isLoopback } from './flags.ts';

/** Why a request goes no further. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * The values of `Host` this station answers to. A page elsewhere that has its own name resolve to this computer
 * (DNS rebinding) sends that name, and is refused.
 */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]', bracketed(host)];
  if (!isLoopback(host)) {
    const addresses = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map((entry) => entry.address),
    );
    names.push(hostname(), `${hostname()}.local`, ...addresses.map(bracketed));
  }
  const hosts = names.map((name) => name.toLowerCase());
  return new Set(hosts.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/** An address as it stands in a URL. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Refuses requests another site's page could have caused, before anything else is looked at: foreign `Host`
 * (421), foreign `Origin` including `null` (403), and fetch metadata that says so (403).
 */
export function refuseForeign(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): Refusal | undefined {
  const wrongHost = refuseHost(headers, hosts);
  if (wrongHost !== undefined) return wrongHost;
  const host = headers.host?.toLowerCase();
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${host}`) {
    return { status: 403, message: 'Requests from other sites are refused.' };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return { status: 403, message: 'Requests from other sites are refused: open the address directly.' };
  }
  return undefined;
}

/** Refuses a `Host` that is not ours (421). */
export function refuseHost(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): Refusal | undefined {
  const host = headers.host?.toLowerCase();
  if (host !== undefined && hosts.has(host)) return undefined;
  return { status: 421, message: 'This station does not answer under that host name.' };
}

/** Only JSON bodies: what a form on another site can send without asking is never JSON. */
export function refuseBody(headers: IncomingHttpHeaders): Refusal | undefined {
  const type = headers['content-type'];
  if (type !== undefined && !/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) {
    return { status: 415, message: 'A body is sent as application/json in UTF-8.' };
  }
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (type === undefined && hasBody)
    return { status: 415, message: 'A body is sent with Content-Type: application/json.' };
  return undefined;
}

export const notSignedIn: Refusal = {
  status: 401,
  message:
    'A token is needed: send "Authorization: Bearer TOKEN" with the token in station.json of the data folder, or sign in.',
};

export const viewersOnlyLook: Refusal = {
  status: 403,
  message: 'A viewer may look but not change anything.',
};

/** For the calls that take a file. */
export function refuseNonCsv(headers: IncomingHttpHeaders): Refusal | undefined {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return type === 'text/csv' || type === 'text/plain'
    ? undefined
    : { status: 415, message: 'The file is sent with Content-Type: text/csv or text/plain in UTF-8.' };
}
