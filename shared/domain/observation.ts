import type { QualityFlag } from './quality.ts';

/** One measured value inside a reading: CBV type, value in canonical units, Rec 20 unit (null: not stated). */
export interface MeasuredValue {
  readonly type: string;
  readonly value: number;
  readonly uom: string | null;
}

/**
 * What every observation says besides its content. `time` is the device's own instant in epoch milliseconds
 * and absent when the message gives none; `boot` and `seq` make duplicates certain.
 */
interface ObservedBy {
  readonly deviceId: string;
  readonly siteId?: string;
  readonly time?: number;
  readonly boot?: string;
  readonly seq?: number;
  readonly quality?: readonly QualityFlag[];
}

export interface ReadingObservation extends ObservedBy {
  readonly kind: 'reading';
  readonly channel?: string;
  readonly values: readonly MeasuredValue[];
}

export interface PositionObservation extends ObservedBy {
  readonly kind: 'position';
  readonly lat: number;
  readonly lon: number;
  readonly speedMps?: number;
  readonly headingDeg?: number;
  readonly accuracyM?: number;
  readonly altitudeM?: number;
}

export interface ScanObservation extends ObservedBy {
  readonly kind: 'scan';
  readonly codes: readonly string[];
  readonly bizStep?: string;
  readonly readPoint?: string;
  readonly vehicleId?: string;
  readonly parent?: string;
  readonly outcome?: string;
  readonly quantity?: number;
  readonly lat?: number;
  readonly lon?: number;
  readonly operator?: string;
  readonly antenna?: number;
  readonly rssiDbm?: number;
  readonly reads?: number;
}

export interface StatusObservation extends ObservedBy {
  readonly kind: 'status';
  readonly online?: boolean;
  readonly batteryPct?: number;
  readonly rssiDbm?: number;
  readonly firmware?: string;
  readonly event?: string;
  readonly region?: string;
}

/** What a device said, understood and in canonical units (°C, %RH, hPa, m/s, metres, degrees). */
export type Observation = ReadingObservation | PositionObservation | ScanObservation | StatusObservation;

export type ObservationKind = Observation['kind'];

export const observationKinds = [
  'scan',
  'position',
  'reading',
  'status',
] as const satisfies readonly ObservationKind[];

/** Why a message, or a part of one, could not be used. Shown to users, counted, and part of the HTTP API. */
export const rejectReasons = [
  'too-large',
  'too-deep',
  'too-many-keys',
  'string-too-long',
  'not-json',
  'not-an-object',
  'batch-too-large',
  'missing-field',
  'invalid-field',
  'invalid-time',
  'time-in-future',
  'out-of-range',
  'unknown-unit',
  'invalid-topic',
  'empty-payload',
  'encrypted',
  'undecoded',
  'sensor-invalid',
  'checksum',
  'no-fix',
  'unrecognised',
  'simulated',
  'mapping-failed',
  'mapping-stopped',
  'internal-error',
] as const;

export type RejectReason = (typeof rejectReasons)[number];

/** A part of a message that could not be used, with a sentence a person can act on. */
export interface Rejected {
  readonly reason: RejectReason;
  readonly detail: string;
  readonly quality?: readonly QualityFlag[];
  /** The device that sent it, where that much was understood. */
  readonly deviceId?: string;
}

/** What a message says about the session of a node that numbers its messages and names its values at its birth. */
export interface NodeNews {
  /** The node whose numbers run through all its messages. */
  readonly node: string;
  /** The node, or a device behind it. */
  readonly deviceId: string;
  readonly event: 'birth' | 'death' | 'data';
  readonly seq?: number;
  /** At a birth: names by alias. */
  readonly aliases?: readonly (readonly [alias: number, name: string])[];
  /** True where a value was only named by an alias nobody has explained. */
  readonly unresolved: boolean;
}

/** What an adapter makes of one message. `ignored` says why a message that was understood holds nothing to keep. */
export interface Decoded {
  readonly observations: readonly Observation[];
  readonly rejected: readonly Rejected[];
  readonly ignored?: string;
  /** True when the message is a back-fill batch: its facts are old by intention, not late. */
  readonly backfill?: boolean;
  /** The gateway that carried the message, where it names one; of several the one that received it best. */
  readonly gateway?: string;
  readonly news?: NodeNews;
}
