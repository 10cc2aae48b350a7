import type { DeviceStateRow, SensorStateRow, SiteRow, VehicleStateRow } from '#shared/contract/types.ts';

import type { Clock } from '../clock.ts';
import type { Settlement } from '../ingest/settle.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import { emptyMemory, learn, recover, recoverSeries, type DeviceMemory } from './device-memory.ts';
import { createKeyedFeed, type MemoryFeed } from './feed.ts';
import {
  deviceRow,
  sensorIdOf,
  sensorRow,
  unheardVehicleRow,
  vehicleRow,
  vehicleState,
  type VehicleSource,
} from './rows.ts';

/** How often states that depend on the clock alone (silent) are looked at again. */
const refreshMs = 5000;

/** What screens watch, kept in memory; every row can be rebuilt from the database. */
export interface ReadModels {
  readonly devices: MemoryFeed<DeviceStateRow>;
  readonly sensors: MemoryFeed<SensorStateRow>;
  readonly vehicles: MemoryFeed<VehicleStateRow>;
  readonly sites: MemoryFeed<SiteRow>;
  /** Takes in what a commit stored. */
  apply(settlements: readonly Settlement[]): void;
  /** Builds the rows of one device again after its configuration changed. */
  refreshDevice(deviceId: string): void;
  refreshVehicle(vehicleId: string): void;
  putSite(site: SiteRow): void;
  stop(): void;
}

/** Which vehicle a device is on, and which devices a vehicle has. */
export interface Boarding {
  vehicleOf(deviceId: string, at: number): string | undefined;
  devicesOn(vehicleId: string, at: number): string[];
}

export interface ReadModelOptions {
  readonly store: Store;
  readonly world: Boarding;
  readonly clock: Clock;
  readonly hasKey: (deviceId: string) => boolean;
  /** True while an alarm concerns a vehicle or one of the devices on it. */
  readonly isAlarmed: (vehicleId: string, deviceIds: readonly string[]) => boolean;
}

