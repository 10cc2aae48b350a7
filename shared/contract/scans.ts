import { z } from 'zod';

import { Cursor, Identifier, Instant, Limit, page } from './common.ts';
import { log, query } from './define.ts';
import { ScanRow } from './devices.ts';

const filter = {
  siteId: Identifier.optional(),
  deviceId: Identifier.optional(),
  code: z.string().min(1).max(256).optional(),
};

export const scanRequests = {
  'scans.list': query(
    z.strictObject({
      ...filter,
      from: Instant.optional(),
      to: Instant.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(ScanRow),
  ),
} as const;

export const scanSubscriptions = {
  /** New scans in the order they were stored; starts with the newest 200 that match, oldest first. */
  'scans.tail': log(z.strictObject(filter), ScanRow),
} as const;
