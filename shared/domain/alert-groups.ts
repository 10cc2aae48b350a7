import { alertKinds, severities, type AlertKind, type Severity } from './alert.ts';

/** What kinds of alerts have to do with. */
export const alertAreas = ['cold-chain', 'devices', 'delays', 'mismatches', 'console'] as const;

export type AlertArea = (typeof alertAreas)[number];

export const areaOfKind: Readonly<Record<AlertKind, AlertArea>> = {
  'temperature-excursion': 'cold-chain',
  'humidity-excursion': 'cold-chain',
  freeze: 'cold-chain',
  'stability-budget': 'cold-chain',
  'sensor-fault': 'devices',
  'sensor-silent': 'devices',
  'device-silent': 'devices',
  'calibration-expired': 'devices',
  'late-sync': 'devices',
  'clock-skew': 'devices',
  'battery-low': 'devices',
  'sensor-disagreement': 'devices',
  'late-predicted': 'delays',
  late: 'delays',
  stalled: 'delays',
  'dwell-exceeded': 'delays',
  'departure-missed': 'delays',
  'vehicle-stopped': 'delays',
  'route-deviation': 'delays',
  geofence: 'delays',
  'unknown-code': 'mismatches',
  'bad-check-digit': 'mismatches',
  'duplicate-scan': 'mismatches',
  'out-of-sequence': 'mismatches',
  'wrong-site': 'mismatches',
  'wrong-vehicle': 'mismatches',
  'missing-scan': 'mismatches',
  'impossible-travel': 'mismatches',
  'two-places-at-once': 'mismatches',
  'delivered-elsewhere': 'mismatches',
  'address-mismatch': 'mismatches',
  'moved-without-scan': 'mismatches',
  'scan-after-delivery': 'mismatches',
  'quantity-mismatch': 'mismatches',
  'carrier-disagrees': 'mismatches',
  'broker-down': 'console',
  'disk-low': 'console',
  'delivery-failed': 'console',
};

export interface Groupable {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly raisedTime: string;
  readonly causedBy?: string | undefined;
}

/** Alerts that are shown as one entry. */
export interface AlertGroup<Alert extends Groupable> {
  readonly area: AlertArea;
  /** The kinds in it, as a list of kinds has them. */
  readonly kinds: readonly AlertKind[];
  /** The alert the others follow from, where there is one. */
  readonly cause: Alert | undefined;
  /** All of them, the worst and newest first. */
  readonly alerts: readonly Alert[];
}

/**
 * Alerts as at most `most` entries (five at the least): what follows from a cause is with it, the others are by kind, and
 * where that is too many by what they have to do with. The worst group comes first. Pure.
 */
export function groupAlerts<Alert extends Groupable>(
  alerts: readonly Alert[],
  most = 10,
): AlertGroup<Alert>[] {
  const byId = new Map(alerts.map((alert) => [alert.alertId, alert]));
  const causes = new Set(alerts.flatMap(({ causedBy }) => (causedBy === undefined ? [] : [causedBy])));
  const nameOf = (alert: Alert): string => {
    const cause = alert.causedBy ?? alert.alertId;
    return causes.has(cause) && byId.has(cause) ? `cause ${cause}` : `kind ${alert.kind}`;
  };
  let groups = [...Map.groupBy(alerts, nameOf)].map(([name, members]) =>
    groupOf(members, name.startsWith('cause ') ? byId.get(name.slice(6)) : undefined),
  );
  while (groups.length > Math.max(most, alertAreas.length)) groups = mergeOneArea(groups);
  return groups.sort(byWorst);
}

function groupOf<Alert extends Groupable>(
  members: readonly Alert[],
  cause: Alert | undefined,
): AlertGroup<Alert> {
  const sorted = members.toSorted(worstFirst);
  const kinds = new Set(members.map(({ kind }) => kind));
  const area = areaOfKind[(cause ?? sorted[0])?.kind ?? 'broker-down'];
  return { area, kinds: alertKinds.filter((kind) => kinds.has(kind)), cause, alerts: sorted };
}

/** Makes one group of the area that has the most. */
function mergeOneArea<Alert extends Groupable>(groups: readonly AlertGroup<Alert>[]): AlertGroup<Alert>[] {
  const areas = [...Map.groupBy(groups, ({ area }) => area).values()];
  const [largest = []] = areas.toSorted((a, b) => b.length - a.length);
  const merged = groupOf(
    largest.flatMap((group) => [...group.alerts]),
    undefined,
  );
  return [
    ...groups.filter((group) => !largest.includes(group)),
    { ...merged, area: largest[0]?.area ?? merged.area },
  ];
}

function worstFirst(a: Groupable, b: Groupable): number {
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    b.raisedTime.localeCompare(a.raisedTime) ||
    a.alertId.localeCompare(b.alertId)
  );
}

function byWorst(a: AlertGroup<Groupable>, b: AlertGroup<Groupable>): number {
  const [first, second] = [a.alerts[0], b.alerts[0]];
  return first === undefined || second === undefined ? 0 : worstFirst(first, second);
}
