/** Everything an alert can be about; the table of what raises each is in the rules of the engine. */
export const alertKinds = [
  'temperature-excursion',
  'humidity-excursion',
  'freeze',
  'sensor-fault',
  'sensor-silent',
  'device-silent',
  'stability-budget',
  'calibration-expired',
  'late-predicted',
  'late',
  'stalled',
  'dwell-exceeded',
  'departure-missed',
  'vehicle-stopped',
  'route-deviation',
  'unknown-code',
  'bad-check-digit',
  'duplicate-scan',
  'out-of-sequence',
  'wrong-site',
  'wrong-vehicle',
  'missing-scan',
  'impossible-travel',
  'two-places-at-once',
  'delivered-elsewhere',
  'address-mismatch',
  'moved-without-scan',
  'scan-after-delivery',
  'quantity-mismatch',
  'late-sync',
  'clock-skew',
  'carrier-disagrees',
  'sensor-disagreement',
  'geofence',
  'battery-low',
  'broker-down',
  'disk-low',
  'delivery-failed',
] as const;

export type AlertKind = (typeof alertKinds)[number];

/** Worst last. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof severities)[number];

/**
 * ISA-18.2 states. `latched`: over and acknowledged, but it stays until somebody resolves it. `suppressed`: another
 * open alert says the same. `normal`: nothing to do any more.
 */
export const alertStates = [
  'active-unacknowledged',
  'active-acknowledged',
  'returned-unacknowledged',
  'latched',
  'shelved',
  'suppressed',
  'out-of-service',
  'normal',
] as const;

export type AlertState = (typeof alertStates)[number];

export const alertSubjectTypes = [
  'order',
  'parcel',
  'pallet',
  'vehicle',
  'device',
  'channel',
  'site',
  'system',
] as const;

export type AlertSubjectType = (typeof alertSubjectTypes)[number];

/** What somebody did with an alert; `system` notes are the engine's own. */
export const alertActions = [
  'acknowledge',
  'resolve',
  'shelve',
  'unshelve',
  'comment',
  'assign',
  'out-of-service',
  'in-service',
  'quarantine',
  'cause',
  'action',
  'decision',
  'sign',
  'system',
] as const;

export type AlertAction = (typeof alertActions)[number];

/** What is said in turn about the goods of an excursion; the decision is then signed by a second person. */
export const handlingSteps = ['quarantine', 'cause', 'action', 'decision'] as const;

export type HandlingStepName = (typeof handlingSteps)[number];

/** What becomes of the goods. */
export const handlingOutcomes = ['release', 'release-restricted', 'rework', 'return', 'reject'] as const;

export type HandlingOutcome = (typeof handlingOutcomes)[number];

/** What a second signature means. */
export const signatureMeanings = ['approved', 'reviewed', 'witnessed'] as const;

export type SignatureMeaning = (typeof signatureMeanings)[number];

/** Ways a limit can be broken. */
export const limitModes = [
  'single',
  'consecutive',
  'cumulative',
  'rate',
  'silence',
  'mkt',
  'budget',
] as const;

export type LimitMode = (typeof limitModes)[number];

/** What a limit that adds up begins anew with; a limit on silence applies on each `leg`. */
export const limitScopes = ['leg', 'calendar'] as const;

export type LimitScope = (typeof limitScopes)[number];

/** How an alert is named outside the database. */
export function alertIdOf(key: number): string {
  return `alert-${key}`;
}

/** The key of an alert's name; undefined for a text that is none. */
export function alertKeyOf(alertId: string): number | undefined {
  const digits = /^alert-(\d{1,15})$/.exec(alertId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
