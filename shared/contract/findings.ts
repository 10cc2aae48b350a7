import { z } from 'zod';

import { alertStates, alertSubjectTypes, severities } from '../domain/alert.ts';
import { findingGroups, findingKinds, ignoreSubjectTypes, taskSubjectTypes } from '../domain/finding.ts';
import { correctionReasons } from '../domain/hold.ts';
import { AlertMismatch } from './alerts.ts';
import { Cursor, Identifier, Instant, Limit, page } from './common.ts';
import { command, query } from './define.ts';
import { CorrectionTarget, FurtherScans, ScanReplacement } from './holds.ts';
import { Association } from './orders.ts';

const Note = z.string().trim().min(1).max(2000);

/** What is not shown among what is to be done, until when. Without a subject: every finding of the kind. */
export const Ignore = z.object({
  ignoreId: z.string(),
  kind: z.enum(findingKinds).optional(),
  subject: z.object({ type: z.enum(ignoreSubjectTypes), id: z.string() }).optional(),
  until: Instant,
  note: z.string(),
  who: z.string(),
  time: Instant,
  liftedTime: Instant.optional(),
  liftedBy: z.string().optional(),
});

/** An order that is concerned, as it stands to its promise. */
export const ConcernedOrder = z.object({
  orderNumber: z.string(),
  customerName: z.string().optional(),
  parcels: z.number(),
  promisedUntil: Instant.optional(),
  expected: Instant.optional(),
  lateProbability: z.number().optional(),
  /** `kept` is not yet due, `broken` has passed, `none` was never made, `over` is delivered or otherwise ended. */
  promise: z.enum(['kept', 'broken', 'none', 'over']),
});

/** What hangs on a finding, each order counted once. */
const Impact = z.object({
  orders: z.number(),
  parcels: z.number(),
  /** Promises that are not yet due, and that have passed. */
  keepable: z.number(),
  broken: z.number(),
  /** The next promise that is not yet due. */
  nextPromise: Instant.optional(),
  lateProbability: z.number().optional(),
});

/** One thing that is delayed or does not fit, and what hangs on it. */
export const Finding = z.object({
  /** The alert it is. */
  findingId: z.string(),
  group: z.enum(findingGroups),
  kind: z.enum(findingKinds),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  subject: z.object({ type: z.enum(alertSubjectTypes), id: z.string() }),
  deviceId: z.string().optional(),
  vehicleId: z.string().optional(),
  siteId: z.string().optional(),
  message: z.string(),
  startTime: Instant,
  raisedTime: Instant,
  assignee: z.string().optional(),
  /**
   * How sure it is. `fact`: it has happened. `estimate`: the probability of the estimate. `record`: how many of the
   * last flags of this kind here were not proven wrong by later facts. `unmeasured`: too few of the kind to say.
   */
  sureness: z.object({
    basis: z.enum(['fact', 'estimate', 'record', 'unmeasured']),
    share: z.number().nullable(),
    of: z.number(),
  }),
  impact: Impact,
  /** What is to be done first has the most: how likely promises break, over all orders, by how near and how sure. */
  priority: z.number(),
  ignored: Ignore.optional(),
});

/** One click that settles it: a call as the API takes it, and the call that takes it back. */
export const FindingFix = z.object({
  fixId: z.string(),
  title: z.string(),
  note: z.string(),
  does: z.discriminatedUnion('request', [
    z.object({
      request: z.literal('corrections.declare'),
      params: z.object({
        target: CorrectionTarget,
        reason: z.enum(correctionReasons),
        replacement: ScanReplacement.optional(),
        also: FurtherScans.optional(),
      }),
    }),
    z.object({ request: z.literal('associations.put'), params: Association, before: Association }),
  ]),
});

export const FindingDetail = Finding.extend({
  /** False once it is over, was corrected, or its alert was closed or shelved. */
  toDo: z.boolean(),
  /** Both sides, each with its evidence. */
  sides: AlertMismatch.shape.sides,
  cause: z.string().optional(),
  /** Why the order is late or probably will be, in words; of an order's promise only. */
  reasons: z.array(z.string()).optional(),
  fixes: z.array(FindingFix),
  /** What it will break, the most urgent first, at most 50. */
  concerned: z.array(ConcernedOrder),
});