export function createReadModels(options: ReadModelOptions): ReadModels {
  const { store, clock, world, hasKey, isAlarmed } = options;
  const devices = createKeyedFeed<DeviceStateRow>((row) => row.deviceId);
  const sensors = createKeyedFeed<SensorStateRow>((row) => row.sensorId);
  const vehicles = createKeyedFeed<VehicleStateRow>((row) => row.vehicleId);
  const sites = createKeyedFeed<SiteRow>((row) => row.siteId);
  const memories = new Map<number, DeviceMemory>();

  function memoryOf(deviceKey: number): DeviceMemory {
    let memory = memories.get(deviceKey);
    if (memory === undefined) memories.set(deviceKey, (memory = emptyMemory()));
    return memory;
  }

  /** Rows are built when somebody looks; by then the device may be another object under the same key. */
  function publish({ key, deviceId }: Device): void {
    const { channels, fixes } = memoryOf(key);
    const withDevice = <Row>(build: (device: Device) => Row) => {
      const device = store.devices.byKey(key);
      return device && build(device);
    };
    devices.renew(deviceId, () => withDevice((device) => deviceRow(device, memoryOf(key), hasKey(deviceId))));
    for (const [channel, values] of channels) {
      if (values.size === 0) continue;
      sensors.renew(sensorIdOf(deviceId, channel), () =>
        withDevice((device) =>
          sensorRow(device, channel, values, (type) => store.calibrations.of(deviceId, channel, type)),
        ),
      );
    }
    if (fixes.length > 0) publishVehicle(deviceId);
    else publishAboard(deviceId);
  }

  /** A device that tells no place is one of its vehicle's all the same, from when it is first heard. */
  function publishAboard(deviceId: string): void {
    const vehicleId = world.vehicleOf(deviceId, clock.now());
    const row = vehicleId === undefined ? undefined : vehicles.get(vehicleId);
    if (row !== undefined && !row.deviceIds.includes(deviceId)) refreshVehicle(row.vehicleId);
  }

  /** A tracker alone is shown under its own id, and no longer once it rides on a vehicle. */
  function publishVehicle(deviceId: string): void {
    const vehicleId = world.vehicleOf(deviceId, clock.now()) ?? deviceId;
    if (vehicleId !== deviceId && store.places.vehicle(deviceId) === undefined) vehicles.delete(deviceId);
    vehicles.renew(vehicleId, () => rowOfVehicle(vehicleId, clock.now()));
  }

  function rowOfVehicle(vehicleId: string, now: number): VehicleStateRow | undefined {
    const aboard = world.devicesOn(vehicleId, now).flatMap((deviceId) => store.devices.get(deviceId) ?? []);
    const sources = aboard.flatMap((device): VehicleSource[] => {
      const memory = memoryOf(device.key);
      return memory.fixes.length === 0 ? [] : [{ device, memory }];
    });
    const config = store.places.vehicle(vehicleId);
    const row = vehicleRow(vehicleId, sources, config, now) ?? (config && unheardVehicleRow(config));
    if (row === undefined) return undefined;
    const deviceIds = aboard.map(({ deviceId }) => deviceId);
    return { ...row, deviceIds, ...(isInAlarm(vehicleId, now) ? { state: 'alert' as const } : {}) };
  }

  function isInAlarm(vehicleId: string, now: number): boolean {
    return isAlarmed(vehicleId, world.devicesOn(vehicleId, now));
  }

  function recoverAll(): void {
    for (const device of store.devices.all()) memories.set(device.key, recover(store, device));
    for (const series of store.keys.allSeries()) recoverSeries(store, memoryOf(series.deviceKey), series);
    for (const device of store.devices.all()) publish(device);
    for (const vehicle of store.places.vehicles()) refreshVehicle(vehicle.vehicleId);
    for (const site of store.places.sites()) sites.set(site);
  }

  /** Facts already taken in are seen differently now: the database tells how. */
  function relearn(deviceKey: number): void {
    const device = store.devices.byKey(deviceKey);
    if (device === undefined) return;
    const memory = recover(store, device);
    memories.set(deviceKey, memory);
    for (const series of store.keys.seriesOfDevice(deviceKey)) recoverSeries(store, memory, series);
  }

  function refreshVehicle(vehicleId: string): void {
    const row = rowOfVehicle(vehicleId, clock.now());
    if (row !== undefined) vehicles.set(row);
  }

  /** Silence has no message: it is found by looking. */
  function refreshStates(): void {
    const now = clock.now();
    for (const row of vehicles.values()) {
      const device = row.position === undefined ? undefined : store.devices.get(row.position.deviceId);
      if (device === undefined) continue;
      const state = isInAlarm(row.vehicleId, now) ? 'alert' : vehicleState(device, memoryOf(device.key), now);
      if (state !== row.state) vehicles.set({ ...row, state });
    }
  }

  recoverAll();
  const stopRefreshing = clock.every(refreshMs, refreshStates);
  return {
    devices,
    sensors,
    vehicles,
    sites,
    apply(settlements) {
      const touched = new Set<number>();
      const reconsidered = new Set<number>();
      for (const settlement of settlements) {
        for (const fact of settlement.facts) learn(memoryOf(fact.deviceKey), fact);
        for (const { deviceKey } of settlement.reconsidered) reconsidered.add(deviceKey);
        for (const key of settlement.deviceKeys) touched.add(key);
      }
      for (const key of reconsidered) {
        relearn(key);
        touched.add(key);
      }
      for (const key of touched) {
        const device = store.devices.byKey(key);
        if (device !== undefined) publish(device);
      }
    },
    refreshDevice(deviceId) {
      const device = store.devices.get(deviceId);
      if (device !== undefined) publish(device);
    },
    refreshVehicle,
    putSite: (site) => sites.set(site),
    stop: stopRefreshing,
  };
}
