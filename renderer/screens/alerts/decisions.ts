import type { AlertRow } from '#shared/contract/types.ts';

import { isWaiting } from '#renderer/alerts/alert-order.ts';
import type { Decision } from '#renderer/text/alerts.ts';

/** What can be decided about an alert now, the most likely first. */
export function decisionsFor(alert: Pick<AlertRow, 'state' | 'withdrawn'>): readonly Decision[] {
  const { state, withdrawn } = alert;
  if (withdrawn || state === 'normal') return ['comment'];
  if (state === 'out-of-service') return ['in-service', 'comment', 'assign'];
  if (state === 'shelved') return ['unshelve', 'resolve', 'comment', 'assign'];
  const always: readonly Decision[] = ['resolve', 'shelve', 'comment', 'assign', 'out-of-service'];
  return isWaiting(alert) ? ['acknowledge', ...always] : always;
}
