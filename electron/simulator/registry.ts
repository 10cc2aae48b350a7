import { toIso } from '#shared/domain/time.ts';

import { sites } from './places.ts';
import { coldLimits } from './world/climate.ts';
import type { Device, Sensor } from './world/devices.ts';
import { portalMac, scanners, sensors, trackers } from './world/devices.ts';
import { fleet } from './world/fleet.ts';

/** One `PUT /api/v1/{collection}/{id}`. */
export interface RegistryEntry {
  readonly collection: 'sites' | 'temperature-profiles' | 'vehicles' | 'devices' | 'associations';
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a console must be told about the simulated network before it can make sense of its messages. */
export function registryEntries(sinceMs: number): RegistryEntry[] {
  return [
    ...sites.map((site): RegistryEntry => ({ collection: 'sites', id: site.siteId, body: { ...site } })),
    profileEntry(),
    ...fleet.map(({ vehicleId, name, plate, refrigerated }): RegistryEntry => ({
      collection: 'vehicles',
      id: vehicleId,
      body: {
        vehicleId,
        name,
        plate,
        ...(refrigerated ? { temperatureProfileId: coldLimits.profileId } : {}),
      },
    })),
    ...[...trackers, ...sensors, ...scanners].map(deviceEntry),
    ...associations(sinceMs),
  ];
}

function profileEntry(): RegistryEntry {
  const common = {
    inclusive: false,
    quantity: 'Temperature',
    mode: 'consecutive',
    forS: coldLimits.forMs / 1000,
  };
  const id = coldLimits.profileId;
  const limits = [
    { side: 'above', value: coldLimits.aboveC, ...common, clearValue: 7.5, clearForS: 120, severity: 'high' },
    { side: 'below', value: coldLimits.belowC, ...common, clearValue: 2.5, clearForS: 120, severity: 'high' },
    {
      side: 'below',
      value: coldLimits.freezesC,
      inclusive: true,
      quantity: 'Temperature',
      mode: 'single',
      clearValue: 0.5,
      severity: 'critical',
    },
  ];
  return { collection: 'temperature-profiles', id, body: { id, name: 'Kept cool, 2 to 8 °C', limits } };
}

function deviceEntry(device: Device): RegistryEntry {
  const { deviceId, siteId, kind } = device;
  return { collection: 'devices', id: deviceId, body: { deviceId, ...settingsOf(device, siteId, kind) } };
}

function settingsOf(device: Device, siteId: string, kind: Device['kind']): object {
  if (device.kind === 'tracker') return { kind, expectedEveryS: 60 };
  if (device.kind === 'sensor' || device.kind === 'door-sensor') {
    const expectedEveryS = device.periodMs / 1000;
    const fixed = device.chamber.vehicleId === undefined ? { siteId } : {};
    return { kind, ...fixed, expectedEveryS, ...channelsOf(device) };
  }
  if (device.deviceId === portalMac)
    return { kind, siteId, readPoint: 'wh-lys-dock-1', bizStep: 'departing' };
  return { kind, siteId };
}

/** Thermometers in cold rooms carry the limits; those in cargo spaces take them from their vehicle. */
function channelsOf({ kind, chamber }: Sensor): object {
  if (kind !== 'sensor' || chamber.kind !== 'cold-room') return {};
  return { channels: { '': { name: chamber.chamberId, temperatureProfileId: coldLimits.profileId } } };
}

function associations(sinceMs: number): RegistryEntry[] {
  const from = toIso(sinceMs);
  const onVehicles = [
    ...trackers.map(({ deviceId, vehicle }) => ({ deviceId, vehicleId: vehicle.vehicleId })),
    ...sensors.flatMap(({ deviceId, chamber }) =>
      chamber.vehicleId === undefined ? [] : [{ deviceId, vehicleId: chamber.vehicleId }],
    ),
  ];
  const inSites = sensors.filter(({ chamber }) => chamber.vehicleId === undefined);
  return [
    ...onVehicles.map(({ deviceId, vehicleId }) => association(deviceId, 'vehicle', vehicleId, from)),
    ...inSites.map(({ deviceId, siteId }) => association(deviceId, 'site', siteId, from)),
  ];
}

function association(
  deviceId: string,
  type: 'vehicle' | 'site',
  subjectId: string,
  from: string,
): RegistryEntry {
  const id = `${deviceId}@${subjectId}`.replaceAll(/[^A-Za-z0-9@._-]/g, '-');
  return { collection: 'associations', id, body: { deviceId, subject: { type, id: subjectId }, from } };
}
