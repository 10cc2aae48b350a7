import { z } from 'zod';

import { Alert } from './alerts.ts';
import { Instant } from './common.ts';
import { Excursion } from './cold-chain.ts';
import { query } from './define.ts';

/** A reading of the sensor around an excursion. */
export const ReportReading = z.object({
  time: Instant,
  recordTime: Instant,
  /** With the offset of the calibration that applied; `rawValue` is what the sensor said where that differs. */
  value: z.number(),
  rawValue: z.number().optional(),
  /** On the wrong side of the limit. */
  beyond: z.boolean(),
  /** Known more than two minutes after it was measured. */
  late: z.boolean(),
  /** An impossible value: kept, and judged by no limit. */
  fault: z.boolean(),
});

/** What an excursion report is made from; the same facts give the same report, to the byte. */
export const ExcursionReport = z.object({
  format: z.literal('waymark-excursion-report/1'),
  alert: Alert,
  excursion: Excursion,
  /** Zone in which the printed report gives times. */
  timeZone: z.string(),
  /** What the readings and the track cover. */
  window: z.object({ from: Instant, to: Instant }),
  readings: z.array(ReportReading),
  track: z.array(z.object({ time: Instant, lat: z.number(), lon: z.number() })),
  site: z.object({ siteId: z.string(), name: z.string(), lat: z.number(), lon: z.number() }).optional(),
  /** SHA-256 of the CSV of the readings, in hexadecimal. */
  csvSha256: z.string(),
});

export const reportFormats = ['pdf', 'json', 'csv'] as const;

/** A file to hand out. */
export const ReportFile = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  /** Of the bytes, in hexadecimal. */
  sha256: z.string(),
  base64: z.string(),
});

export const reportRequests = {
  /** The report of an excursion as it is known now; `json` and `csv` change only when the facts or decisions do. */
  'alerts.reportFile': query(
    z.strictObject({ alertId: z.string().min(1).max(64), format: z.enum(reportFormats) }),
    ReportFile,
  ),
} as const;
