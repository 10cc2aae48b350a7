import type { DeviceStateRow, SensorStateRow, VehicleStateRow } from '#shared/contract/types.ts';
import { cadenceMs, silentAfterMs } from '#shared/domain/cadence.ts';
import { distanceM } from '#shared/domain/geo.ts';
import { clockOffsetMs } from '#shared/domain/habits.ts';
import { toIso } from '#shared/domain/time.ts';

import { corrected, type CalibrationRecord } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { VehicleConfig } from '../store/places.ts';
import {
  goodFixes,
  lastGoodFix,
  rankTime,
  type DeviceMemory,
  type Fix,
  type LatestValue,
} from './device-memory.ts';

/** Slower than a walk counts as standing. */
const movingMps = 1;

/** Leaves out keys without a value: rows carry no `undefined`. */
export function compact<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function isoOrNone(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : toIso(instant);
}

export function deviceRow(device: Device, memory: DeviceMemory, hasKey: boolean): DeviceStateRow {
  const cadence = cadenceMs(memory.instants);
  const offset = clockOffsetMs(device.clockDifferences);
  const battery = memory.batteryPct?.value ?? batteryReading(memory);
  return compact({
    deviceId: device.deviceId,
    format: device.format,
    siteId: device.siteId ?? device.heardSiteId,
    heardSiteId: device.heardSiteId,
    channels: Object.keys(device.channels).length === 0 ? undefined : device.channels,
    kind: device.kind,
    readPoint: device.readPoint,
    bizStep: device.bizStep,
    timeZone: device.timeZone,
    expectedEveryS: device.expectedEveryS,
    hasKey,
    firstSeen: isoOrNone(device.firstSeen),
    lastSeen: isoOrNone(device.lastSeen),
    lastEventTime: isoOrNone(device.lastEventTime),
    cadenceS: cadence === undefined ? undefined : cadence / 1000,
    clockOffsetS: offset === undefined ? undefined : Math.round(offset / 1000) + 0,
    batteryPct: battery,
    rssiDbm: memory.rssiDbm?.value,
    firmware: memory.firmware?.value,
    online: memory.online?.value,
    messages: { ...device.counts },
    kinds: [...memory.kinds].sort(),
  });
}

function batteryReading(memory: DeviceMemory): number | undefined {
  let newest: LatestValue | undefined;
  for (const values of memory.channels.values()) {
    for (const value of values.values()) {
      if (value.type === 'BatteryLevel' && (newest === undefined || rankTime(value) > rankTime(newest)))
        newest = value;
    }
  }
  return newest?.value;
}

/** The id of a measuring channel on screen and in links. */
export function sensorIdOf(deviceId: string, channel: string): string {
  return channel === '' ? deviceId : `${deviceId}#${channel}`;
}

/** `calibrations`: those of the channel for a quantity, the earliest first. */
export function sensorRow(
  device: Device,
  channel: string,
  values: ReadonlyMap<string, LatestValue>,
  calibrations: (type: string) => readonly CalibrationRecord[],
): SensorStateRow {
  const latest = [...values.values()].sort((a, b) => a.type.localeCompare(b.type));
  const newest = latest.reduce((time, value) => Math.max(time, value.eventTime), -Infinity);
  return compact({
    sensorId: sensorIdOf(device.deviceId, channel),
    deviceId: device.deviceId,
    channel: channel === '' ? undefined : channel,
    name: device.channels[channel]?.name,
    siteId: device.siteId ?? device.heardSiteId,
    latest: latest.map(({ eventTime, recordTime, quality, value: raw, ...value }) => ({
      ...value,
      ...putRight(raw, corrected(calibrations(value.type), eventTime, raw)),
      time: toIso(eventTime),
      recordTime: toIso(recordTime),
      quality: [...quality],
    })),
    time: toIso(newest),
  });
}

function putRight(raw: number, value: number): { readonly value: number; readonly rawValue?: number } {
  return value === raw ? { value } : { value, rawValue: raw };
}

/** A device that tells where a vehicle is. */
export interface VehicleSource {
  readonly device: Device;
  readonly memory: DeviceMemory;
}

/** A vehicle by the newest fix of any device on it; undefined while none has one. */
export function vehicleRow(
  vehicleId: string,
  sources: readonly VehicleSource[],
  config: VehicleConfig | undefined,
  now: number,
): VehicleStateRow | undefined {
  const [first, ...others] = sources;
  if (first === undefined) return undefined;
  const newestOf = ({ memory }: VehicleSource): number => {
    const good = lastGoodFix(memory);
    return good === undefined ? Number.NEGATIVE_INFINITY : rankTime(good);
  };
  const best = others.reduce(
    (newest, source) => (newestOf(source) > newestOf(newest) ? source : newest),
    first,
  );
  const fix = lastGoodFix(best.memory);
  return compact({
    vehicleId,
    name: config?.name,
    plate: config?.plate,
    temperatureProfileId: config?.temperatureProfileId,
    tracker: config === undefined,
    deviceIds: sources.map((source) => source.device.deviceId),
    position: fix === undefined ? undefined : positionOf(best.device.deviceId, fix),
    trail: goodFixes(best.memory).map(
      (each) => [each.lon, each.lat, each.eventTime] as [number, number, number],
    ),
    state: vehicleState(best.device, best.memory, now),
  });
}

/** A vehicle that is configured and was never heard. */
export function unheardVehicleRow(config: VehicleConfig): VehicleStateRow {
  return compact({
    ...config,
    tracker: false,
    deviceIds: [],
    trail: [],
    state: 'unknown' as const,
  });
}

function positionOf(deviceId: string, fix: Fix): VehicleStateRow['position'] {
  const { eventTime, recordTime, quality, ...place } = fix;
  return compact({
    ...place,
    time: toIso(eventTime),
    recordTime: toIso(recordTime),
    deviceId,
    quality: [...quality],
  });
}

export function vehicleState(device: Device, memory: DeviceMemory, now: number): VehicleStateRow['state'] {
  const fix = memory.fixes.at(-1);
  if (fix === undefined) return 'unknown';
  if (now - rankTime(fix) > silentAfterMs(device.expectedEveryS, cadenceMs(memory.instants))) return 'silent';
  return speedOf(memory) >= movingMps ? 'moving' : 'stopped';
}

/** The speed the device reports, else the one its last two fixes need. */
function speedOf(memory: DeviceMemory): number {
  const [before, fix] = [goodFixes(memory).at(-2), lastGoodFix(memory)];
  if (fix?.speedMps !== undefined) return fix.speedMps;
  if (fix === undefined || before === undefined || fix.eventTime <= before.eventTime) return 0;
  return distanceM(before, fix) / ((fix.eventTime - before.eventTime) / 1000);
}
