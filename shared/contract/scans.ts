import { z } from 'zod';

import { bizSteps, scanOutcomes, verdicts } from '../domain/cbv.ts';
import { Cursor, Identifier, Instant, Limit, page } from './common.ts';
import { command, log, query } from './define.ts';
import { ScanRow } from './devices.ts';

const filter = {
  siteId: Identifier.optional(),
  deviceId: Identifier.optional(),
  code: z.string().min(1).max(256).optional(),
  /** Scans of which at least one code was told so. */
  verdict: z.enum(verdicts).optional(),
};

/** A part of an MQTT topic. */
const level = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^+#/]+$/, 'may hold neither + nor # nor /');

/** A scan made on a page: what a handheld publishes. */
const StationScan = z.strictObject({
  siteId: level,
  /** The station's name; its device is `scan-station:NAME`. */
  station: level,
  time: Instant,
  boot: z.string().min(1).max(128),
  seq: z.int().nonnegative(),
  codes: z.array(z.string().min(1).max(256)).min(1).max(500),
  bizStep: z.enum(bizSteps).optional(),
  readPoint: Identifier.optional(),
  vehicleId: Identifier.optional(),
  parent: Identifier.optional(),
  outcome: z.enum(scanOutcomes).optional(),
  operator: Identifier.optional(),
});

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
  /** Goes the way of a scan that came over MQTT; the same boot and sequence number are the same scan. */
  'scans.submit': command(
    StationScan,
    z.object({
      deviceId: z.string(),
      results: z.array(z.object({ code: z.string(), verdict: z.enum(verdicts), message: z.string() })),
    }),
  ),
} as const;

export const scanSubscriptions = {
  /** New scans in the order they were stored; starts with the newest 200 that match, oldest first. */
  'scans.tail': log(z.strictObject(filter), ScanRow),
} as const;
