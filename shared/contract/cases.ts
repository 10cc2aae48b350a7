import { z } from 'zod';

import { caseKinds, caseStates } from '../domain/case.ts';
import { Cursor, Instant, Limit, page } from './common.ts';
import { command, query } from './define.ts';

const Text = z.string().trim().min(1).max(2000);
const Owner = z.string().trim().min(1).max(200);
/** Ids of items of the order's timeline. */
const EvidenceIds = z.array(z.string().min(1).max(128)).max(100);

/** What somebody said or did about a case, never changed afterwards. */
export const CaseNote = z.object({
  time: Instant,
  who: z.string(),
  text: z.string(),
  /** What was set with it; null: taken away. */
  changed: z
    .object({
      kind: z.enum(caseKinds).optional(),
      state: z.enum(caseStates).optional(),
      owner: z.string().nullable().optional(),
      dueTime: Instant.nullable().optional(),
      evidence: z.array(z.string()).optional(),
    })
    .optional(),
});

/** What a customer asked or complained about, until somebody has answered it. */
export const Case = z.object({
  caseId: z.string(),
  orderNumber: z.string(),
  kind: z.enum(caseKinds),
  text: z.string(),
  owner: z.string().optional(),
  dueTime: Instant.optional(),
  state: z.enum(caseStates),
  openedTime: Instant,
  who: z.string(),
  changedTime: Instant,
  closedTime: Instant.optional(),
  /** Items of the order's timeline it rests on. */
  evidence: z.array(z.string()),
  /** Oldest first. */
  notes: z.array(CaseNote),
});

export const caseRequests = {
  'cases.open': command(
    z.strictObject({
      orderNumber: z.string().min(1).max(128),
      kind: z.enum(caseKinds),
      text: Text,
      owner: Owner.optional(),
      dueTime: Instant.optional(),
      evidence: EvidenceIds.optional(),
    }),
    Case,
  ),
  /** What is absent stays; null takes it away. A note is kept with what was changed. */
  'cases.update': command(
    z.strictObject({
      caseId: z.string().min(1).max(64),
      kind: z.enum(caseKinds).optional(),
      state: z.enum(caseStates).optional(),
      owner: Owner.nullable().optional(),
      dueTime: Instant.nullable().optional(),
      evidence: EvidenceIds.optional(),
      note: Text.optional(),
    }),
    Case,
  ),
  'cases.get': query(z.strictObject({ caseId: z.string().min(1).max(64) }), Case),
  /** Those to be answered first are first: by due time, then the newest. */
  'cases.list': query(
    z.strictObject({
      /** `unclosed` is open and waiting, `overdue` of these the ones past their due time. */
      state: z.enum([...caseStates, 'unclosed', 'overdue']).optional(),
      kind: z.enum(caseKinds).optional(),
      owner: z.string().min(1).max(200).optional(),
      orderNumber: z.string().min(1).max(128).optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Case),
  ),
} as const;
