import { cadenceSamples } from '#shared/domain/cadence.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';
import { isSuspect, unpackQuality } from '#shared/domain/quality.ts';

import { allTime, type PositionRecord, type StatusRecord } from '../store/fact-queries.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { StoredFact } from '../ingest/settle.ts';

export const trailLength = 50;

export interface Fix {
  readonly eventTime: number;
  readonly recordTime: number;
  readonly lat: number;
  readonly lon: number;
  readonly speedMps: number | undefined;
  readonly headingDeg: number | undefined;
  readonly accuracyM: number | undefined;
  readonly altitudeM: number | undefined;
  readonly quality: readonly QualityFlag[];
}

export interface LatestValue {
  readonly type: string;
  readonly uom: string | null;
  readonly value: number;
  readonly eventTime: number;
  readonly recordTime: number;
  readonly quality: readonly QualityFlag[];
}

interface Dated<T> {
  readonly value: T;
  readonly at: number;
}

/** The newest of what one device said, by event time: the same for every order of arrival. */
export interface DeviceMemory {
  /** Oldest first. */
  readonly fixes: Fix[];
  /** By channel ('' for none), then by type and unit. */
  readonly channels: Map<string, Map<string, LatestValue>>;
  /** The newest, oldest first. */
  readonly instants: number[];
  batteryPct: Dated<number> | undefined;
  rssiDbm: Dated<number> | undefined;
  firmware: Dated<string> | undefined;
  online: Dated<boolean> | undefined;
  readonly kinds: Set<StoredFact['observation']['kind']>;
}

/**
 * The time facts are ranked by to find the newest. A device whose clock runs ahead must not hide its own later,
 * true facts, so an event counts as no newer than its arrival.
 */
export function rankTime(fact: { readonly eventTime: number; readonly recordTime: number }): number {
  return Math.min(fact.eventTime, fact.recordTime);
}

export function emptyMemory(): DeviceMemory {
  return {
    fixes: [],
    channels: new Map(),
    instants: [],
    batteryPct: undefined,
    rssiDbm: undefined,
    firmware: undefined,
    online: undefined,
    kinds: new Set(),
  };
}

/** Takes one stored fact in. */
export function learn(memory: DeviceMemory, fact: StoredFact): void {
  const { observation } = fact;
  memory.kinds.add(observation.kind);
  const at = rankTime(fact);
  if (observation.kind !== 'scan') noteInstant(memory, fact.eventTime);
  switch (observation.kind) {
    case 'position':
      addFix(memory, {
        eventTime: fact.eventTime,
        recordTime: fact.recordTime,
        lat: observation.lat,
        lon: observation.lon,
        speedMps: observation.speedMps,
        headingDeg: observation.headingDeg,
        accuracyM: observation.accuracyM,
        altitudeM: observation.altitudeM,
        quality: fact.quality,
      });
      break;
    case 'reading':
      for (const { type, uom, value } of observation.values) {
        setLatest(memory, observation.channel ?? '', {
          type,
          uom,
          value,
          eventTime: fact.eventTime,
          recordTime: fact.recordTime,
          quality: fact.quality,
        });
      }
      break;
    case 'status':
      memory.batteryPct = newer(memory.batteryPct, observation.batteryPct, at);
      memory.rssiDbm = newer(memory.rssiDbm, observation.rssiDbm, at);
      memory.firmware = newer(memory.firmware, observation.firmware, at);
      memory.online = newer(memory.online, observation.online, at);
      break;
    case 'scan':
      break;
  }
}

/** Fixes that are not doubted, oldest first. */
export function goodFixes({ fixes }: DeviceMemory): Fix[] {
  return fixes.filter(({ quality }) => !isSuspect(quality));
}

/** The newest fix that is not doubted. */
export function lastGoodFix({ fixes }: DeviceMemory): Fix | undefined {
  return fixes.findLast(({ quality }) => !isSuspect(quality));
}

function noteInstant({ instants }: DeviceMemory, eventTime: number): void {
  let place = instants.length;
  while (place > 0 && instants[place - 1]! > eventTime) place -= 1;
  if (place > 0 && instants[place - 1] === eventTime) return;
  if (place === instants.length) instants.push(eventTime);
  else instants.splice(place, 0, eventTime);
  if (instants.length > cadenceSamples) instants.shift();
}

function addFix(memory: DeviceMemory, fix: Fix): void {
  const { fixes } = memory;
  let place = fixes.length;
  while (place > 0 && rankTime(fixes[place - 1]!) > rankTime(fix)) place -= 1;
  // The first of two fixes at one instant stays: the other is a conflict and is shown as such in the observations.
  if (place > 0 && fixes[place - 1]!.eventTime === fix.eventTime) return;
  fixes.splice(place, 0, fix);
  if (fixes.length > trailLength) fixes.shift();
}

function setLatest(memory: DeviceMemory, channel: string, value: LatestValue): void {
  let values = memory.channels.get(channel);
  if (values === undefined) memory.channels.set(channel, (values = new Map()));
  const name = `${value.type}\n${value.uom ?? ''}`;
  const known = values.get(name);
  if (known === undefined || rankTime(value) > rankTime(known)) values.set(name, value);
}

function newer<T>(known: Dated<T> | undefined, value: T | undefined, at: number): Dated<T> | undefined {
  if (value === undefined || (known !== undefined && known.at > at)) return known;
  return { value, at };
}

/** Rebuilds what is remembered of a device from the database. */
export function recover(store: Store, device: Device): DeviceMemory {
  const memory = emptyMemory();
  for (const kind of store.queries.kindsOf(device.key)) memory.kinds.add(kind);
  for (const record of store.queries.positions(device.key, allTime(trailLength)).reverse()) {
    addFix(memory, fixOf(record));
    noteInstant(memory, record.event_time);
  }
  for (const record of store.queries.statuses(device.key, allTime(trailLength)))
    recoverStatus(memory, record);
  return memory;
}

/** Adds the newest values of a series to what is remembered of its device. */
export function recoverSeries(
  store: Store,
  memory: DeviceMemory,
  series: { key: number; channel: string; type: string; uom: string | null },
): void {
  const records = store.queries.readings(series.key, allTime(cadenceSamples));
  for (const record of records) {
    noteInstant(memory, record.event_time);
    setLatest(memory, series.channel, {
      type: series.type,
      uom: series.uom,
      value: record.value,
      eventTime: record.event_time,
      recordTime: record.record_time,
      quality: unpackQuality(record.quality),
    });
  }
}

function fixOf(record: PositionRecord): Fix {
  return {
    eventTime: record.event_time,
    recordTime: record.record_time,
    lat: record.lat,
    lon: record.lon,
    speedMps: record.speed_mps ?? undefined,
    headingDeg: record.heading_deg ?? undefined,
    accuracyM: record.accuracy_m ?? undefined,
    altitudeM: record.altitude_m ?? undefined,
    quality: unpackQuality(record.quality),
  };
}

function recoverStatus(memory: DeviceMemory, record: StatusRecord): void {
  const at = rankTime({ eventTime: record.event_time, recordTime: record.record_time });
  memory.batteryPct = newer(memory.batteryPct, record.battery_pct ?? undefined, at);
  memory.rssiDbm = newer(memory.rssiDbm, record.rssi_dbm ?? undefined, at);
  memory.firmware = newer(memory.firmware, record.firmware ?? undefined, at);
  memory.online = newer(memory.online, record.online === null ? undefined : record.online === 1, at);
  noteInstant(memory, record.event_time);
}
