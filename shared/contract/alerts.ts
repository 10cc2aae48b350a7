import { z } from 'zod';

import { alertAreas } from '../domain/alert-groups.ts';
import {
  alertActions,
  alertKinds,
  alertStates,
  alertSubjectTypes,
  handlingOutcomes,
  handlingSteps,
  severities,
  signatureMeanings,
} from '../domain/alert.ts';
import { Cursor, Identifier, Instant, Limit, noParams, page } from './common.ts';
import { command, keyed, query } from './define.ts';
import { Evidence } from './orders.ts';
import { ProfileLimit } from './profiles.ts';

const AlertId = z.string().min(1).max(64);
/** Words are required wherever somebody decides something. */
const Note = z.string().trim().min(1).max(2000);

const byWhom = z.object({ time: Instant, who: z.string() });

/** A change to what the alert said after it was raised, because of facts that came later. Never hidden. */
export const Amendment = z.object({
  /** When it was amended (record time). */
  time: Instant,
  field: z.enum(['startTime', 'endTime', 'worst', 'orderNumbers', 'withdrawn']),
  /** As shown before and after; null where there was none. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  text: z.string(),
});

export const AlertNote = byWhom.extend({ text: z.string(), action: z.enum(alertActions) });

/** `who` was signed in; `name` is the name they gave, as it is printed. */
const Statement = byWhom.extend({ name: z.string(), text: z.string() });

/** What people decided about the goods of an excursion, in this order. */
export const Handling = z.object({
  quarantine: Statement.extend({ hold: z.boolean() }).optional(),
  cause: Statement.optional(),
  action: Statement.optional(),
  decision: Statement.extend({ outcome: z.enum(handlingOutcomes) }).optional(),
  /** By another person than the one who decided. */
  signature: Statement.extend({ meaning: z.enum(signatureMeanings) }).optional(),
});

/** What was measured against which limit, as the limit was when the alert was raised. */
export const AlertMeasure = z.object({
  profileId: z.string(),
  profileName: z.string(),
  /** In what state the profile was used; a later edit has another version. */
  profileVersion: z.string().optional(),
  /** Event time of the reading that made it an alarm. */
  alarmTime: Instant.optional(),
  limit: ProfileLimit,
  uom: z.string(),
  /** The value furthest beyond the limit, and when. */
  worst: z.object({ value: z.number(), time: Instant }),
  /** Readings beyond the limit. */
  readings: z.number(),
  /** The calibration that applied: nearer to the limit than its uncertainty, nothing can be decided. */
  calibration: z
    .object({
      calibrationId: z.string(),
      offset: z.number(),
      uncertainty: z.number().optional(),
      decidable: z.boolean(),
    })
    .optional(),
  /** Readings stopped before this one (`before`) or during it (`after`): what happened meanwhile is not known. */
  gapBefore: z.object({ from: Instant, to: Instant }).optional(),
  gapAfter: z.object({ from: Instant, to: Instant }).optional(),
});

/** The limit on silence that was broken, as it was when the alert was raised. */
export const AlertSilence = AlertMeasure.pick({
  profileId: true,
  profileName: true,
  profileVersion: true,
  limit: true,
});

/** Two sides that cannot both be true: what each rests on, what is most likely behind it, what would settle it. */
export const AlertMismatch = z.object({
  sides: z.array(z.object({ title: z.string(), evidence: z.array(Evidence) })),
  cause: z.string(),
  /** Each a correction as `POST /corrections` takes it, with words for its button. */
  fixes: z.array(
    z.object({
      title: z.string(),
      target: z.object({ kind: z.string(), id: z.string() }),
      reason: z.enum(['did_not_occur', 'incorrect_data']),
      note: z.string(),
    }),
  ),
});

export const Alert = z.object({
  alertId: AlertId,
  kind: z.enum(alertKinds),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  subject: z.object({ type: z.enum(alertSubjectTypes), id: z.string() }),
  /** Where it is, as far as known: for links. */
  deviceId: z.string().optional(),
  channel: z.string().optional(),
  vehicleId: z.string().optional(),
  siteId: z.string().optional(),
  orderNumbers: z.array(z.string()),
  /** Event time at which the condition became true, and ceased. */
  startTime: Instant,
  endTime: Instant.optional(),
  /** When it was known. */
  raisedTime: Instant,
  /** When anything of it last changed. */
  changedTime: Instant,
  message: z.string(),
  evidence: z.array(Evidence),
  amendments: z.array(Amendment),
  assignee: z.string().optional(),
  notes: z.array(AlertNote),
  acknowledged: byWhom.optional(),
  resolved: byWhom.optional(),
  shelved: byWhom.extend({ until: Instant, text: z.string() }).optional(),
  /** What it is about was put out of service, until somebody returns it. */
  outOfService: byWhom.extend({ text: z.string() }).optional(),
  /** The alert of the cause it shares with others: see to that one. */
  causedBy: AlertId.optional(),
  /** It came again within ten minutes of the one before: the how-manieth in a row. From 3 on it chatters. */
  repeats: z.number().optional(),
  /** Later facts show that the condition never was; kept, and left out of lists unless asked for. */
  withdrawn: z.boolean(),
  measure: AlertMeasure.optional(),
  silence: AlertSilence.optional(),
  handling: Handling.optional(),
  mismatch: AlertMismatch.optional(),
});

/** Open alerts as one entry: of one cause, one kind, or one area where there are many kinds. */
export const AlertGroupRow = z.object({
  area: z.enum(alertAreas),
  kinds: z.array(z.enum(alertKinds)),
  /** The alert the others follow from. */
  causeAlertId: AlertId.optional(),
  /** The worst of them. */
  severity: z.enum(severities),
  message: z.string(),
  count: z.number(),
  unacknowledged: z.number(),
  firstRaisedTime: Instant,
  lastRaisedTime: Instant,
  /** The worst and newest hundred. */
  alertIds: z.array(AlertId),
});

const decision = z.strictObject({ alertId: AlertId, note: Note });
/** The name as it is to be printed. */
const PrintedName = z.string().trim().min(1).max(200);

export const alertRequests = {
  /** Newest raised first. `open`: every state but `normal`; `withdrawn`: those, which are in no other list. */
  'alerts.list': query(
    z.strictObject({
      state: z.enum([...alertStates, 'open', 'withdrawn']).optional(),
      kind: z.enum(alertKinds).optional(),
      /** An id (a device's includes its channels), or `type:id`. */
      subject: z.string().min(1).max(300).optional(),
      orderNumber: Identifier.optional(),
      limit: Limit,
      cursor: Cursor.optional(),
    }),
    page(Alert),
  ),
  /** What is open and what it covers, as at most ten entries, the worst first. */
  'alerts.groups': query(noParams, page(AlertGroupRow)),
  'alerts.get': query(z.strictObject({ alertId: AlertId }), Alert),
  'alerts.acknowledge': command(decision, Alert),
  'alerts.resolve': command(decision, Alert),
  'alerts.shelve': command(decision.extend({ until: Instant }), Alert),
  'alerts.unshelve': command(decision.extend({ note: Note.optional() }), Alert),
  'alerts.comment': command(decision, Alert),
  /** What it is about is out of service: its alerts of this kind are set aside, those to come as well. */
  'alerts.outOfService': command(decision, Alert),
  'alerts.inService': command(decision, Alert),
  /** Without `to` nobody is named any more. */
  'alerts.assign': command(
    decision.extend({ note: Note.optional(), to: z.string().trim().min(1).max(200).optional() }),
    Alert,
  ),
  /**
   * One step of what becomes of the goods of an excursion. `hold` (with `quarantine`) holds the affected orders;
   * `outcome` is required with `decision`.
   */
  'alerts.decision': command(
    decision.extend({
      step: z.enum(handlingSteps),
      name: PrintedName,
      hold: z.boolean().optional(),
      outcome: z.enum(handlingOutcomes).optional(),
    }),
    Alert,
  ),
  /** The second signature under the decision, by somebody else; a signed release lifts the holds of this alert. */
  'alerts.sign': command(decision.extend({ name: PrintedName, meaning: z.enum(signatureMeanings) }), Alert),
} as const;

export const alertSubscriptions = {
  /** Every alert that is not `normal`, and those that became so, or were withdrawn, in the last 24 hours. */
  'alerts.live': keyed(noParams, Alert, 'alertId'),
} as const;
