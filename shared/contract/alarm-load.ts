import { z } from 'zod';

import { alertKinds, alertSubjectTypes } from '../domain/alert.ts';
import { Instant } from './common.ts';
import { query } from './define.ts';

const Source = z.object({
  kind: z.enum(alertKinds),
  subject: z.object({ type: z.enum(alertSubjectTypes), id: z.string() }),
  count: z.number(),
});

/** How much alarms ask of people, in the figures of ISA-18.2 and IEC 62682. Shares are 0 to 1. */
export const AlarmMetrics = z.object({
  from: Instant,
  to: Instant,
  /** Alerts raised and not withdrawn. */
  raised: z.number(),
  perHour: z.number(),
  per10Min: z.number(),
  /** The ten minutes in which the most were raised. */
  peak: z.object({ count: z.number(), from: Instant }).optional(),
  /** Share of the time in a flood: from more than ten in ten minutes until fewer than five. */
  floodShare: z.number(),
  /** Active for more than a day now. */
  stale: z.number(),
  topSources: z.array(Source),
  /** Share of all that the ten busiest sources raised. */
  topShare: z.number(),
  /** Raised three times or more within a minute; `count` is the most within one. */
  chattering: z.array(Source),
  bySeverity: z.object({ low: z.number(), medium: z.number(), high: z.number(), critical: z.number() }),
});

export const alarmLoadRequests = {
  /** Without a range: the last 24 hours. */
  'alerts.metrics': query(z.strictObject({ from: Instant.optional(), to: Instant.optional() }), AlarmMetrics),
} as const;
