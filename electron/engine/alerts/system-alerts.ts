import type { AlertKind, Severity } from '#shared/domain/alert.ts';

import type { AlertBook, AlertTopic } from './book.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** Something about the machine itself that holds or does not hold now. */
export interface SystemCondition {
  readonly kind: AlertKind;
  /** Which part of the machine. */
  readonly id: string;
  readonly holds: boolean;
  readonly severity: Severity;
  readonly message: string;
  /** When it began, where that was not just now. */
  readonly since?: number;
}

/** The disk of the data folder has little room left. A full disk cannot take the alert: then its banner says so. */
export function lowDisk(holds: boolean): SystemCondition {
  const message = 'There is little room left on the disk of the data folder.';
  return { kind: 'disk-low', id: 'disk', holds, severity: 'critical', message };
}

/** Raises the alert of a condition that began, ends that of one that is over. Only inside a transaction. */
export function tellSystem(book: AlertBook, condition: SystemCondition, now: number): void {
  const { kind, id, holds, severity, message, since = now } = condition;
  const topic: AlertTopic = { kind, ruleKey: kind, subject: { type: 'system', id } };
  const open = book.touching(topic, now, forever).find(({ end }) => end === undefined);
  if (holds && open === undefined)
    book.raise({
      ...topic,
      severity,
      message,
      evidence: [],
      start: since,
      end: undefined,
      known: now,
      orderNumbers: [],
    });
  if (!holds && open !== undefined) book.live({ ...open, end: now }, { kind: 'return' });
}
