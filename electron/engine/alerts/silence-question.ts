import type { EvidenceRow } from '#shared/contract/types.ts';
import { cadenceSamples } from '#shared/domain/cadence.ts';
import { hourMs } from '#shared/domain/time.ts';

import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { allowedAt } from './allowed-silence.ts';
import { arrivalsOf } from './arrivals.ts';
import type { AlertRecord, AlertTopic } from './book.ts';
import { gatewayEvidence } from './common-silence.ts';
import { longestDrainMs, quietMs } from './listening.ts';
import { channelSubject, ownEvidence, type Surroundings } from './places.ts';
import type { Rule } from './rule.ts';
import { deviceSilent } from './rules/device-silent.ts';
import { sensorSilent } from './rules/sensor-silent.ts';
import { expectedMs } from './series-readings.ts';
import type { SilenceDetail, SilenceInput } from './silences.ts';
import { measuredSeries, seriesOf, type Carrier, type ChannelWatch, type DeviceWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;

interface Asked {
  readonly store: Store;
  readonly surroundings: Surroundings;
}

/** A span of event time to look at again. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is asked of a device or one of its channels: whether it is silent. */
export interface Question {
  readonly rule: Rule<SilenceInput, SilenceDetail>;
  readonly topic: AlertTopic;
  readonly device: Device;
  readonly channel: string | undefined;
  /** What is asked whether it is silent. */
  readonly quiet: Pick<ChannelWatch, 'rhythm' | 'talk'> & { readonly allowed?: ChannelWatch['allowed'] };
  readonly name: string;
  /** As marks and pauses know it. */
  readonly ref: string;
  before(time: number, count: number): number[];
  within(from: number, to: number): number[];
  signs(from: number, to: number): number[];
  readonly newest: number;
  /** The gateway that carried what was heard last, where that is known. */
  readonly carrier: Carrier | undefined;
}

/** Whether a device says anything at all. */
export function deviceQuestion({ store, surroundings }: Asked, watch: DeviceWatch): Question {
  const { device } = watch;
  const series = seriesOf(store, device);
  const { alertFacts } = store;
  return {
    rule: deviceSilent,
    device,
    channel: undefined,
    quiet: watch,
    newest: watch.rhythm.newest,
    carrier: watch.carrier,
    topic: {
      kind: deviceSilent.id,
      ruleKey: deviceSilent.id,
      subject: { type: 'device', id: device.deviceId },
    },
    name: surroundings.nameOf(device, '', watch.rhythm.newest),
    ref: nameOf(device, undefined),
    before: (time, count) =>
      ascending([
        ...alertFacts.otherInstantsBefore(device.key, time, count),
        ...alertFacts.readingInstantsBefore(series, time, count),
      ]).slice(-count),
    within: (from, to) =>
      ascending([
        ...alertFacts.otherInstants(device.key, from, to),
        ...alertFacts.readingInstants(series, from, to),
      ]),
    signs: (from, to) =>
      ascending([...alertFacts.scanInstants(device.key, from, to), ...arrivalsOf(store, device, from, to)]),
  };
}

/** Whether there are readings of a channel. */
export function channelQuestion(
  { store, surroundings }: Asked,
  { device, carrier }: DeviceWatch,
  quiet: ChannelWatch,
): Question {
  const { channel, rhythm } = quiet;
  const series = measuredSeries(store, device, channel);
  return {
    rule: sensorSilent,
    device,
    channel,
    quiet,
    newest: rhythm.newest,
    carrier,
    topic: {
      kind: sensorSilent.id,
      ruleKey: sensorSilent.id,
      subject: channelSubject(device.deviceId, channel),
    },
    name: surroundings.nameOf(device, channel, rhythm.newest),
    ref: nameOf(device, quiet),
    before: (time, count) => store.alertFacts.readingInstantsBefore(series, time, count),
    within: (from, to) => store.alertFacts.readingInstants(series, from, to),
    signs: () => [],
  };
}

/** Which gateway carried the last that was heard. */
export function carriedBy(device: Device, last: number, carrier: Carrier | undefined): EvidenceRow[] {
  if (carrier?.eventTime !== last) return [];
  const { gateway, recordTime } = carrier;
  const text = `Last carried by the gateway ${gateway}`;
  return [
    {
      ...ownEvidence({
        kind: gatewayEvidence,
        of: gateway,
        time: last,
        recordTime,
        source: device.deviceId,
        text,
      }),
      id: gateway,
    },
  ];
}

/** Messages of which nothing could be used are messages: they end a silence that stands. */
export function uselessSign(
  watch: DeviceWatch,
  { channel }: Question,
  open: AlertRecord | undefined,
): number[] {
  return channel === undefined && open !== undefined && watch.uselessAt > open.start ? [watch.uselessAt] : [];
}

interface Standing {
  /** The silence that was told of. */
  readonly open: AlertRecord | undefined;
  readonly useless: readonly number[];
  readonly now: number;
}

/** A silence that stands goes on until there is news of a later time; none begins while something still talks. */
export function heardAt(
  watch: DeviceWatch,
  { quiet, channel, newest }: Question,
  { open, useless, now }: Standing,
): number | undefined {
  const last = channel === undefined ? Math.max(newest, watch.newestScan) : newest;
  if (open !== undefined && last < open.start && useless.length === 0) return undefined;
  const learnedMs = quiet.rhythm.silentAfterMs(expectedMs(watch.device));
  const limit = allowedAt(quiet.allowed ?? [], learnedMs, now) ?? Infinity;
  return Math.max(quiet.talk.lastAfter(limit), channel === undefined ? watch.uselessAt : -Infinity);
}

/** The last sign of life of any kind; a message of which nothing could be used is one. */
export function lastSign({ rhythm, newestScan, uselessAt }: DeviceWatch): number {
  const heard = Math.max(rhythm.newest, newestScan);
  return heard === -Infinity ? heard : Math.max(heard, uselessAt);
}

/** It hands over what it kept while it had no link: what is missing may still come. */
export function isSending({ backlog }: DeviceWatch, monotonic: number): boolean {
  return (
    backlog !== undefined && monotonic - backlog.last < quietMs && monotonic - backlog.since < longestDrainMs
  );
}

/** From a stretch on until its rhythm can no longer differ, or to the end. */
export function instantsAround(
  question: Question,
  { from, to }: Stretch,
): { readonly instants: number[]; readonly end: number } {
  for (let reach = 6 * hourMs; ; reach *= 8) {
    const until = to + reach;
    const instants = question.within(from, until);
    const after = instants.filter((time) => time > to);
    const last = after[cadenceSamples];
    if (last !== undefined && last < question.newest)
      return { instants: instants.filter((time) => time <= last), end: last };
    if (until >= question.newest) return { instants: question.within(from, forever), end: forever };
  }
}

function ascending(instants: readonly number[]): number[] {
  return [...new Set(instants)].sort((a, b) => a - b);
}

export function markOf(
  device: Device,
  channel: ChannelWatch | undefined,
): { readonly kind: 'device' | 'channel'; readonly ref: string } {
  return channel === undefined
    ? { kind: 'device', ref: String(device.key) }
    : { kind: 'channel', ref: `${device.key} ${channel.channel}` };
}

export function nameOf(device: Device, channel: ChannelWatch | undefined): string {
  const { kind, ref } = markOf(device, channel);
  return `${kind} ${ref}`;
}
