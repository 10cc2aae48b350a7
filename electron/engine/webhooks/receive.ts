import { createHash } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import type { WebhookProvider } from '#shared/domain/webhook.ts';
import { DomainError } from '#shared/result.ts';

import { afterShipId, readAfterShip } from '../carriers/aftership.ts';
import type { ToldEvents } from '../carriers/carrier-event.ts';
import { easyPostId, readEasyPost } from '../carriers/easypost.ts';
import { keepEvents } from '../carriers/keep-events.ts';
import type { EngineParts } from '../handlers/engine-parts.ts';
import { type ShopMessage } from '../shops/shop-order.ts';
import { readShopify } from '../shops/shopify.ts';
import { takeShopMessage } from '../shops/take-shop-message.ts';
import { readWooCommerce } from '../shops/woocommerce.ts';
import type { DeliveryOutcome } from '../store/webhooks.ts';
import { type Headers, isSigned } from './signatures.ts';

type Received = ResultOf<'webhooks.receive'>;

const noEvents = { added: 0, known: 0, unmapped: 0 } as const;

/** Takes in a call of a webhook: proof, idempotency, meaning; its body is kept as it came. */
export async function receive(
  parts: EngineParts,
  { provider, body, headers, mustBeSigned }: ParamsOut<'webhooks.receive'>,
): Promise<Received> {
  const { store, secrets, clock } = parts;
  if (mustBeSigned && !isSigned(provider, body, headers, secrets.webhookSecret(provider))) {
    store.webhooks.refuse(provider, clock.now());
    throw new DomainError(
      'forbidden',
      'The signature is missing or wrong, or no secret is set for this sender; or send a token.',
    );
  }
  const parsed = parse(body);
  const deliveryId = idOf(provider, parsed, headers) ?? createHash('sha256').update(body).digest('hex');
  if (store.webhooks.isKnown(provider, deliveryId))
    return { status: 'duplicate', orders: [], events: noEvents };
  const received = await take(parts, provider, parsed);
  store.transaction(() =>
    store.webhooks.keep({
      provider,
      deliveryId,
      topic: headers['x-shopify-topic'] ?? headers['x-wc-webhook-topic'],
      receivedTime: clock.now(),
      body,
      outcome: received.status as DeliveryOutcome,
      detail: received.reason,
    }),
  );
  return received;
}

/** The body as JSON; undefined where it is none. */
function parse(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}

function idOf(
  provider: WebhookProvider,
  parsed: { readonly value: unknown } | undefined,
  headers: Headers,
): string | undefined {
  switch (provider) {
    case 'shopify':
      return headers['x-shopify-webhook-id'];
    case 'woocommerce':
      return headers['x-wc-webhook-delivery-id'];
    case 'easypost':
      return easyPostId(parsed?.value);
    case 'aftership':
      return afterShipId(parsed?.value);
  }
}

async function take(
  parts: EngineParts,
  provider: WebhookProvider,
  parsed: { readonly value: unknown } | undefined,
): Promise<Received> {
  // What WooCommerce says when a webhook is set up is a form, not JSON.
  if (parsed === undefined)
    return provider === 'woocommerce'
      ? nothing('ignored', 'it only says that the webhook was set up')
      : nothing('rejected', 'the body is not JSON');
  if (provider === 'shopify' || provider === 'woocommerce')
    return takeShop(
      parts,
      provider,
      provider === 'shopify' ? readShopify(parsed.value) : readWooCommerce(parsed.value, parts.timeZone),
    );
  const read = provider === 'easypost' ? readEasyPost : readAfterShip;
  return await takeCarrier(parts, provider, read(parsed.value, parts.timeZone));
}

function nothing(status: 'ignored' | 'rejected', reason: string): Received {
  return { status, reason, orders: [], events: noEvents };
}

function takeShop(parts: EngineParts, provider: string, message: ShopMessage): Received {
  if (message.kind === 'nothing') return nothing('ignored', message.why);
  if (message.kind === 'unreadable') return nothing('rejected', message.why);
  const { orders, reason } = takeShopMessage(parts, provider, message);
  if (reason !== undefined) return nothing('ignored', reason);
  const isRefused = orders.length > 0 && orders.every(({ status }) => status === 'rejected');
  return {
    status: isRefused ? 'rejected' : 'taken',
    ...(isRefused ? { reason: orders[0]?.error?.message ?? 'refused' } : {}),
    orders,
    events: noEvents,
  };
}

async function takeCarrier(
  parts: EngineParts,
  provider: string,
  told: ToldEvents | undefined,
): Promise<Received> {
  if (told === undefined) return nothing('ignored', 'it is not the tracking of a parcel');
  const events = await keepEvents(parts, provider, told.events);
  const reason = told.unusable.length === 0 ? {} : { reason: told.unusable.slice(0, 5).join('; ') };
  return { status: 'taken', ...reason, orders: [], events };
}

/** How a sender is doing. */
export function webhookView(
  { store, secrets }: Pick<EngineParts, 'store' | 'secrets'>,
  provider: WebhookProvider,
): ResultOf<'webhooks.put'> {
  const counts = store.webhooks.counts().filter((row) => row.provider === provider);
  const of = (outcome: DeliveryOutcome): number => counts.find((row) => row.outcome === outcome)?.count ?? 0;
  const refused = store.webhooks.refused(provider);
  const last = Math.max(...counts.map(({ lastTime }) => lastTime));
  return {
    provider,
    path: `/api/v1/webhooks/${provider}`,
    hasSecret: secrets.webhookSecret(provider) !== undefined,
    taken: of('taken'),
    ignored: of('ignored'),
    rejected: of('rejected'),
    ...(Number.isFinite(last) ? { lastTime: toIso(last) } : {}),
    refused: refused?.count ?? 0,
    ...(refused === undefined ? {} : { lastRefusedTime: toIso(refused.lastTime) }),
    reasons: store.webhooks.reasons(provider),
  };
}
