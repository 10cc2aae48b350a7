import type { AlertRow } from '#shared/contract/types.ts';
import { type AlertArea, alertAreas, areaOfKind } from '#shared/domain/alert-groups.ts';
import { alertKinds, type AlertKind, severities, type Severity } from '#shared/domain/alert.ts';

import { type AlertView, alertViews, isInView } from '#renderer/alerts/alert-order.ts';
import { alertKindText } from '#renderer/text/alerts.ts';

/** What of all alerts is listed; all of it stands in the address. */
export interface AlertFilter {
  readonly view: AlertView;
  /** Words that must all occur in what the alert says. */
  readonly q: string;
  readonly kind: AlertKind | undefined;
  readonly severity: Severity | undefined;
  /** An id (a device's includes its channels), or `type:id`. */
  readonly subject: string;
  readonly order: string;
  /** An alert others follow from: those, and it. */
  readonly cause: string;
  readonly area: AlertArea | undefined;
}

/** Reads a filter from the parameters of an address; what is no filter is as if it were not there. */
export function readFilter(params: Readonly<Record<string, string>>): AlertFilter {
  return {
    view: alertViews.find((view) => view === params['view']) ?? 'open',
    q: params['q'] ?? '',
    kind: alertKinds.find((kind) => kind === params['kind']),
    severity: severities.find((severity) => severity === params['severity']),
    subject: params['subject'] ?? '',
    order: params['order'] ?? '',
    cause: params['cause'] ?? '',
    area: alertAreas.find((area) => area === params['area']),
  };
}

/** Parameters that end every filter but the view. */
export const noFilter = {
  q: undefined,
  kind: undefined,
  severity: undefined,
  subject: undefined,
  order: undefined,
  cause: undefined,
  area: undefined,
};

/** True when it may leave something of its view out. */
export function isFiltering({ q, kind, severity, subject, order, cause, area }: AlertFilter): boolean {
  const isNarrowed = kind !== undefined || severity !== undefined || area !== undefined;
  return isNarrowed || [q.trim(), subject, order, cause].some((text) => text !== '');
}

/** True when an alert is about this subject: `type:id`, or the id of it, of its device or of its vehicle. */
export function isAbout({ subject, deviceId, vehicleId }: AlertRow, text: string): boolean {
  const { type, id } = subject;
  if (text === `${type}:${id}` || text === id) return true;
  return (
    text === deviceId ||
    text === `device:${deviceId}` ||
    text === vehicleId ||
    text === `vehicle:${vehicleId}`
  );
}

/** The alerts a filter lets through. */
export function filterAlerts(alerts: readonly AlertRow[], filter: AlertFilter): readonly AlertRow[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return alerts.filter((alert) => {
    if (!isInView(alert, filter.view)) return false;
    if (filter.kind !== undefined && alert.kind !== filter.kind) return false;
    if (filter.severity !== undefined && alert.severity !== filter.severity) return false;
    if (filter.subject !== '' && !isAbout(alert, filter.subject)) return false;
    if (filter.order !== '' && !alert.orderNumbers.includes(filter.order)) return false;
    if (filter.cause !== '' && alert.causedBy !== filter.cause && alert.alertId !== filter.cause)
      return false;
    if (filter.area !== undefined && areaOfKind[alert.kind] !== filter.area) return false;
    if (words.length === 0) return true;
    const text = searchText(alert);
    return words.every((word) => text.includes(word));
  });
}

function searchText(alert: AlertRow): string {
  const { kind, subject, message, deviceId, vehicleId, siteId, assignee, orderNumbers } = alert;
  const texts = [kind, alertKindText[kind], subject.id, message, deviceId, vehicleId, siteId, assignee];
  return [...texts, ...orderNumbers].join('\n').toLowerCase();
}
