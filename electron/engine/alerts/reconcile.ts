import type { AmendmentRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import type { AlertBook, AlertDraft, AlertRecord, AlertTopic } from './book.ts';
import { valueText } from './limits.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** Amendments of one thing that follow within this time are one: a backlog comes in fact by fact. */
const oneAmendmentMs = 60_000;

export interface Reconciliation {
  readonly topic: AlertTopic;
  /** What the rule says of the window: every span that touches it. */
  readonly drafts: readonly Omit<AlertDraft, 'orderNumbers'>[];
  /** The span of event time that was looked at. */
  readonly from: number;
  readonly to: number;
  /** When it began is never changed any more. */
  readonly keepsStart?: boolean;
  /** Orders that are concerned; asked when an alert is raised or its span changes. */
  readonly ordersOf: (span: {
    readonly start: number;
    readonly end: number | undefined;
  }) => readonly string[];
  readonly now: number;
}

/**
 * Makes the stored alerts of a topic say what the rule says of a window of event time. An alert that overlaps a span
 * stays that alert, with its acknowledgement and notes, and what changes after it was raised is written down; one
 * that no span speaks of any more is withdrawn, and a span that has no alert raises one.
 */
export function reconcile(book: AlertBook, job: Reconciliation): AlertRecord[] {
  const stored = book.touching(job.topic, job.from, job.to);
  const left = new Set(stored);
  const drafts = job.drafts.map((draft) => ({ ...draft, message: book.inNames(draft.message) }));
  const result = drafts.map((draft) => {
    const match = bestMatch(left, draft);
    if (match === undefined) return book.raise({ ...draft, orderNumbers: job.ordersOf(draft) });
    left.delete(match);
    return amend(book, match, draft, job);
  });
  for (const record of left) withdraw(book, record, job.now);
  return result;
}

/** Of the alerts that overlap a span the one somebody has acknowledged, else the earliest. */
function bestMatch(
  candidates: ReadonlySet<AlertRecord>,
  { start, end }: { readonly start: number; readonly end: number | undefined },
): AlertRecord | undefined {
  const meeting = [...candidates].filter(
    (record) => record.start <= (end ?? forever) && (record.end ?? forever) >= start,
  );
  // One alarm may begin with the reading that ended the one before.
  const overlapping = meeting.filter(
    (record) =>
      record.start === start || (record.start < (end ?? forever) && (record.end ?? forever) > start),
  );
  const touching = overlapping.length > 0 ? overlapping : meeting;
  return touching.find((record) => record.life.acknowledged !== undefined) ?? touching[0];
}

function amend(
  book: AlertBook,
  record: AlertRecord,
  draft: Omit<AlertDraft, 'orderNumbers'>,
  job: Reconciliation,
): AlertRecord {
  const start = job.keepsStart === true ? record.start : draft.start;
  const { end, message, evidence, measure, silence, mismatch, severity } = draft;
  const moved = start !== record.start || end !== record.end;
  const isSame =
    !moved &&
    message === record.message &&
    JSON.stringify([evidence, measure, silence, mismatch]) ===
      JSON.stringify([record.evidence, record.measure, record.silence, record.mismatch]);
  if (isSame) return record;
  const orderNumbers = moved ? job.ordersOf({ start, end }) : record.orderNumbers;
  const amendments = amendmentsOf(record, { ...draft, start, orderNumbers }, job.now).reduce(
    withAmendment,
    record.amendments,
  );
  const told = { start, end, message, evidence, measure, silence, mismatch, severity };
  const next = { ...record, ...told, amendments, orderNumbers };
  if (end !== undefined && record.life.active) return book.live(next, { kind: 'return' });
  if (end === undefined && !record.life.active) return book.live(next, { kind: 'reactivate' });
  return book.save(next);
}

/** An end that comes, or a worst value that gets worse while it lasts, is its course; all else is an amendment. */
function amendmentsOf(record: AlertRecord, draft: AlertDraft, now: number): AmendmentRow[] {
  const time = toIso(now);
  const found: AmendmentRow[] = [];
  if (draft.start !== record.start) {
    found.push({
      time,
      field: 'startTime',
      from: iso(record.start),
      to: iso(draft.start),
      text: 'Facts that came later show that it began at another time.',
    });
  }
  if (record.end !== undefined && draft.end !== record.end) {
    const text =
      draft.end === undefined
        ? 'Facts that came later show that it is not over.'
        : 'Facts that came later show that it ended at another time.';
    found.push({ time, field: 'endTime', from: iso(record.end), to: iso(draft.end), text });
  }
  const before = record.measure;
  const after = draft.measure;
  if (
    before !== undefined &&
    after !== undefined &&
    before.worst.value !== after.worst.value &&
    isLate(record, after.worst.time)
  ) {
    const words = (value: number): string => valueText(after.limit.quantity, value);
    found.push({
      time,
      field: 'worst',
      from: words(before.worst.value),
      to: words(after.worst.value),
      text: 'Facts that came later hold a worse value.',
    });
  }
  const [was, is] = [record.orderNumbers.join(', '), draft.orderNumbers.join(', ')];
  if (record.end !== undefined && was !== is) {
    found.push({
      time,
      field: 'orderNumbers',
      from: was,
      to: is,
      text: 'Facts that came later show that other orders are concerned.',
    });
  }
  return found;
}

function iso(instant: number | undefined): string | null {
  return instant === undefined ? null : toIso(instant);
}

function withAmendment(all: readonly AmendmentRow[], next: AmendmentRow): readonly AmendmentRow[] {
  const last = all.at(-1);
  const isOne =
    last !== undefined &&
    last.field === next.field &&
    Date.parse(next.time) - Date.parse(last.time) < oneAmendmentMs;
  return isOne ? [...all.slice(0, -1), { ...next, from: last.from }] : [...all, next];
}

/** The worst value now known lies before what was known when it was last looked at. */
function isLate(record: AlertRecord, worstTime: string): boolean {
  return (
    record.end !== undefined || Date.parse(worstTime) < Date.parse(record.measure?.worst.time ?? worstTime)
  );
}

function withdraw(book: AlertBook, record: AlertRecord, now: number): void {
  const text = 'Facts that came later show that it never was.';
  const amendment: AmendmentRow = { time: toIso(now), field: 'withdrawn', from: null, to: null, text };
  book.live({ ...record, amendments: [...record.amendments, amendment] }, { kind: 'withdraw' });
}
