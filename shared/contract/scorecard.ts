import { z } from 'zod';

import { Instant } from './common.ts';
import { query } from './define.ts';

/** How good estimates of arrival were. Durations in minutes; a positive bias: orders came later than was said. */
const Score = z.object({
  /** Predictions, and the orders they are of. */
  n: z.number(),
  orders: z.number(),
  maeMinutes: z.number(),
  medianMinutes: z.number(),
  p90Minutes: z.number(),
  biasMinutes: z.number(),
  /** Share of the deliveries within the interval that is to hold 80 %. */
  coverage80: z.number(),
  /** How far the estimate of an order moved from one prediction to the next, the middle of all. */
  jitterMinutes: z.number().nullable(),
});

export const ScorecardKey = z.enum(['lane', 'site', 'carrier', 'driver', 'service']);

export const Scorecard = z.object({
  from: Instant,
  to: Instant,
  by: ScorecardKey,
  /** True when there are more predictions than are looked at: then of the newest deliveries only. */
  isCut: z.boolean(),
  total: Score.nullable(),
  /** '' names what is not known. */
  groups: z.array(Score.extend({ name: z.string() })),
  models: z.array(Score.extend({ name: z.string() })),
  byActualTimeOut: z.array(Score.extend({ name: z.string() })),
  byPredictedTimeOut: z.array(Score.extend({ name: z.string() })),
});

export const scorecardRequests = {
  /** Of orders delivered in a half-open range; without one the last 30 days. */
  'eta.scorecard': query(
    z.strictObject({
      from: Instant.optional(),
      to: Instant.optional(),
      by: ScorecardKey.default('lane'),
    }),
    Scorecard,
  ),
} as const;
