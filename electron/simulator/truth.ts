/** Kinds of alert that the simulator's faults should raise (words of the alert list). */
export type ExpectedAlert =
  | 'temperature-excursion'
  | 'sensor-silent'
  | 'device-silent'
  | 'freeze'
  | 'sensor-fault'
  | 'sensor-disagreement'
  | 'battery-low'
  | 'stalled'
  | 'dwell-exceeded'
  | 'departure-missed'
  | 'vehicle-stopped'
  | 'route-deviation'
  | 'geofence'
  | 'unknown-code'
  | 'bad-check-digit'
  | 'duplicate-scan'
  | 'out-of-sequence'
  | 'wrong-site'
  | 'wrong-vehicle'
  | 'missing-scan'
  | 'impossible-travel'
  | 'two-places-at-once'
  | 'delivered-elsewhere'
  | 'address-mismatch'
  | 'moved-without-scan'
  | 'scan-after-delivery'
  | 'quantity-mismatch'
  | 'carrier-disagrees'
  | 'late-predicted'
  | 'late'
  | 'late-sync'
  | 'clock-skew';

export interface Subject {
  readonly type: 'order' | 'parcel' | 'vehicle' | 'device' | 'site' | 'system';
  readonly id: string;
}

/**
 * One line of the ground truth. `atMs` is the earliest instant at which it could be known; `fromMs` and `toMs` are
 * its real extent. `kind` is an alert kind, or `fact` for what needs no alert.
 */
export interface TruthEntry {
  readonly atMs: number;
  readonly kind: ExpectedAlert | 'fact';
  readonly subject: Subject;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Seen only by someone who was listening then: it leaves no trace in history that is handed over later. */
  readonly live?: boolean;
}
