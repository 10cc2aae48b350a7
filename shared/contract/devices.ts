import { z } from 'zod';

import { correctionReasons } from '../domain/hold.ts';
import { verdicts } from '../domain/cbv.ts';
import { Cursor, Identifier, Instant, Limit, Quality, noParams, page } from './common.ts';
import { command, keyed, query } from './define.ts';

export const MeasuredValue = z.object({
  type: z.string(),
  value: z.number(),
  uom: z.string().nullable(),
});

const observed = {
  time: Instant,
  recordTime: Instant,
  topic: z.string(),
  deviceId: Identifier,
  quality: Quality,
  boot: z.string().optional(),
  seq: z.number().optional(),
};

export const ReadingRow = z.object({
  kind: z.literal('reading'),
  ...observed,
  channel: z.string().optional(),
  ...MeasuredValue.shape,
});

export const PositionRow = z.object({
  kind: z.literal('position'),
  ...observed,
  lat: z.number(),
  lon: z.number(),
  speedMps: z.number().optional(),
  headingDeg: z.number().optional(),
  accuracyM: z.number().optional(),
  altitudeM: z.number().optional(),
});

export const ScanRow = z.object({
  kind: z.literal('scan'),
  scanId: z.string(),
  siteId: z.string().optional(),
  ...observed,
  /** The worst of its codes as now believed, and as it was answered (absent: nobody was answered). */
  verdict: z.enum(verdicts).optional(),
  verdictGiven: z.enum(verdicts).optional(),
  /** Set when somebody declared it wrong: the row shows the scan as it came in. */
  correction: z
    .object({ correctionId: z.string(), reason: z.enum(correctionReasons), note: z.string() })
    .optional(),
  /** What is now believed of each code, in the order of `codes`. */
  verdicts: z
    .array(z.object({ code: z.string(), verdict: z.enum(verdicts), message: z.string() }))
    .optional(),
  codes: z.array(z.string()),
  bizStep: z.string().optional(),
  readPoint: z.string().optional(),
  vehicleId: z.string().optional(),
  parent: z.string().optional(),
  outcome: z.string().optional(),
  quantity: z.number().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  operator: z.string().optional(),
  antenna: z.number().optional(),
  rssiDbm: z.number().optional(),
  reads: z.number().optional(),
});

export const StatusRow = z.object({
  kind: z.literal('status'),
  ...observed,
  online: z.boolean().optional(),
  batteryPct: z.number().optional(),
  rssiDbm: z.number().optional(),
  firmware: z.string().optional(),
  event: z.string().optional(),
  region: z.string().optional(),
});

export const ObservationRow = z.discriminatedUnion('kind', [ReadingRow, PositionRow, ScanRow, StatusRow]);

/** What was understood of each device's messages; a message counts once in `messages`. */
export const DeviceState = z.object({
  deviceId: Identifier,
  format: z.string(),
  siteId: z.string().optional(),
  /** The site its messages name; `siteId` is this one where none is configured. */
  heardSiteId: z.string().optional(),
  /** What the device is for, as configured; else what it has been heard to send. */
  kind: z.string().optional(),
  readPoint: z.string().optional(),
  bizStep: z.string().optional(),
  timeZone: z.string().optional(),
  expectedEveryS: z.number().optional(),
  hasKey: z.boolean(),
  firstSeen: Instant.optional(),
  /** When a live message of any kind was last received; a retained copy is not a sign of life. */
  lastSeen: Instant.optional(),
  /** Newest event time it has reported. */
  lastEventTime: Instant.optional(),
  cadenceS: z.number().optional(),
  clockOffsetS: z.number().optional(),
  batteryPct: z.number().optional(),
  rssiDbm: z.number().optional(),
  firmware: z.string().optional(),
  online: z.boolean().optional(),
  messages: z.object({
    stored: z.number(),
    duplicate: z.number(),
    ignored: z.number(),
    quarantined: z.number(),
    limited: z.number(),
  }),
  kinds: z.array(z.enum(['scan', 'position', 'reading', 'status'])),
  /** As configured; a put replaces it, so a form sends it back. */
  channels: z
    .record(
      z.string(),
      z.object({ name: z.string().optional(), temperatureProfileId: z.string().optional() }),
    )
    .optional(),
});

export const DevicePut = z.strictObject({
  deviceId: Identifier,
  kind: z.string().max(64).optional(),
  siteId: Identifier.optional(),
  readPoint: z.string().max(256).optional(),
  bizStep: z.string().max(64).optional(),
  timeZone: z.string().max(64).optional(),
  expectedEveryS: z.number().positive().max(31_536_000).optional(),
  key: z.string().max(1024).optional(),
  channels: z
    .record(
      z.string(),
      z.strictObject({ name: z.string().optional(), temperatureProfileId: z.string().optional() }),
    )
    .optional(),
});

const range = { from: Instant.optional(), to: Instant.optional() };

export const deviceRequests = {
  'devices.list': query(noParams, page(DeviceState)),
  'devices.put': command(DevicePut, DeviceState),
  'observations.list': query(
    z.strictObject({
      deviceId: Identifier.optional(),
      topic: z.string().optional(),
      kind: z.enum(['scan', 'position', 'reading', 'status']).optional(),
      ...range,
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(ObservationRow),
  ),
} as const;

export const deviceSubscriptions = {
  'devices.live': keyed(noParams, DeviceState, 'deviceId'),
} as const;
