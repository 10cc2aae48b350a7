import type { StoredFact } from '../ingest/settle.ts';
import type { CalibrationRecord } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AllowedSilence } from './allowed-silence.ts';
import type { Phase } from './excursions.ts';
import type { GovernedLimit } from './governance.ts';
import { Rhythm, rhythmOf } from './rhythm.ts';
import type { TallyCourse } from './tally-course.ts';
import { Talk } from './talk.ts';
import { cadenceSamples } from '#shared/domain/cadence.ts';

/** Where the limits of one series stand after its newest reading. */
export interface SeriesWatch {
  readonly seriesKey: number;
  readonly quantity: string;
  /** Calibrations of the channel, the earliest first. */
  readonly calibrations: readonly CalibrationRecord[];
  /** Judged by the value at hand. */
  readonly limits: readonly GovernedLimit[];
  /** Judged by a window or a trip. */
  readonly tallied: readonly GovernedLimit[];
  /** Undefined until its readings were looked at. */
  standing: { readonly rhythm: Rhythm; readonly phases: Phase[] } | undefined;
  tally: { readonly rhythm: Rhythm; readonly courses: readonly TallyCourse[] } | undefined;
}

export interface ChannelWatch {
  readonly channel: string;
  readonly rhythm: Rhythm;
  /** The version of the governance `series` was made with. */
  stamp: number;
  /** Series that limits apply to, by type; most channels have none. */
  series: ReadonlyMap<string, SeriesWatch>;
  /** How long it may say nothing, where limits on silence tell. */
  allowed: readonly AllowedSilence[];
  silent: boolean;
  /** When its readings came in, whatever time they were of. */
  readonly talk: Talk;
  /** On the monotonic clock: when its silence was last asked for. */
  askedAt: number;
  patience: Patience | undefined;
}

/** How long something may say nothing after its last sign of life, as its habits were found when they were asked for. */
export interface Patience {
  readonly last: number;
  readonly ms: number;
}

export interface Carrier {
  readonly gateway: string;
  readonly eventTime: number;
  readonly recordTime: number;
}

/** What is remembered of one device between its messages; all of it can be made again from the database. */
export interface DeviceWatch {
  readonly device: Device;
  /** Of everything but scans: those come when people work. */
  readonly rhythm: Rhythm;
  newestScan: number;
  readonly channels: Map<string, ChannelWatch>;
  silent: boolean;
  readonly talk: Talk;
  askedAt: number;
  patience: Patience | undefined;
  /** When a message last came in of which nothing could be used. */
  uselessAt: number;
  /** The gateway that carried its newest message that names one, and when that came in. */
  carrier: Carrier | undefined;
  /** On the monotonic clock: its first and its last old message of the backlog it is sending. */
  backlog: { readonly since: number; last: number } | undefined;
}

/** What a device says of its own health: a tracker with a battery is no sensor. */
const housekeeping: ReadonlySet<string> = new Set(['BatteryLevel', 'Voltage', 'SupplyVoltage']);

const noSeries: ReadonlyMap<string, SeriesWatch> = new Map();

export function newChannel(channel: string): ChannelWatch {
  return {
    channel,
    rhythm: new Rhythm(),
    stamp: 0,
    series: noSeries,
    allowed: [],
    silent: false,
    talk: new Talk(),
    askedAt: -Infinity,
    patience: undefined,
  };
}

/** Remembers a device as the database has it. */
export function loadWatch(store: Store, device: Device): DeviceWatch {
  const end = Number.MAX_SAFE_INTEGER;
  const channels = new Map<string, ChannelWatch>();
  const instants = new Set(store.alertFacts.otherInstantsBefore(device.key, end, cadenceSamples));
  for (const time of store.alertFacts.readingInstantsBefore(seriesOf(store, device), end, cadenceSamples))
    instants.add(time);
  for (const channel of measuredChannels(store, device)) {
    const measured = measuredSeries(store, device, channel);
    const own = store.alertFacts.readingInstantsBefore(measured, end, cadenceSamples);
    channels.set(channel, {
      ...newChannel(channel),
      rhythm: rhythmOf(own),
    });
  }
  const newest = [...instants].sort((a, b) => a - b).slice(-cadenceSamples);
  const { key } = device;
  return {
    get device() {
      // A transaction that fails makes the store read its devices anew.
      return store.devices.byKey(key) ?? device;
    },
    rhythm: rhythmOf(newest),
    newestScan: store.alertFacts.newestScan(device.key) ?? -Infinity,
    channels,
    silent: false,
    talk: new Talk(),
    askedAt: -Infinity,
    patience: undefined,
    uselessAt: -Infinity,
    carrier: undefined,
    backlog: undefined,
  };
}

/** Remembers which gateway carried a fact, unless a newer one is known. */
export function noteCarrier(
  watch: DeviceWatch,
  { gateway, eventTime, recordTime }: Pick<StoredFact, 'gateway' | 'eventTime' | 'recordTime'>,
): void {
  if (gateway === undefined || (watch.carrier?.eventTime ?? -Infinity) > eventTime) return;
  watch.carrier = { gateway, eventTime, recordTime };
}

/** Keys of everything a device measures. */
export function seriesOf(store: Store, device: Device): number[] {
  return store.keys.seriesOfDevice(device.key).map(({ key }) => key);
}

/** Channels on which a device measures something of the world. */
export function measuredChannels(store: Store, device: Device): string[] {
  const channels = new Set(store.keys.seriesOfDevice(device.key).map(({ channel }) => channel));
  return [...channels].filter((channel) => measuredSeries(store, device, channel).length > 0);
}

/** Keys of what a channel measures of the world. */
export function measuredSeries(store: Store, device: Device, channel: string): number[] {
  return store.keys
    .seriesOf(device.key, channel)
    .filter(({ type }) => !housekeeping.has(type))
    .map(({ key }) => key);
}

/** True for a reading that says something of the world. */
export function isMeasuring(values: readonly { readonly type: string }[]): boolean {
  return values.some(({ type }) => !housekeeping.has(type));
}

/** The channel of a device by its name, remembered from now on. */
export function channelOf(watch: DeviceWatch, name: string): ChannelWatch {
  let channel = watch.channels.get(name);
  if (channel === undefined) watch.channels.set(name, (channel = newChannel(name)));
  return channel;
}
