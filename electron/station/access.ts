import { randomBytes } from 'node:crypto';

import type { Session } from '#engine/api.ts';
import type { Clock } from '#engine/clock.ts';

import { createLoginKeys } from './login-keys.ts';
import {
  cookieLifeS,
  cookieNameFor,
  isOwnerCookie,
  sameText,
  signOwnerCookie,
  signingSecret,
} from './owner-cookie.ts';

/** What a caller sent to show who it is. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

/** Who may use the station: its own token, tokens made by the engine, and cookies traded for one-time keys. */
export interface Access {
  /** Full rights; new at every start. */
  readonly token: string;
  /** The session of a caller, or undefined: a wrong token is not excused by a valid cookie. */
  identify(credentials: Credentials): Session | undefined;
  /** A one-time key that signs a browser in with the rights these credentials have. */
  issueKey(credentials: Credentials): { readonly key: string; readonly expiresAt: number };
  /** The `Set-Cookie` value for a key, once; undefined when the key is used up, too old or not ours. */
  tradeKey(key: string): string | undefined;
}

export interface AccessOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Looks up a token made by `tokens.create`. */
  readonly authenticate: (token: string) => Session | undefined;
}

const owner: Session = { role: 'owner', actor: 'owner' };

/** The cookie of somebody other than the owner is this and their token, so that revoking the token ends it. */
const tokenMark = 't.';

/** What shows who a caller is: a token, or the cookie that was signed for the owner. */
type Proof = { readonly token: string } | { readonly signed: string };

export function createAccess({ dataDir, clock, authenticate }: AccessOptions): Access {
  const own = randomBytes(32).toString('base64url');
  const secret = signingSecret(dataDir);
  const cookieName = cookieNameFor(secret);
  const keys = createLoginKeys(clock);

  const sessionOf = (proof: Proof | undefined): Session | undefined => {
    if (proof === undefined) return undefined;
    if ('signed' in proof) return isOwnerCookie(proof.signed, secret, clock.now()) ? owner : undefined;
    return sameText(proof.token, own) ? owner : authenticate(proof.token);
  };

  return {
    token: own,
    identify: (credentials) => sessionOf(proofOf(credentials, cookieName)),
    issueKey(credentials) {
      const proof = proofOf(credentials, cookieName);
      // Asked only behind the guard; were it ever not, nobody must not become the owner.
      if (proof === undefined || sessionOf(proof) === undefined)
        throw new Error('a key was asked for by nobody');
      const isOther = 'token' in proof && !sameText(proof.token, own);
      return keys.issue(isOther ? `${tokenMark}${proof.token}` : signOwnerCookie(clock.now(), secret));
    },
    tradeKey(key) {
      const value = keys.trade(key);
      if (value === undefined) return undefined;
      return `${cookieName}=${value}; Path=/; Max-Age=${cookieLifeS}; HttpOnly; SameSite=Strict`;
    },
  };
}

function proofOf({ authorization, cookie }: Credentials, cookieName: string): Proof | undefined {
  if (authorization !== undefined) {
    const token = bearerOf(authorization);
    return token === undefined ? undefined : { token };
  }
  const value = cookieOf(cookie, cookieName);
  if (value === undefined) return undefined;
  return value.startsWith(tokenMark) ? { token: value.slice(tokenMark.length) } : { signed: value };
}

function bearerOf(authorization: string): string | undefined {
  return /^Bearer ([\w.~+/=-]{1,512})$/i.exec(authorization)?.[1];
}

function cookieOf(cookies: string | undefined, name: string): string | undefined {
  const pair = (cookies ?? '').split(';').find((text) => text.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}
