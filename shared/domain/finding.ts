import type { AlertKind } from './alert.ts';

/** Alerts about an order that does not go on as it should. */
export const delayKinds = [
  'late-predicted',
  'late',
  'stalled',
  'dwell-exceeded',
  'departure-missed',
  'vehicle-stopped',
  'route-deviation',
] as const satisfies readonly AlertKind[];

/** Alerts about two sources that cannot both be right. */
export const mismatchKinds = [
  'wrong-vehicle',
  'wrong-site',
  'missing-scan',
  'out-of-sequence',
  'duplicate-scan',
  'unknown-code',
  'bad-check-digit',
  'impossible-travel',
  'two-places-at-once',
  'delivered-elsewhere',
  'address-mismatch',
  'moved-without-scan',
  'scan-after-delivery',
  'quantity-mismatch',
  'carrier-disagrees',
  'sensor-disagreement',
  'late-sync',
  'clock-skew',
  'geofence',
] as const satisfies readonly AlertKind[];

export const findingKinds = [...delayKinds, ...mismatchKinds] as const;

export type FindingKind = (typeof findingKinds)[number];

export const findingGroups = ['delay', 'mismatch'] as const;

export type FindingGroup = (typeof findingGroups)[number];

/** What somebody may ask not to hear of for a while. */
export const ignoreSubjectTypes = ['parcel', 'order', 'pallet', 'vehicle', 'device', 'site'] as const;

export type IgnoreSubjectType = (typeof ignoreSubjectTypes)[number];

/** What a thing to do can be about. */
export const taskSubjectTypes = ['order', 'parcel', 'pallet', 'vehicle', 'device', 'site', 'system'] as const;

export type TaskSubjectType = (typeof taskSubjectTypes)[number];

/** What a thing to do is about. */
export interface TaskSubject {
  readonly type: TaskSubjectType;
  readonly id: string;
}

/** The id of a thing to do. */
export function taskIdOf({ type, id }: TaskSubject): string {
  return `${type}:${id}`;
}

/** What an id of a thing to do names; undefined for what is none. */
export function parseTaskId(taskId: string): TaskSubject | undefined {
  const at = taskId.indexOf(':');
  const type = taskSubjectTypes.find((each) => each === taskId.slice(0, at));
  return type === undefined ? undefined : { type, id: taskId.slice(at + 1) };
}

const delays: ReadonlySet<string> = new Set(delayKinds);
const mismatches: ReadonlySet<string> = new Set(mismatchKinds);

/** The group a kind of alert is listed under; undefined for alerts that are no findings. */
export function groupOf(kind: string): FindingGroup | undefined {
  if (delays.has(kind)) return 'delay';
  return mismatches.has(kind) ? 'mismatch' : undefined;
}
