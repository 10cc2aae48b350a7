import { z } from 'zod';

import { Identifier, noParams, page } from './common.ts';
import { command, keyed, query } from './define.ts';

const ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(4);

export const siteKinds = ['warehouse', 'distribution-centre', 'depot', 'store', 'customer'] as const;

/** A place: a circle around lat/lon, or a polygon; times of what happens there are shown in its zone. */
export const Site = z.strictObject({
  siteId: Identifier,
  name: z.string().min(1).max(200),
  kind: z.enum(siteKinds),
  gln: z
    .string()
    .regex(/^\d{13}$/)
    .optional(),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  radiusM: z.number().positive().max(100_000).optional(),
  area: z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }).optional(),
  timeZone: z.string().max(64).optional(),
});

export const siteRequests = {
  'sites.list': query(noParams, page(Site)),
  'sites.put': command(Site, Site),
} as const;

export const siteSubscriptions = {
  'sites.live': keyed(noParams, Site, 'siteId'),
} as const;
