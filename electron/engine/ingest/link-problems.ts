/** Turns what sockets and brokers say into one plain sentence. Nothing here repeats a user name or password. */

const networkProblems: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) => `Nothing answers at ${host}.`,
  ENOTFOUND: (host) => `The name of ${host} cannot be resolved.`,
  EAI_AGAIN: (host) => `The name of ${host} cannot be resolved just now.`,
  ETIMEDOUT: (host) => `${host} does not answer.`,
  EHOSTUNREACH: (host) => `There is no network route to ${host}.`,
  ENETUNREACH: (host) => `There is no network route to ${host}.`,
  ECONNRESET: (host) => `The connection to ${host} was reset.`,
  EPIPE: (host) => `The connection to ${host} was reset.`,
  EPROTO: (host) => `${host} does not speak TLS on this port.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) => `The certificate of ${host} is self-signed and not trusted.`,
  SELF_SIGNED_CERT_IN_CHAIN: (host) =>
    `The certificate of ${host} comes from an authority that is not trusted.`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) =>
    `The certificate of ${host} comes from an authority that is not trusted.`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (host) =>
    `The certificate of ${host} comes from an authority that is not trusted.`,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate of ${host} was made for another name.`,
};

const refusals: Readonly<Record<number, string>> = {
  1: 'The broker does not speak this version of MQTT.',
  2: 'The broker does not accept our client id.',
  3: 'The broker is not available at the moment.',
  4: 'The broker does not accept the user name or password.',
  5: 'The broker does not allow us to connect with these credentials.',
  132: 'The broker does not speak this version of MQTT.',
  133: 'The broker does not accept our client id.',
  134: 'The broker does not accept the user name or password.',
  135: 'The broker does not allow us to connect with these credentials.',
  136: 'The broker is not available at the moment.',
  137: 'The broker is too busy to let us in.',
  138: 'The broker has banned this client.',
  149: 'The broker says our packets are too large.',
  151: 'The broker says our quota is used up.',
  159: 'The broker says we connect too often.',
};

const goodbyes: Readonly<Record<number, string>> = {
  139: 'The broker is shutting down.',
  141: 'The broker heard nothing from us in time and closed the link.',
  147: 'The broker closed the link because too many messages were under way.',
  149: 'The broker closed the link because a packet was too large.',
  150: 'The broker closed the link because messages came too fast.',
  151: 'The broker closed the link because our quota is used up.',
  152: 'An administrator of the broker closed the link.',
};

const versionCodes = new Set([1, 132]);
export const sessionTakenOver = 142;

/** True for a CONNACK that only refuses the protocol version. */
export function refusesVersion(code: number): boolean {
  return versionCodes.has(code);
}

/** What a CONNACK with this code means. */
export function describeRefusal(code: number): string {
  return refusals[code] ?? `The broker refused the connection (code ${code}).`;
}

/** What a broker's DISCONNECT with this code means. */
export function describeGoodbye(code: number): string {
  return goodbyes[code] ?? `The broker closed the link (code ${code}).`;
}

/** What an error of the socket, of TLS or of the protocol means. */
export function describeError(error: Error, host: string): string {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    return networkProblems[code]?.(host) ?? `The link to ${host} failed (${code}).`;
  }
  if (error.message === 'connack timeout') return `${host} does not answer.`;
  if (error.message === 'Keepalive timeout') return `${host} has stopped answering.`;
  return `The link to ${host} failed (${plain(error.message)}).`;
}

/** What another client under our id does to us; the client id is not secret. */
export function describeRival(clientId: string, certain: boolean): string {
  return certain
    ? `Another program connects with the same client id (${clientId}), so each gets only a part of the messages.`
    : `The broker closes the link again soon after each connect; another program may be using the same client id (${clientId}).`;
}

/** A foreign text made safe for one line: no control characters, bounded. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 120);
}
