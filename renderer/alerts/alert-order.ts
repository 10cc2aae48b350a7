import type { AlertRow } from '#shared/contract/types.ts';
import { type AlertState, alertStates, severities } from '#shared/domain/alert.ts';

/** Lists of alerts that people work through, one after the other. */
export const alertViews = ['open', 'waiting', 'aside', 'closed', 'withdrawn'] as const;

export type AlertView = (typeof alertViews)[number];

const viewsOf: Readonly<Record<AlertState, readonly AlertView[]>> = {
  'active-unacknowledged': ['open', 'waiting'],
  'active-acknowledged': ['open'],
  'returned-unacknowledged': ['open', 'waiting'],
  latched: ['open'],
  shelved: ['aside'],
  suppressed: ['aside'],
  'out-of-service': ['aside'],
  normal: ['closed'],
};

/** True when an alert belongs into a view; what was withdrawn is in no other, whatever state it had. */
export function isInView(
  { state, withdrawn }: Pick<AlertRow, 'state' | 'withdrawn'>,
  view: AlertView,
): boolean {
  return withdrawn ? view === 'withdrawn' : viewsOf[state].includes(view);
}

/** True while it is neither set aside nor closed. */
export function isOpen(alert: Pick<AlertRow, 'state' | 'withdrawn'>): boolean {
  return isInView(alert, 'open');
}

/** True while nobody has acknowledged it. */
export function isWaiting(alert: Pick<AlertRow, 'state' | 'withdrawn'>): boolean {
  return isInView(alert, 'waiting');
}

/** Greater is worse; the higher the number, the further up. */
export function severityRank({ severity }: Pick<AlertRow, 'severity'>): number {
  return severities.indexOf(severity);
}

/** Lower is more in need of somebody. */
export function stateRank({ state }: Pick<AlertRow, 'state'>): number {
  return alertStates.indexOf(state);
}

const agesPerSeverity = 1e14;

/** One number to sort by: the worst severity first and, within it, what was raised last. Greater comes first. */
export function urgency(alert: Pick<AlertRow, 'severity' | 'raisedTime'>): number {
  return severityRank(alert) * agesPerSeverity + Date.parse(alert.raisedTime);
}

/** Worst first, newest first within one severity. */
export function sortAlerts(alerts: readonly AlertRow[]): AlertRow[] {
  return alerts.toSorted((a, b) => urgency(b) - urgency(a));
}

/** How much later than it began it was known, where that is more than its limit waits for; else undefined. */
export function knownLateMs({
  startTime,
  raisedTime,
  measure,
}: Pick<AlertRow, 'startTime' | 'raisedTime' | 'measure'>): number | undefined {
  const lateMs = Date.parse(raisedTime) - Date.parse(startTime);
  const waitsMs = (measure?.limit.forS ?? 0) * 1000;
  return lateMs - waitsMs >= lateFromMs ? lateMs : undefined;
}

const lateFromMs = 60_000;
