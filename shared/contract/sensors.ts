import { z } from 'zod';

import { Identifier, Instant, Quality, noParams } from './common.ts';
import { keyed, query } from './define.ts';
import { MeasuredValue } from './devices.ts';

/** One measuring channel of one device with its newest value of each type (newest by event time). */
export const SensorState = z.object({
  /** `deviceId` alone, or `deviceId#channel`. */
  sensorId: z.string(),
  deviceId: Identifier,
  channel: z.string().optional(),
  name: z.string().optional(),
  siteId: z.string().optional(),
  latest: z.array(MeasuredValue.extend({ time: Instant, recordTime: Instant, quality: Quality })),
  /** Newest event time over all types. */
  time: Instant,
});

/** `points` asks for at most that many buckets; each keeps its extremes. */
export const SeriesParams = z.strictObject({
  deviceId: Identifier,
  channel: z.string().optional(),
  type: z.string().default('Temperature'),
  from: Instant,
  to: Instant,
  points: z.coerce.number().int().min(1).max(5000).default(1000),
});

export const SeriesPoint = z.object({
  /** Event time of the reading (raw) or the start of the bucket. */
  time: Instant,
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  count: z.number(),
});

export const Series = z.object({
  points: z.array(SeriesPoint),
  /** Spans with no reading for longer than the gap limit; drawn as gaps, never bridged. */
  gaps: z.array(z.object({ from: Instant, to: Instant })),
  /** True when every reading is its own point. */
  raw: z.boolean(),
  uom: z.string().nullable(),
  /** Readings in the range, before bucketing. */
  count: z.number(),
});

export const sensorRequests = {
  'readings.series': query(SeriesParams, Series),
} as const;

export const sensorSubscriptions = {
  'sensors.live': keyed(noParams, SensorState, 'sensorId'),
} as const;
