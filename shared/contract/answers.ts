import { z } from 'zod';

import { answerLanguages } from '../domain/answer/answer-words.ts';
import { Instant } from './common.ts';
import { query } from './define.ts';

/** One fact an answer rests on. */
export const AnswerFactRow = z.object({
  kind: z.enum(['order', 'scan', 'position', 'estimate', 'promise', 'hold', 'alert']),
  text: z.string(),
  eventTime: Instant.optional(),
  recordTime: Instant.optional(),
  /** Seconds since it happened; absent where that is not known. */
  ageS: z.number().optional(),
  /** True when it says nothing of now. */
  stale: z.boolean(),
  source: z.object({ type: z.string(), id: z.string() }),
});

/** What to tell a caller about an order, and what that rests on. */
export const Answer = z.object({
  orderNumber: z.string(),
  lang: z.enum(answerLanguages),
  /** When it was true; ages are counted from here. */
  asOf: Instant,
  /** Zone its times are told in: the site's. */
  timeZone: z.string(),
  /** One sentence that may be read out. */
  sentence: z.string(),
  facts: z.array(AnswerFactRow),
  /** The whole as text, for a mail or a chat. */
  text: z.string(),
});

export const answerRequests = {
  'orders.answer': query(
    z.strictObject({
      orderNumber: z.string().min(1),
      lang: z.enum(answerLanguages).default('en'),
    }),
    Answer,
  ),
} as const;
