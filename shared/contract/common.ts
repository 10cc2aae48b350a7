import { z } from 'zod';

import { qualityFlags } from '../domain/quality.ts';

/** ISO-8601 instant; leaves the engine in UTC. */
export const Instant = z.iso.datetime({ offset: true });

export const Identifier = z.string().min(1).max(256);

export const Quality = z.array(z.enum(qualityFlags));

export const Limit = z.coerce.number().int().min(1).max(1000).default(100);

/** Opaque place in a list, as given by the previous page. */
export const Cursor = z.string().max(200);

export const noParams = z.strictObject({});

/** One page of a list. */
export function page<R extends z.ZodType>(row: R) {
  return z.object({ items: z.array(row), nextCursor: z.string().optional() });
}
