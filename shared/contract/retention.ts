import { z } from 'zod';

import { holdSubjectTypes, retentionClasses } from '../domain/retention.ts';
import { Identifier, Instant, noParams, page } from './common.ts';
import { command, query } from './define.ts';

const KeepDays = z.number().min(1).max(36_500).nullable();

/** How long a class of data is kept; `keepDays` null: for ever. */
export const RetentionClassRow = z.object({
  class: z.enum(retentionClasses),
  keepDays: KeepDays,
  defaultKeepDays: KeepDays,
});

/** What the data needs on the disk, and when that is full at the present rate. */
export const StorageState = z.object({
  classes: z.array(RetentionClassRow),
  bytes: z.number(),
  /** Of the file, not in use: it is used again before the file grows. */
  reusableBytes: z.number(),
  freeBytes: z.number(),
  totalBytes: z.number(),
  /** Negative while more is deleted than comes in. Absent until it is known. */
  bytesPerDay: z.number().optional(),
  /** Absent when the disk does not fill up at this rate, or the rate is not known yet. */
  fullTime: Instant.optional(),
  messages: z.number(),
  /** The newest hourly copy of the database; `problem`: why the last attempt gave none. */
  backup: z.object({
    time: Instant.optional(),
    bytes: z.number().optional(),
    problem: z.string().optional(),
  }),
  quarantine: z.object({
    bytes: z.number(),
    capBytes: z.number(),
    kept: z.number(),
    /** Seen and counted, their bytes not kept. */
    counted: z.number(),
  }),
});

export const RetentionPut = z.strictObject({
  class: z.enum(retentionClasses),
  keepDays: KeepDays,
});

/** Nothing recorded in the span of its subject is deleted while it stands. */
export const LegalHoldPut = z
  .strictObject({
    subject: z.strictObject({ type: z.enum(holdSubjectTypes), id: z.string().max(200).default('') }),
    from: Instant.optional(),
    to: Instant.optional(),
    note: z.string().trim().min(1).max(2000),
  })
  .refine(
    ({ subject, from, to }) =>
      subject.type === 'time-span' ? from !== undefined || to !== undefined : subject.id !== '',
    {
      message: 'A hold names an order, an alert, a device, or a span of time.',
    },
  );

export const LegalHoldRow = z.object({
  holdId: z.string(),
  subject: z.object({ type: z.enum(holdSubjectTypes), id: z.string() }),
  from: Instant.optional(),
  to: Instant.optional(),
  note: z.string(),
  who: z.string(),
  placedTime: Instant,
});

export const retentionRequests = {
  'retention.get': query(noParams, StorageState),
  'retention.put': command(RetentionPut, RetentionClassRow),
  'legalHolds.list': query(noParams, page(LegalHoldRow)),
  'legalHolds.place': command(LegalHoldPut, LegalHoldRow),
  'legalHolds.lift': command(
    z.strictObject({ holdId: Identifier, note: z.string().trim().min(1).max(2000) }),
    z.object({ holdId: z.string() }),
  ),
} as const;
