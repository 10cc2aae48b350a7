import { z } from 'zod';

import { Identifier, Instant } from './common.ts';
import { query } from './define.ts';

const Side = z.object({ n: z.number(), medianMinutes: z.number(), lateShare: z.number() });

/** A site, or a way between two, and how long it takes now against before. */
export const Bottleneck = z.object({
  siteId: z.string(),
  /** Present for a way. */
  toSiteId: z.string().optional(),
  recent: Side,
  usual: Side,
  /** How many standard errors the recent middle lies above the usual one. */
  score: z.number(),
  trendMinutesPerDay: z.number().optional(),
  /** It takes longer than it did, and not by chance. */
  drifting: z.boolean(),
  days: z.array(z.object({ day: Instant, n: z.number(), medianMinutes: z.number() })),
  /** Orders there now, and those waiting longer than nine of ten did. */
  waiting: z.number(),
  waitingLong: z.number(),
});

const Arrival = z.object({
  p10: Instant,
  p50: Instant,
  p90: Instant,
  lateProbability: z.number().optional(),
});

export const whatIfEffects = ['breaks', 'saves', 'kept', 'broken', 'no-promise', 'unknown'] as const;

export const WhatIfOrder = z.object({
  orderNumber: z.string(),
  customerName: z.string().optional(),
  promisedUntil: Instant.optional(),
  before: Arrival.optional(),
  after: Arrival.optional(),
  effect: z.enum(whatIfEffects),
});

const orderNumbers = z.array(Identifier).min(1).max(500).optional();

export const WhatIfChange = z.discriminatedUnion('kind', [
  /** What leaves with a vehicle, from a site, or these orders, leaves later. */
  z.strictObject({
    kind: z.literal('delay-departure'),
    vehicleId: Identifier.optional(),
    siteId: Identifier.optional(),
    orderNumbers,
    byMinutes: z.number().min(1).max(10_080),
  }),
  /** Another vehicle comes to where the first one is and takes over. */
  z.strictObject({
    kind: z.literal('swap-vehicle'),
    vehicleId: Identifier,
    toVehicleId: Identifier,
    handoverMinutes: z.number().min(0).max(1440).default(15),
  }),
  /** A site is passed by. */
  z.strictObject({
    kind: z.literal('remove-stop'),
    siteId: Identifier,
    vehicleId: Identifier.optional(),
    orderNumbers,
  }),
]);

export const planningRequests = {
  /** Drifting ones first, those that cost the most time on top. */
  'bottlenecks.list': query(
    z.strictObject({
      /** The last days, held against `usualDays` before them. */
      days: z.coerce.number().int().min(1).max(60).default(7),
      usualDays: z.coerce.number().int().min(7).max(365).default(28),
    }),
    z.object({ from: Instant, to: Instant, items: z.array(Bottleneck) }),
  ),
  /** Which promises would break, or be kept again; nothing is changed. */
  'planning.whatIf': query(
    z.strictObject({ change: WhatIfChange }),
    z.object({
      orders: z.number(),
      /** True when more orders are concerned than were worked out. */
      isCut: z.boolean(),
      breaks: z.number(),
      saves: z.number(),
      unknown: z.number(),
      expectedLateBefore: z.number(),
      expectedLateAfter: z.number(),
      reasons: z.array(z.string()),
      items: z.array(WhatIfOrder),
    }),
  ),
} as const;
