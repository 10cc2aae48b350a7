import { createHmac, timingSafeEqual } from 'node:crypto';

import type { WebhookProvider } from '#shared/domain/webhook.ts';

/** How each sender proves that a body is its own: the header, and the HMAC-SHA-256 of the body as it writes it. */
const schemes: Readonly<
  Record<
    WebhookProvider,
    { readonly header: string; readonly write: (body: string, secret: string) => string }
  >
> = {
  shopify: { header: 'x-shopify-hmac-sha256', write: base64 },
  woocommerce: { header: 'x-wc-webhook-signature', write: base64 },
  aftership: { header: 'aftership-hmac-sha256', write: base64 },
  easypost: {
    header: 'x-hmac-signature',
    // EasyPost normalises the secret before it signs.
    write: (body, secret) => `hmac-sha256-hex=${digest(body, secret.normalize('NFKD')).toString('hex')}`,
  },
};

/** Headers of a call, in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** True for a body that was signed with the secret. */
export function isSigned(
  provider: WebhookProvider,
  body: string,
  headers: Headers,
  secret: string | undefined,
): boolean {
  const { header, write } = schemes[provider];
  const given = headers[header];
  if (secret === undefined || given === undefined) return false;
  const [expected, actual] = [Buffer.from(write(body, secret)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function digest(body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(body, 'utf8').digest();
}

function base64(body: string, secret: string): string {
  return digest(body, secret).toString('base64');
}