const TaskSubject = z.object({ type: z.enum(taskSubjectTypes), id: z.string() });

/**
 * One thing to do: all that is wrong with one order, vehicle or device, or with what is scanned at one site and nobody
 * knows.
 */
export const Task = z.object({
  /** Its subject: `order:WM-1001`. */
  taskId: z.string(),
  subject: TaskSubject,
  /** The worst of its findings. */
  severity: z.enum(severities),
  /** The most urgent first. */
  findings: z.array(Finding),
  /** Where it is about one order: that, as it stands to its promise. */
  order: ConcernedOrder.optional(),
  impact: Impact,
  /** When the first of its findings began. */
  startTime: Instant,
  /** What is to be done first has the most. */
  priority: z.number(),
});

/** A finding that is no longer to be worked on. */
const PastFinding = z.object({
  findingId: z.string(),
  kind: z.enum(findingKinds),
  state: z.enum(alertStates),
  message: z.string(),
  startTime: Instant,
  endTime: Instant.optional(),
  changedTime: Instant,
  /**
   * `cleared`: by itself, as facts came in. `withdrawn`: it never was, as later facts or a correction show. `settled`:
   * somebody closed it. `aside`: shelved, or covered by another alert.
   */
  outcome: z.enum(['cleared', 'withdrawn', 'settled', 'aside']),
});

/** Of something there may be nothing to do any more. */
export const TaskDetail = Task.pick({ taskId: true, subject: true, findings: true, impact: true }).extend({
  /** What it will break, the most urgent first, at most 50. */
  concerned: z.array(ConcernedOrder),
  /** What was to be done here and is no more, the newest first: what is set aside, and what was over within a day. */
  past: z.array(PastFinding),
  /** What else is to be done that concerns the same order: of its vehicle, say. */
  related: z.array(
    Task.pick({ taskId: true, subject: true }).extend({ kinds: z.array(z.enum(findingKinds)) }),
  ),
});

export const findingRequests = {
  /** Findings by what is to be done, what to do first on top. `group` and `kind`: with at least one such finding. */
  'tasks.list': query(
    z.strictObject({
      state: z.enum(['open', 'ignored']).default('open'),
      group: z.enum(findingGroups).optional(),
      kind: z.enum(findingKinds).optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Task).extend({
      /** Things to do, and things of which something is put aside. */
      open: z.number(),
      ignored: z.number(),
      /** Of the orders open findings concern, each counted once: promises not yet due, and broken ones. */
      keepable: z.number(),
      broken: z.number(),
    }),
  ),
  /** One thing to do with all its findings, put aside or not; by its own id, or by that of one of its findings. */
  'tasks.get': query(z.strictObject({ taskId: z.string().min(1).max(300) }), TaskDetail),
  /** What to do first on top. `ignored`: what is put aside, which comes back when that expires. */
  'findings.list': query(
    z.strictObject({
      state: z.enum(['open', 'ignored']).default('open'),
      group: z.enum(findingGroups).optional(),
      kind: z.enum(findingKinds).optional(),
      orderNumber: Identifier.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Finding).extend({
      open: z.number(),
      ignored: z.number(),
      /** Of the orders open findings concern, each counted once: promises not yet due, and broken ones. */
      keepable: z.number(),
      broken: z.number(),
    }),
  ),
  'findings.get': query(z.strictObject({ findingId: z.string().min(1).max(64) }), FindingDetail),
  'ignores.create': command(
    /** A kind, what it is about, or both; everything cannot be ignored. */
    z.strictObject({
      kind: z.enum(findingKinds).optional(),
      subject: z.strictObject({ type: z.enum(ignoreSubjectTypes), id: Identifier }).optional(),
      until: Instant,
      note: Note,
    }),
    Ignore,
  ),
  'ignores.lift': command(z.strictObject({ ignoreId: z.string().min(1).max(64) }), Ignore),
  'ignores.list': query(
    z.strictObject({ state: z.enum(['standing', 'all']).default('standing'), limit: Limit }),
    page(Ignore),
  ),
} as const;
