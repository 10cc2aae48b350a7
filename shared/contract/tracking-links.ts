import { z } from 'zod';

import { answerLanguages } from '../domain/answer/answer-words.ts';
import { milestoneKinds, milestoneStatuses, orderStates } from '../domain/order-state.ts';
import { Instant } from './common.ts';
import { command, query } from './define.ts';

/** Where a site is, to a kilometre; or a vehicle, to ten. */
const RoughPlace = z.object({ lat: z.number(), lon: z.number() });

/** What somebody who was given the link may see: no personal data but the name. */
export const PublicOrder = z.object({
  orderNumber: z.string(),
  name: z.string().optional(),
  state: z.enum(orderStates),
  /** What may be told of it in one sentence, in the language that was asked for. */
  sentence: z.string(),
  journey: z.array(
    z.object({
      milestone: z.enum(milestoneKinds),
      place: z.string().optional(),
      /** Of sites of the trade, never of a customer's address. */
      at: RoughPlace.optional(),
      time: Instant.optional(),
      status: z.enum(milestoneStatuses),
    }),
  ),
  /** Where it was seen last, while it is at a site or on a vehicle. */
  last: RoughPlace.optional(),
  /** Zone its times are told in. */
  timeZone: z.string(),
  expires: Instant,
});

export const trackingLinkRequests = {
  /** The address is given this once; by default it ends after 30 days. */
  'trackingLinks.create': command(
    z.strictObject({ orderNumber: z.string().min(1).max(128), expires: Instant.optional() }),
    z.object({ url: z.string(), expires: Instant }),
  ),
  /** `not-found` for a link that never was or has ended. */
  'trackingLinks.read': query(
    z.strictObject({
      token: z.string().min(1).max(128),
      lang: z.enum(answerLanguages).default('en'),
    }),
    PublicOrder,
  ),
} as const;
