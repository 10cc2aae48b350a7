import { z } from 'zod';

import { Instant } from './common.ts';
import { command, query } from './define.ts';
import { ImportJob } from './orders.ts';

/** How good a model was on the newest fifth of the history, which it had not learned from. Hours. */
const HeldOut = z.object({
  n: z.number(),
  maeHours: z.number(),
  /** Of the middle of each lane's outcomes before. */
  baselineMaeHours: z.number(),
  medianHours: z.number(),
  p90Hours: z.number(),
  biasHours: z.number(),
  coverage80: z.number(),
});

/** What was imported of the time before, and what was learned from it. */
export const History = z.object({
  /** Journeys that ended, and the time they are of. */
  journeys: z.number(),
  from: Instant.optional(),
  to: Instant.optional(),
  learning: z.boolean(),
  problem: z.string().optional(),
  /** The model that is asked, as estimates name it. */
  model: z
    .object({
      name: z.string(),
      trainedTime: Instant,
      /** Journeys it was learned from. */
      journeys: z.number(),
      /** Absent where too few are left to judge it by. */
      heldOut: HeldOut.optional(),
      /** What tells most, with its share of all that is told. */
      tells: z.array(z.object({ name: z.string(), share: z.number() })),
    })
    .optional(),
});

export const historyRequests = {
  /** A CSV of finished journeys; its job is asked for like that of orders. The same journeys again change nothing. */
  'history.import': command(
    z.strictObject({ csv: z.string().max(64_000_000), mapping: z.record(z.string(), z.string()).optional() }),
    ImportJob,
  ),
  'history.get': query(z.strictObject({}), History),
} as const;
