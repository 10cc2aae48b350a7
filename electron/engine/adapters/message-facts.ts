import type {
  Decoded,
  MeasuredValue,
  Observation,
  PositionObservation,
  ReadingObservation,
  Rejected,
  RejectReason,
  ScanObservation,
  StatusObservation,
} from '#shared/domain/observation.ts';
import { qualityFlags, type QualityFlag } from '#shared/domain/quality.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { toCanonical, trimFloat } from '#shared/domain/units.ts';

import {
  maxTextLength,
  maxTypeLength,
  numberProblem,
  ranges,
  wrapHeading,
  type Mutable,
  type Range,
} from './fields.ts';

/** A fix as a device gives it; what is undefined is not known. */
export interface Fix {
  readonly lat: number;
  readonly lon: number;
  readonly speedMps?: number | undefined;
  readonly headingDeg?: number | undefined;
  readonly accuracyM?: number | undefined;
  readonly altitudeM?: number | undefined;
}

type Head = Pick<Mutable<StatusObservation>, 'deviceId' | 'time' | 'boot' | 'seq'>;
type StatusFields = Partial<
  Pick<StatusObservation, 'online' | 'batteryPct' | 'rssiDbm' | 'firmware' | 'event' | 'region'>
>;

type ScanFields = Partial<Omit<ScanObservation, 'kind' | 'codes' | 'quality' | keyof Head>>;

interface ChannelValues {
  readonly stated: MeasuredValue[];
  readonly unstated: MeasuredValue[];
}

/**
 * Collects what one message of a foreign format says about one device. Impossible values are refused by
 * themselves; flags belong to every fact of the message.
 */
export class MessageFacts {
  /** Time, boot and sequence number of all facts. */
  readonly head: Head;
  readonly #flags = new Set<QualityFlag>();
  readonly #fixFlags = new Set<QualityFlag>();
  readonly #troubles = new Set<QualityFlag>();
  readonly #channels = new Map<string, ChannelValues>();
  readonly #scans: ScanObservation[] = [];
  readonly #rejected: Rejected[] = [];
  #fix: Mutable<PositionObservation> | undefined;
  #status: StatusFields | undefined;
  #gateway: string | undefined;

  constructor(deviceId: string) {
    this.head = { deviceId };
  }

  /** Says something about every fact of the message. */
  flag(flag: QualityFlag): void {
    this.#flags.add(flag);
  }

  /**
   * Notes that the device sent something that is no measurement. It is kept on a status of its own, so that the
   * good values of the same message are not doubted.
   */
  trouble(flag: QualityFlag): void {
    this.#troubles.add(flag);
  }

  /** Names the gateway that carried the message. */
  carriedBy(gateway: string | undefined): void {
    if (gateway !== '') this.#gateway = gateway;
  }

  reject(reason: RejectReason, detail: string): void {
    this.#rejected.push({ reason, detail, deviceId: this.head.deviceId });
  }

  /** Refuses the message as a whole, whatever was collected. */
  refuse(reason: RejectReason, detail: string): Decoded {
    const problem: Rejected = { reason, detail, deviceId: this.head.deviceId };
    const flag = qualityFlags.find((known) => known === reason);
    return { observations: [], rejected: [flag === undefined ? problem : { ...problem, quality: [flag] }] };
  }

