import { z } from 'zod';

import { query } from './define.ts';

const checkState = z.enum(['right', 'wrong', 'none']);

export const IdentifierCandidate = z.object({
  kind: z.enum(['order-number', 'tracking-number', 'gs1-key']),
  format: z.string(),
  issuer: z.string(),
  title: z.string(),
  /** The number as its issuer writes it. */
  value: z.string(),
  check: checkState,
  score: z.number(),
  because: z.string(),
  trackingUrl: z.string().optional(),
  /** Orders that have it; it may be several. */
  orderNumbers: z.array(z.string()),
});

export const IdentifierCorrection = z.object({
  value: z.string(),
  format: z.string(),
  title: z.string(),
  change: z.enum(['swapped-pair', 'one-character', 'look-alikes']),
  score: z.number(),
  because: z.string(),
  orderNumbers: z.array(z.string()),
});

export const IdentifierElement = z.object({
  ai: z.string(),
  title: z.string(),
  value: z.string(),
  check: checkState,
  date: z.string().optional(),
});

export const identifierRequests = {
  /** What a text may be, ranked, with reasons; what is known here ranks first. */
  'identifiers.read': query(
    z.strictObject({ text: z.string().min(1).max(300) }),
    z.object({
      canonical: z.string(),
      /** Why a text that begins like a GS1 barcode is none. */
      problem: z.string().optional(),
      elements: z.array(IdentifierElement),
      items: z.array(IdentifierCandidate),
      didYouMean: z.array(IdentifierCorrection),
    }),
  ),
} as const;
