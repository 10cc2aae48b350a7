import { z } from 'zod';

import { carrierMilestones } from '../domain/carrier-milestone.ts';
import { webhookProviders } from '../domain/webhook.ts';
import { Identifier, Instant, noParams } from './common.ts';
import { command, query } from './define.ts';
import { UpsertResult } from './orders.ts';

const Provider = z.enum(webhookProviders);

/** A sender of webhooks, and what has come from it. */
export const Webhook = z.object({
  provider: Provider,
  /** Where it is to send to, on this station. */
  path: z.string(),
  /** True where a secret is set, so that a signature lets a call in. */
  hasSecret: z.boolean(),
  taken: z.number(),
  ignored: z.number(),
  rejected: z.number(),
  lastTime: Instant.optional(),
  /** Calls that were let in by neither a signature nor a token; nothing of them was kept. */
  refused: z.number(),
  lastRefusedTime: Instant.optional(),
  /** Why nothing came of calls, the most frequent first, at most five. */
  reasons: z.array(
    z.object({ outcome: z.enum(['ignored', 'rejected']), reason: z.string(), count: z.number() }),
  ),
});

/** A code of a carrier, how often it was used, and what it was taken to mean. */
export const CarrierCode = z.object({
  provider: z.string(),
  carrier: z.string(),
  rawCode: z.string(),
  /** null: nobody has said what it means; it moves nothing. */
  milestone: z.enum(carrierMilestones).nullable(),
  count: z.number(),
  lastTime: Instant,
  example: z.string(),
});

export const CarrierCodes = z.object({
  items: z.array(CarrierCode),
  /** Events whose code nobody has said the meaning of. */
  unmapped: z.number(),
  /** Rises with every code that is given a meaning. */
  mappingVersion: z.number(),
});

export const webhookRequests = {
  /** A call as it came. What was taken before is not taken again. */
  'webhooks.receive': command(
    z.strictObject({
      provider: Provider,
      body: z.string().max(16_000_000),
      /** In lower case. */
      headers: z.record(z.string(), z.string()).default({}),
      /** The caller showed nothing else: the signature must be right (`forbidden`). */
      mustBeSigned: z.boolean().default(false),
    }),
    z.object({
      status: z.enum(['taken', 'duplicate', 'ignored', 'rejected']),
      /** Why, where nothing came of it. */
      reason: z.string().optional(),
      orders: z.array(UpsertResult),
      /** Carrier events: new ones, known ones, and those nobody has said the meaning of. */
      events: z.object({ added: z.number(), known: z.number(), unmapped: z.number() }),
    }),
  ),
  'webhooks.list': query(noParams, z.object({ items: z.array(Webhook) })),
  /** The secret a sender signs with; null takes it away. It is kept in a file of its own and never shown. */
  'webhooks.put': command(
    z.strictObject({ provider: Provider, secret: z.string().min(1).max(512).nullable() }),
    Webhook,
  ),
  'carriers.codes': query(z.strictObject({}), CarrierCodes),
  /**
   * Says what a code means that meant nothing so far (`conflict` for any other): a new version of the table. What was
   * kept with this code moves its parcels now, at the times it happened.
   */
  'carriers.mapCode': command(
    z.strictObject({
      provider: Identifier,
      carrier: Identifier,
      rawCode: z.string().min(1).max(512),
      milestone: z.enum(carrierMilestones),
    }),
    CarrierCodes,
  ),
} as const;
