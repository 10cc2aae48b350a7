import { z } from 'zod';

import { returnDecisions, returnKinds, returnStates } from '../domain/return.ts';
import { Cursor, Instant, Limit, page } from './common.ts';
import { command, query } from './define.ts';

const Note = z.string().trim().min(1).max(2000);

/** What of an order comes back. */
export const ReturnItem = z.strictObject({
  sku: z.string().min(1).max(128).optional(),
  name: z.string().min(1).max(300),
  quantity: z.number().positive(),
  reason: z.string().trim().min(1).max(300),
});

/** What is printed and stuck on the parcel that comes back. */
export const ReturnLabel = z.object({
  symbology: z.literal('Code 128'),
  /** What the barcode says: the number of the return. */
  text: z.string(),
  /** The barcode as an SVG picture. */
  svg: z.string(),
  /** The order and who sends it back, one line each. */
  lines: z.array(z.string()),
});

/** Goods of an order on their way back under a number of their own. */
export const Return = z.object({
  returnNumber: z.string(),
  orderNumber: z.string(),
  kind: z.enum(returnKinds),
  items: z.array(ReturnItem),
  note: z.string().optional(),
  state: z.enum(returnStates),
  /** When it came to that state. */
  stateTime: Instant,
  /** Where it was scanned last. */
  siteId: z.string().optional(),
  createdTime: Instant,
  who: z.string(),
  decision: z
    .object({
      decision: z.enum(returnDecisions),
      note: z.string().optional(),
      time: Instant,
      who: z.string(),
    })
    .optional(),
  label: ReturnLabel,
});

export const returnRequests = {
  /** Quantities are checked against the order and what comes back already. */
  'returns.create': command(
    z.strictObject({
      orderNumber: z.string().min(1).max(128),
      kind: z.enum(returnKinds),
      items: z.array(ReturnItem).min(1).max(1000),
      note: Note.optional(),
    }),
    Return,
  ),
  'returns.decide': command(
    z.strictObject({
      returnNumber: z.string().min(1).max(64),
      decision: z.enum(returnDecisions),
      note: Note.optional(),
    }),
    Return,
  ),
  /** The newest first. */
  'returns.list': query(
    z.strictObject({
      orderNumber: z.string().min(1).max(128).optional(),
      decided: z.enum(['yes', 'no']).optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Return),
  ),
} as const;
