import { createHmac } from 'node:crypto';
import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type BlockList, type LookupFunction } from 'node:net';

import type { ChannelSetup } from '../store/notices.ts';
import type { NoticeBody } from './notice-words.ts';
import { allowList, reachOf } from './reachable-address.ts';
import { quoted, type Attempt, type Sending } from './sending.ts';

const timeoutMs = 5000;
const mostBytes = 65_536;

class RefusedAddress extends Error {}

/**
 * Posts a notice as JSON, signed as Standard Webhooks do: `webhook-id`, `webhook-timestamp` and `webhook-signature`
 * (`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`). Where it may go is decided by the address it connects
 * to, never by the name; redirects are not followed.
 */
export async function postWebhook(
  setup: NonNullable<ChannelSetup['webhook']>,
  sending: Sending,
): Promise<Attempt> {
  const url = URL.canParse(setup.url) ? new URL(setup.url) : undefined;
  const refusal = url === undefined ? 'That is no address.' : refusalOf(url);
  if (url === undefined || refusal !== undefined) return { ok: false, problem: refusal ?? '', again: false };
  try {
    return await post(url, allowList(setup.allow), bodyOf(sending), sending);
  } catch (error) {
    if (error instanceof RefusedAddress) return { ok: false, problem: error.message, again: false };
    return {
      ok: false,
      problem: quoted(error instanceof Error ? error.message : String(error)),
      again: true,
    };
  }
}

/** Why an address cannot be one of a webhook, whoever it belongs to. */
export function refusalOf(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'A webhook begins with https://.';
  if (url.username !== '' || url.password !== '')
    return 'A name and password may not stand in the address: sign with a secret instead.';
  return undefined;
}

function bodyOf({ delivery, messageId }: Sending): string {
  // Written by this very program.
  const body = JSON.parse(delivery.body) as NoticeBody;
  return JSON.stringify({
    id: messageId,
    type: body.count === 0 ? 'test' : 'alerts',
    time: new Date(delivery.created).toISOString(),
    subject: delivery.subject,
    ...body,
  });
}

function headersOf(body: string, { messageId, secret, now }: Sending): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Waymark',
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    ...(secret === undefined ? {} : { 'webhook-signature': signatureOf(secret, messageId, timestamp, body) }),
  };
}

/** A secret that begins with `whsec_` is base64, any other is its text. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

function post(url: URL, allowed: BlockList, body: string, sending: Sending): Promise<Attempt> {
  const isPlain = url.protocol === 'http:';
  const mustReach = (address: string): void => {
    const reach = reachOf(address, allowed);
    if (reach === 'refused')
      throw new RefusedAddress(`${url.hostname} is at ${address}, which is not a public address.`);
    if (isPlain && reach !== 'allowed')
      throw new RefusedAddress('Without https only addresses that were allowed are called.');
  };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) mustReach(host);
  return new Promise((settle, fail) => {
    const send = isPlain ? httpRequest : httpsRequest;
    const call = send(
      url,
      {
        method: 'POST',
        headers: headersOf(body, sending),
        lookup: guardedLookup(mustReach),
        // A connection of its own: one that is open already was not looked at.
        agent: false,
        timeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (answer) => void readAnswer(answer).then(settle, fail),
    );
    call.on('timeout', () => call.destroy(new Error(`No answer within ${timeoutMs / 1000} s.`)));
    call.on('error', (error) =>
      fail(error.name === 'AbortError' ? new Error(`No answer within ${timeoutMs / 1000} s.`) : error),
    );
    call.end(body);
  });
}

/** Names are looked up here, so that the address that was judged is the address that is called. */
function guardedLookup(mustReach: (address: string) => void): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      try {
        for (const { address } of addresses) mustReach(address);
      } catch (refused) {
        return done(refused as NodeJS.ErrnoException, '', 0);
      }
      const [first] = addresses;
      if (first === undefined) return done(new Error(`${hostname} has no address.`), '', 0);
      if (options.all === true) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}

async function readAnswer(answer: IncomingMessage): Promise<Attempt> {
  const status = answer.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) break;
    chunks.push(chunk);
  }
  answer.destroy();
  const words = quoted(Buffer.concat(chunks).toString('utf8'));
  if (status >= 200 && status < 300) return { ok: true, answer: quoted(`${status} ${words}`) };
  if (status >= 300 && status < 400)
    return { ok: false, problem: `It answered ${status}: redirects are not followed.`, again: false };
  const again = status >= 500 || [408, 425, 429].includes(status);
  return { ok: false, problem: quoted(`It answered ${status}. ${words}`), again };
}
