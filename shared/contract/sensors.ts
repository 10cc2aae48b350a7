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
  /** `value` is as calibrated; `rawValue` what the sensor said, where that is something else. */
  latest: z.array(
    MeasuredValue.extend({
      rawValue: z.number().optional(),
      time: Instant,
      recordTime: Instant,
      quality: Quality,
    }),
  ),
  /** Newest event time over all types. */
  time: Instant,
});

/**
 * `points` asks for at most that many buckets; each keeps its extremes. `calibrated` values have the offset of the
 * calibration register that applied at their time; `raw` ones are what the sensor said.
 */
export const SeriesParams = z.strictObject({
  deviceId: Identifier,
  channel: z.string().optional(),
  type: z.string().default('Temperature'),
  from: Instant,
  to: Instant,
  points: z.coerce.number().int().min(1).max(5000).default(1000),
  values: z.enum(['calibrated', 'raw']).default('calibrated'),
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
  /**
   * What the sensor said that is no measurement, in no point: broken-wire values, its own word that it measured
   * nothing, what is doubted or was rejected. Those nearer to each other than a point is wide are one.
   */
  faults: z.array(
    z.object({
      from: Instant,
      to: Instant,
      count: z.number(),
      /** Each once, at most three. */
      values: z.array(z.number()),
    }),
  ),
  /** True when every reading is its own point. */
  raw: z.boolean(),
  uom: z.string().nullable(),
  /** Readings in the range, before bucketing. */
  count: z.number(),
  /** Length of the span each point stands for; absent where every reading is its own. */
  spanMs: z.number().optional(),
  /** Of the register, those that applied at some time of the range, the earliest first; none: nothing was put right. */
  calibrations: z
    .array(
      z.object({
        calibrationId: Identifier,
        from: Instant,
        offset: z.number(),
        uncertainty: z.number().optional(),
      }),
    )
    .optional(),
});

export const LanesParams = z.strictObject({
  deviceId: Identifier,
  channel: z.string().optional(),
  from: Instant,
  to: Instant,
  /** Events nearer to each other than the range divided by this are one. */
  points: z.coerce.number().int().min(1).max(1500).default(500),
});

/** A span of event time; without an end it goes on past the range. */
const LaneSpan = z.object({ from: Instant, to: Instant.optional() });

/** What happened around a sensor, to be drawn on the time axis of what it measured; the earliest first. */
export const SensorLanes = z.object({
  /** Times in which the door was open: its own, else one on the vehicle it was on. */
  door: z.array(LaneSpan),
  on: z.array(
    LaneSpan.extend({
      subject: z.object({ type: z.enum(['vehicle', 'parcel', 'pallet', 'site']), id: z.string() }),
    }),
  ),
  /** Where it was, as far as anything said so; without a site it was between sites. */
  places: z.array(z.object({ from: Instant, to: Instant, siteId: z.string().optional() })),
  /** Of what it was on, or at the site it stands at; `count` scans so close that they are one mark. */
  scans: z.array(
    z.object({
      scanId: z.string(),
      time: Instant,
      bizStep: z.string().optional(),
      siteId: z.string().optional(),
      codes: z.array(z.string()),
      count: z.number(),
    }),
  ),
});

export const sensorRequests = {
  'readings.series': query(SeriesParams, Series),
  'readings.lanes': query(LanesParams, SensorLanes),
} as const;

export const sensorSubscriptions = {
  'sensors.live': keyed(noParams, SensorState, 'sensorId'),
} as const;
