import { DomainError } from '#shared/result.ts';

/** Where an external broker is and who we are there, with everything secret kept apart from what may be shown. */
export interface BrokerAddress {
  /** For the connection: no user name, no password; a path's query stays, since some brokers want it. */
  readonly url: string;
  /** For people and logs: no user name, no password, no query. */
  readonly shown: string;
  readonly host: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

const protocols = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);

function decoded(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone '%' is not an escape; then the text is meant as it stands.
    return text;
  }
}

function parse(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !protocols.has(parsed.protocol) || parsed.hostname === '') {
    throw new DomainError(
      'invalid-request',
      'A broker address starts with mqtt://, mqtts://, ws:// or wss:// and names a host.',
    );
  }
  return parsed;
}

/** Reads a broker's URL; throws a DomainError that repeats nothing of it, since it may hold a password. */
export function parseBrokerAddress(url: string): BrokerAddress {
  const parsed = parse(url);
  const path = parsed.protocol.startsWith('ws') ? parsed.pathname : '';
  const shown = `${parsed.protocol}//${parsed.host}${path === '/' ? '' : path}`;
  return {
    url: `${parsed.protocol}//${parsed.host}${path}${path === '' ? '' : parsed.search}`,
    shown,
    host: parsed.host,
    username: decoded(parsed.username),
    password: decoded(parsed.password),
  };
}
