import type { AlertRow } from '#shared/contract/types.ts';

import { isWaiting } from '#renderer/alerts/alert-order.ts';
import type { Decision } from '#renderer/text/alerts.ts';

/** Decisions that are taken only with words; who wrote them, and when, stays with the alert. */
export function needsNote(decision: Decision): boolean {
  return decision !== 'assign' && decision !== 'unshelve';
}

/** What can be decided about an alert now, the most likely first. */
export function decisionsFor(alert: Pick<AlertRow, 'state' | 'withdrawn'>): readonly Decision[] {
  const { state, withdrawn } = alert;
  if (withdrawn || state === 'normal') return ['comment'];
  if (state === 'shelved') return ['unshelve', 'resolve', 'comment', 'assign'];
  const always: readonly Decision[] = ['resolve', 'shelve', 'comment', 'assign'];
  return isWaiting(alert) ? ['acknowledge', ...always] : always;
}
