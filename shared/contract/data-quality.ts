import { z } from 'zod';

import { rejectReasons } from '../domain/observation.ts';
import { Cursor, Identifier, Instant, Limit, Quality, noParams, page } from './common.ts';
import { command, query } from './define.ts';

const counts = {
  received: z.number(),
  stored: z.number(),
  duplicate: z.number(),
  ignored: z.number(),
  quarantined: z.number(),
  limited: z.number(),
};

/** One day (UTC) of what came in; `late` counts messages that brought something more than two minutes old. */
const Day = z.object({ day: Instant, ...counts, late: z.number() });

const DeviceAccount = z.object({
  deviceId: Identifier,
  format: z.string(),
  ...counts,
  /** Facts by how long after they happened they came; the classes end at `latenessBoundsS`, the last is open. */
  lateness: z.array(z.number()),
  lateShare: z.number().optional(),
  lastSeen: Instant.optional(),
  cadenceS: z.number().optional(),
  clockOffsetS: z.number().optional(),
  /** Doubts about its facts that nobody has decided about. */
  openDoubts: z.number(),
  /** The last days, oldest first. */
  days: z.array(Day),
});

const FormatAccount = z.object({
  format: z.string(),
  devices: z.number(),
  ...counts,
  lateness: z.array(z.number()),
});
const TopicAccount = z.object({ topic: z.string(), ...counts, late: z.number() });

export const DataQuality = z.object({
  latenessBoundsS: z.array(z.number()),
  /** Those with most trouble first. */
  devices: z.array(DeviceAccount),
  formats: z.array(FormatAccount),
  /** Of the last days, those with most trouble first. */
  topics: z.array(TopicAccount),
  days: z.array(Day),
  reasons: z.array(z.object({ reason: z.enum(rejectReasons), count: z.number() })),
});

/** A fact that is doubted, or that somebody decided about. */
export const DoubtRow = z.object({
  kind: z.enum(['position', 'reading']),
  deviceId: Identifier,
  channel: z.string().optional(),
  type: z.string().optional(),
  time: Instant,
  /** Why it is doubted. */
  quality: Quality,
  decision: z.enum(['open', 'accepted', 'rejected']),
  decidedTime: Instant.optional(),
  decidedBy: z.string().optional(),
  note: z.string().optional(),
  value: z.number().optional(),
  uom: z.string().nullable().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
});

/** Messages a device may send: so many a second for good, and so many at once. What is more is acknowledged and counted. */
export const RateLimitPut = z.strictObject({
  perSecond: z.number().min(1).max(100_000),
  burst: z.int().min(1).max(1_000_000),
});

export const RateLimitRow = z.object({
  perSecond: z.number(),
  burst: z.number(),
  defaultPerSecond: z.number(),
  defaultBurst: z.number(),
});

export const dataQualityRequests = {
  'rateLimit.get': query(noParams, RateLimitRow),
  'rateLimit.put': command(RateLimitPut, RateLimitRow),
  'dataQuality.get': query(z.strictObject({ limit: Limit }), DataQuality),
  'doubts.list': query(
    z.strictObject({
      deviceId: Identifier.optional(),
      state: z.enum(['open', 'all']).default('open'),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(DoubtRow),
  ),
  /** Accepts or rejects what a device said in a closed span of event time, or opens the question again. */
  'doubts.decide': command(
    z.strictObject({
      deviceId: Identifier,
      kind: z.enum(['position', 'reading']),
      channel: z.string().max(256).optional(),
      type: z.string().max(64).optional(),
      from: Instant,
      to: Instant,
      decision: z.enum(['open', 'accepted', 'rejected']),
      note: z.string().trim().min(1).max(2000),
    }),
    z.object({ facts: z.number() }),
  ),
} as const;
