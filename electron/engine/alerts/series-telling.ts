import type { ProfileLimitRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { sensorIdOf } from '../live/rows.ts';
import type { CalibrationRecord } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { AlertDraft, AlertTopic } from './book.ts';
import { spanOf, type ExcursionRule } from './excursion-rule.ts';
import type { Excursion, Gap, Reading } from './excursions.ts';
import { limitText, type Limit } from './limits.ts';
import { channelSubject, readingEvidence, type Surroundings } from './places.ts';
import { excursionRules } from './rules/index.ts';
import { unitOf } from './series-readings.ts';

/** One channel of a device. */
export interface ChannelOf {
  readonly device: Device;
  readonly channel: string;
}

/** What the alerts of one limit of a channel are kept under. */
export function topicOf({ device, channel }: ChannelOf, limit: Limit): AlertTopic {
  const { kind } = limit;
  return { kind, ruleKey: `${kind} ${limit.key}`, subject: channelSubject(device.deviceId, channel) };
}

/** What is to be shown of an excursion; the limit stays on it as it is now. */
export function draftOf(
  of: ChannelOf,
  limit: Limit,
  excursion: Excursion,
  surroundings: Surroundings,
): Omit<AlertDraft, 'orderNumbers'> {
  const { device, channel } = of;
  const { start, end, alarm, first, worst, count } = excursion;
  const guarded = guardBand(
    limit,
    worst.value,
    surroundings.calibrationOf(device, channel, limit.quantity, start),
  );
  const sensorId = sensorIdOf(device.deviceId, channel);
  const evidence = (reading: Reading, what: string) =>
    readingEvidence(sensorId, device.deviceId, limit.quantity, reading, what);
  return {
    ...topicOf(of, limit),
    ...surroundings.whereabouts(device, channel, start),
    severity: limit.severity,
    start,
    end,
    known: alarm,
    latching: limit.latching ?? false,
    message: `${ruleOf(limit.kind).message(
      spanOf(excursion, limit),
      surroundings.nameOf(device, channel, start),
    )}${guarded?.decidable === false ? ` Within the measurement uncertainty of ±${guarded.uncertainty}: cannot be decided.` : ''}`,
    evidence: [
      evidence(first, `First reading ${limitText({ ...limit, forS: undefined })}`),
      ...(worst.time === first.time ? [] : [evidence(worst, 'Furthest beyond it')]),
    ],
    measure: {
      ...frozenLimit(limit),
      alarmTime: toIso(alarm),
      uom: unitOf[limit.quantity] ?? '',
      worst: { value: worst.value, time: toIso(worst.time) },
      readings: count,
      ...(guarded === undefined ? {} : { calibration: guarded }),
      ...gapView('gapBefore', excursion.gapBefore),
      ...gapView('gapAfter', excursion.gapAfter),
    },
  };
}

function ruleOf(kind: Limit['kind']): ExcursionRule {
  const rule = excursionRules.get(kind);
  if (rule === undefined) throw new RangeError(`no rule tells of ${kind}`);
  return rule;
}

/** What a calibration says of the worst value: nearer to the limit than its uncertainty, nothing can be decided. */
function guardBand(limit: Limit, worst: number, calibration: CalibrationRecord | undefined) {
  if (calibration === undefined) return undefined;
  const { calibrationId, offset, uncertainty } = calibration;
  const isDirect = limit.mode !== 'rate';
  const decidable = uncertainty === undefined || !isDirect || Math.abs(worst - limit.value) > uncertainty;
  return { calibrationId, offset, ...(uncertainty === undefined ? {} : { uncertainty }), decidable };
}

/** A limit as it stays on what it raised. */
export function frozenLimit(limit: Limit): NonNullable<AlertDraft['silence']> {
  const { profileId, profileName, profileVersion } = limit;
  return { profileId, profileName, profileVersion, limit: plainLimit(limit) };
}

/** The limit as it was put. */
function plainLimit(limit: Limit): ProfileLimitRow {
  const {
    key: _key,
    kind: _kind,
    profileId: _id,
    profileName: _name,
    profileVersion: _version,
    lowerLimit: _lower,
    ...put
  } = limit;
  return put;
}

function gapView(name: 'gapBefore' | 'gapAfter', gap: Gap | undefined) {
  return gap === undefined ? {} : { [name]: { from: toIso(gap.from), to: toIso(gap.to) } };
}