  /** A value with its unit (Rec 20); converted and checked. The first of a type on a channel counts. */
  value(type: string, value: number, uom: string | null, channel = ''): void {
    const canonical = uom === null ? { value, uom } : toCanonical(type, value, uom);
    if (canonical === undefined) return this.reject('unknown-unit', `'${uom}' is not a unit of ${type}`);
    const exact = trimFloat(canonical.value);
    const problem = numberProblem(type, exact, quantityOf(type) ?? anyNumber);
    if (problem !== undefined) return this.#impossible(problem.reason, problem.detail);
    if (!this.#isNamed(type, channel)) return;
    const { stated } = this.#channel(channel);
    if (!stated.some((known) => known.type === type)) stated.push({ type, value: exact, uom: canonical.uom });
  }

  /** A value whose unit the device does not state; it keeps its name. */
  unstated(type: string, value: number, channel = ''): void {
    if (!this.#isNamed(type, channel)) return;
    if (!Number.isFinite(value)) return this.#impossible('out-of-range', `${type} is not a finite number`);
    const { unstated } = this.#channel(channel);
    if (!unstated.some((known) => known.type === type))
      unstated.push({ type, value: trimFloat(value), uom: null });
  }

  /** The value of this type already there on the channel. */
  find(type: string, channel = ''): number | undefined {
    return this.#channels.get(channel)?.stated.find((known) => known.type === type)?.value;
  }

  /** True when a value of this type is there on any channel. */
  holds(type: string): boolean {
    return [...this.#channels.values()].some(({ stated }) => stated.some((known) => known.type === type));
  }

  /** Where the device is. `flags` belong to the position only. */
  position(fix: Fix, flags: readonly QualityFlag[] = []): void {
    const wrong = numberProblem('lat', fix.lat, latitude) ?? numberProblem('lon', fix.lon, longitude);
    if (wrong !== undefined) return this.#impossible(wrong.reason, wrong.detail);
    for (const flag of flags) this.#fixFlags.add(flag);
    const position: Mutable<PositionObservation> = {
      kind: 'position',
      ...this.head,
      lat: fix.lat,
      lon: fix.lon,
    };
    this.#refine(position, 'speedMps', fix.speedMps);
    this.#refine(
      position,
      'headingDeg',
      fix.headingDeg === undefined ? undefined : wrapHeading(fix.headingDeg),
    );
    this.#refine(position, 'accuracyM', fix.accuracyM);
    this.#refine(position, 'altitudeM', fix.altitudeM);
    this.#fix = position;
  }

  /** Codes read together, as one scan. */
  scan(codes: readonly string[], fields: ScanFields = {}): void {
    this.#scans.push({ kind: 'scan', ...this.head, codes, ...fields });
  }

  /** Adds to the device's status. */
  status(fields: StatusFields): void {
    this.#status = { ...this.#status, ...fields };
  }

  /** True while nothing was collected, good or bad. */
  isEmpty(): boolean {
    const { observations, rejected } = this.decoded();
    return observations.length === 0 && rejected.length === 0;
  }

  decoded(): Decoded {
    const { deviceId } = this.head;
    if (deviceId === '' || deviceId.length > maxTextLength) {
      return this.refuse('invalid-topic', `the device's name is not 1 to ${maxTextLength} characters long`);
    }
    const observations: Observation[] = [];
    for (const [channel, values] of this.#channels) observations.push(...this.#readings(channel, values));
    for (const scan of this.#scans) observations.push({ ...scan, ...this.#quality() });
    if (this.#fix !== undefined) {
      observations.push({ ...this.#fix, ...this.head, ...this.#quality(this.#fixFlags) });
    }
    const nothingElse = observations.length === 0 && this.#rejected.length > 0;
    if (this.#status !== undefined || (this.#troubles.size > 0 && !nothingElse)) {
      observations.push({ kind: 'status', ...this.head, ...this.#status, ...this.#quality(this.#troubles) });
    }
    const carried = this.#gateway === undefined ? {} : { gateway: this.#gateway };
    return { observations, rejected: this.#rejected, ...carried };
  }

  #isNamed(type: string, channel: string): boolean {
    const named = type !== '' && type.length <= maxTypeLength && channel.length <= maxTextLength;
    if (!named)
      this.reject('invalid-field', `the name of a value is not 1 to ${maxTypeLength} characters long`);
    return named;
  }

  #impossible(reason: RejectReason, detail: string): void {
    this.reject(reason, detail);
    if (reason === 'out-of-range') this.trouble('out-of-range');
  }

  #refine(
    position: Mutable<PositionObservation>,
    key: keyof typeof fixRanges,
    value: number | undefined,
  ): void {
    if (value === undefined) return;
    const problem = numberProblem(key, value, fixRanges[key]);
    if (problem === undefined) position[key] = value;
    else this.#impossible(problem.reason, problem.detail);
  }

  #channel(channel: string): ChannelValues {
    let values = this.#channels.get(channel);
    if (values === undefined) {
      values = { stated: [], unstated: [] };
      this.#channels.set(channel, values);
    }
    return values;
  }

  /**
   * Values without a unit are a fact of their own, so that the flag does not fall on the others. A sequence number
   * makes one fact per channel: the second then goes by its time and content, or, where there is no time, both
   * stay together.
   */
  #readings(channel: string, { stated, unstated }: ChannelValues): ReadingObservation[] {
    const at = channel === '' ? {} : { channel };
    const unitless = this.#quality(new Set<QualityFlag>(['unit-not-stated']));
    const { deviceId, time, seq } = this.head;
    if (unstated.length === 0) {
      return stated.length === 0
        ? []
        : [{ kind: 'reading', ...this.head, ...at, values: stated, ...this.#quality() }];
    }
    if (stated.length === 0) return [{ kind: 'reading', ...this.head, ...at, values: unstated, ...unitless }];
    if (seq !== undefined && time === undefined) {
      return [{ kind: 'reading', ...this.head, ...at, values: [...stated, ...unstated], ...unitless }];
    }
    const timed = time === undefined ? { deviceId } : { deviceId, time };
    return [
      { kind: 'reading', ...this.head, ...at, values: stated, ...this.#quality() },
      { kind: 'reading', ...timed, ...at, values: unstated, ...unitless },
    ];
  }

  #quality(more: ReadonlySet<QualityFlag> = none): { readonly quality?: readonly QualityFlag[] } {
    const flags = new Set([...this.#flags, ...more]);
    return flags.size === 0 ? {} : { quality: [...flags] };
  }
}

const none: ReadonlySet<QualityFlag> = new Set();
const anyNumber: Range = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const latitude: Range = { min: -90, max: 90 };
const longitude: Range = { min: -180, max: 180 };
const fixRanges = {
  speedMps: ranges.speedMps,
  headingDeg: ranges.headingDeg,
  accuracyM: ranges.accuracyM,
  altitudeM: ranges.altitudeM,
} as const;

/** Facts of several devices or events that came in one message. */
export function mergeDecoded(parts: readonly Decoded[]): Decoded {
  const observations = parts.flatMap((part) => part.observations);
  const rejected = parts.flatMap((part) => part.rejected);
  const why = parts.find((part) => part.ignored !== undefined)?.ignored;
  const gateway = parts.find((part) => part.gateway !== undefined)?.gateway;
  if (observations.length > 0 || rejected.length > 0 || why === undefined)
    return { observations, rejected, ...(gateway === undefined ? {} : { gateway }) };
  return { observations, rejected, ignored: why };
}
