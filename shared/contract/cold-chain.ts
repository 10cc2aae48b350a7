import { z } from 'zod';

import { Identifier, Instant, Limit, page } from './common.ts';
import { command, query } from './define.ts';
import { ProfileLimit } from './profiles.ts';

const figures = {
  from: Instant,
  to: Instant,
  /** Readings in the window, and the share of it they stand for (0 to 1). */
  readings: z.number(),
  coverage: z.number(),
  meanC: z.number().optional(),
  minC: z.number().optional(),
  maxC: z.number().optional(),
};

/** Mean kinetic temperature of a window; where none is given, `why` says so in words. */
export const Mkt = z.object({
  ...figures,
  mktC: z.number().optional(),
  refusal: z
    .enum(['no-readings', 'too-few-readings', 'too-little-coverage', 'frozen', 'below-lower-limit'])
    .optional(),
  why: z.string().optional(),
});

const Place = z.object({
  siteId: z.string().optional(),
  vehicleId: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  /** When it was there: the newest fix before. */
  asOf: Instant.optional(),
});

/** Everything that is to be known of an excursion, worked out from the readings there are now. */
export const Excursion = z.object({
  alertId: z.string(),
  kind: z.string(),
  profileId: z.string(),
  profileName: z.string(),
  /** The version of the profile it was judged by; later edits have another. */
  profileVersion: z.string().optional(),
  limit: ProfileLimit,
  uom: z.string(),
  startTime: Instant,
  firstAlarmTime: Instant,
  endTime: Instant.optional(),
  durationS: z.number(),
  worst: z.object({ value: z.number(), time: Instant }),
  /** Area between the readings and the limit. */
  degreeMinutes: z.number(),
  /** Readings beyond the limit. */
  readings: z.number(),
  coverage: z.number(),
  decidable: z.boolean(),
  mktOfExcursion: Mkt.optional(),
  mktOfTrip: Mkt.optional(),
  affected: z.array(
    z.object({
      orderNumber: z.string(),
      parcels: z.array(z.object({ parcelId: z.string(), sscc: z.string().optional() })),
    }),
  ),
  locations: z.object({ start: Place, end: Place }),
  gapBefore: z.object({ from: Instant, to: Instant }).optional(),
  gapAfter: z.object({ from: Instant, to: Instant }).optional(),
});

/** A figure the logger worked out itself beside ours of the same samples. */
export const LoggerComparison = z.object({
  what: z.string(),
  logger: z.string(),
  ours: z.string().optional(),
  /** Absent: there is nothing of ours to compare. */
  agrees: z.boolean().optional(),
  note: z.string().optional(),
});

export const LoggerImport = z.object({
  importId: z.string(),
  deviceId: z.string(),
  model: z.string(),
  serial: z.string(),
  importedTime: Instant,
  timeZone: z.string(),
  /** `readings`: its samples are readings now; `daily-figures`: it holds none, only the logger's own results. */
  holds: z.enum(['readings', 'daily-figures']),
  samples: z.number(),
  /** Sample times at which the logger had no value. */
  missing: z.number(),
  stored: z.number(),
  duplicates: z.number(),
  firstTime: Instant.optional(),
  lastTime: Instant.optional(),
  own: z.object({
    mktC: z.number().optional(),
    mktEnergyKJ: z.number().optional(),
    averageC: z.number().optional(),
    minC: z.number().optional(),
    maxC: z.number().optional(),
    limits: z.array(
      z.object({
        name: z.string(),
        celsius: z.number(),
        afterMin: z.number(),
        side: z.enum(['above', 'below']),
        mode: z.enum(['consecutive', 'cumulative']),
      }),
    ),
    alarms: z.array(
      z.object({
        limit: z.string(),
        crossedTime: Instant.optional(),
        alarmTime: Instant.optional(),
        minutes: z.number(),
      }),
    ),
    days: z.array(
      z.object({
        date: z.string(),
        minC: z.number().optional(),
        maxC: z.number().optional(),
        averageC: z.number().optional(),
        lowMinutes: z.number().optional(),
        highMinutes: z.number().optional(),
      }),
    ),
  }),
  comparison: z.array(LoggerComparison),
});

const sensor = { deviceId: Identifier, channel: z.string().max(128).optional() };
const range = { from: Instant, to: Instant };

export const coldChainRequests = {
  /** Without a range: the last 24 hours, the last 30 days and the trip (since the sensor was put on what it is on). */
  'mkt.get': query(
    z.strictObject({
      ...sensor,
      from: Instant.optional(),
      to: Instant.optional(),
      /** Activation energy, kJ/mol; 83.144 without. */
      energyKJ: z.coerce.number().min(10).max(300).optional(),
    }),
    z.object({ window: Mkt.optional(), day: Mkt.optional(), month: Mkt.optional(), trip: Mkt.optional() }),
  ),
  'alerts.excursion': query(z.strictObject({ alertId: z.string().min(1).max(64) }), Excursion),
  /** Which spans of what a sensor recorded would have alarmed. Nothing is kept. */
  'profiles.preview': query(
    z.strictObject({ ...sensor, ...range, limits: z.array(ProfileLimit).min(1).max(20) }),
    z.object({
      readings: z.number(),
      spans: z.array(
        z.object({
          /** Place of its limit in the list. */
          limit: z.number(),
          startTime: Instant,
          alarmTime: Instant,
          endTime: Instant.optional(),
          worst: z.number(),
        }),
      ),
    }),
  ),
  'loggers.import': command(
    z.strictObject({
      text: z.string().min(1).max(16_000_000),
      /** The device whose readings it becomes; without one, the serial number of the logger. */
      deviceId: Identifier.optional(),
      /** Zone of the times in the file, which name none. */
      timeZone: z.string().max(64).optional(),
    }),
    LoggerImport,
  ),
  'loggers.list': query(
    z.strictObject({ deviceId: Identifier.optional(), limit: Limit }),
    page(LoggerImport),
  ),
} as const;
