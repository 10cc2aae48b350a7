import { sites } from '../places.ts';
import { dice, hash32 } from '../random.ts';
import type { Vehicle } from './fleet.ts';
import { fleet, lanes } from './fleet.ts';

export type Format =
  | 'native'
  | 'owntracks'
  | 'ruuvi-gateway'
  | 'the-things-stack'
  | 'zigbee2mqtt'
  | 'zebra-iot-connector';

interface SimDevice {
  /** The identity a receiver finds in the device's messages. */
  readonly deviceId: string;
  readonly format: Format;
  /** Which MQTT client carries its messages: the device itself, a site gateway, a vehicle's router, a bridge. */
  readonly clientId: string;
  readonly siteId: string;
  /** Noise key, and what spreads devices of one period over it. */
  readonly key: number;
}

export interface Tracker extends SimDevice {
  readonly kind: 'tracker';
  readonly vehicle: Vehicle;
  readonly periodMs: number;
}

/** What a sensor stands in: a cold room or cargo space kept cool, or a hall that is not. */
export interface Chamber {
  readonly chamberId: string;
  readonly kind: 'cold-room' | 'cargo' | 'hall';
  readonly siteId: string;
  readonly vehicleId?: string;
}

export interface Sensor extends SimDevice {
  readonly kind: 'sensor' | 'door-sensor';
  readonly chamber: Chamber;
  readonly periodMs: number;
}

export interface Scanner extends SimDevice {
  readonly kind: 'handheld' | 'portal' | 'label-printer';
  readonly vehicleId?: string;
  readonly operator?: string;
}

export type Device = Tracker | Sensor | Scanner;

export const ruuviGatewayMac = 'C8:25:2D:8E:9C:01';
export const portalMac = '84:24:8D:EE:21:0A';
export const portalLane = 'LYS-DIJ';
export const lorawanApplication = 'cold-rooms@waymark';

function macOf(text: string): string {
  const hex = hash32(text).toString(16).toUpperCase().padStart(8, '0');
  const pairs = hex.match(/../g) ?? [];
  return ['F2', '1F', ...pairs].join(':');
}

/** Drivers of these vans carry a phone with OwnTracks instead of a built-in tracker. */
const phoneTrackedVans = new Set([
  'VAN-03',
  'VAN-07',
  'VAN-08',
  'VAN-12',
  'VAN-15',
  'VAN-20',
  'VAN-22',
  'VAN-27',
]);

function tracker(vehicle: Vehicle): Tracker {
  const lower = vehicle.vehicleId.toLowerCase();
  const phone = phoneTrackedVans.has(vehicle.vehicleId);
  const deviceId = phone ? `fleet/${lower}` : `gps-${lower}`;
  return {
    kind: 'tracker',
    deviceId,
    format: phone ? 'owntracks' : 'native',
    clientId: phone ? `phone-${lower}` : `router-${lower}`,
    siteId: vehicle.home,
    key: hash32(deviceId),
    vehicle,
    periodMs: dice('tracker', deviceId).pick([10_000, 15_000, 20_000, 30_000]),
  };
}

/** Cold rooms by site; three or four sensors and one door contact in each. */
const coldRooms: readonly (readonly [siteId: string, room: string, sensors: number])[] = [
  ['WH-LYS', 'a', 4],
  ['WH-LYS', 'b', 4],
  ['WH-PAR', 'a', 4],
  ['WH-PAR', 'b', 4],
  ['DC-DIJ', 'a', 3],
  ['DC-LIL', 'a', 3],
  ['DC-CFE', 'a', 3],
];

/** The sensor network each site has; sites not named speak the native format through a gateway. */
const networks: Readonly<Record<string, Format>> = {
  'WH-PAR': 'ruuvi-gateway',
  'DC-CFE': 'the-things-stack',
  'DC-DIJ': 'zigbee2mqtt',
};

function siteSensor(chamber: Chamber, name: string, kind: Sensor['kind']): Sensor {
  const network = networks[chamber.siteId] ?? 'native';
  // A Ruuvi tag has no door contact: those doors are wired to the native gateway.
  const format = network === 'ruuvi-gateway' && kind === 'door-sensor' ? 'native' : network;
  const deviceId = format === 'ruuvi-gateway' ? macOf(name) : name;
  const clientId = {
    native: `gateway-${chamber.siteId.toLowerCase()}`,
    'ruuvi-gateway': 'ruuvi-gateway-wh-par',
    'the-things-stack': 'lorawan-server',
    zigbee2mqtt: 'zigbee-bridge-dc-dij',
  }[format as 'native' | 'ruuvi-gateway' | 'the-things-stack' | 'zigbee2mqtt']; // sensors speak one of these
  const periodMs = kind === 'door-sensor' ? 30_000 : dice('sensor', name).pick([30_000, 45_000, 60_000]);
  return { kind, deviceId, format, clientId, siteId: chamber.siteId, key: hash32(name), chamber, periodMs };
}

function coldRoomSensors(): Sensor[] {
  return coldRooms.flatMap(([siteId, room, count]) => {
    const site = siteId.toLowerCase();
    const chamber: Chamber = { chamberId: `${site}-cold-${room}`, kind: 'cold-room', siteId };
    const inside = Array.from({ length: count }, (_, index) =>
      siteSensor(chamber, `${chamber.chamberId}-t${index + 1}`, 'sensor'),
    );
    return [...inside, siteSensor(chamber, `${chamber.chamberId}-door`, 'door-sensor')];
  });
}

function hallSensors(): Sensor[] {
  return sites.map(({ siteId }) => {
    const chamberId = `${siteId.toLowerCase()}-hall`;
    return siteSensor({ chamberId, kind: 'hall', siteId }, `${chamberId}-t1`, 'sensor');
  });
}

function cargoSensors(): Sensor[] {
  return fleet
    .filter((vehicle) => vehicle.refrigerated)
    .map((vehicle) => {
      const lower = vehicle.vehicleId.toLowerCase();
      const deviceId = `cargo-${lower}`;
      const { vehicleId, home: siteId } = vehicle;
      const chamber: Chamber = { chamberId: deviceId, kind: 'cargo', siteId, vehicleId };
      const periodMs = dice('sensor', deviceId).pick([30_000, 45_000, 60_000]);
      const place = { clientId: `router-${lower}`, siteId, key: hash32(deviceId), chamber, periodMs };
      return { kind: 'sensor' as const, deviceId, format: 'native' as const, ...place };
    });
}

function handheld(siteId: string, role: string): Scanner {
  const deviceId = `hh-${siteId.toLowerCase()}-${role}`;
  const operator = `op-${String(dice('operator', deviceId).whole(100, 999))}`;
  return {
    kind: 'handheld',
    deviceId,
    format: 'native',
    clientId: deviceId,
    siteId,
    key: hash32(deviceId),
    operator,
  };
}

const warehouseRoles = [
  'pick-1',
  'pick-2',
  'pack-1',
  'pack-2',
  'stage-1',
  'stage-2',
  'dock-1',
  'dock-2',
] as const;
const centreRoles = ['dock-1', 'dock-2', 'recv-1', 'recv-2', 'out-1', 'out-2', 'out-3', 'returns'] as const;

function siteScanners(): Scanner[] {
  return sites.flatMap(({ siteId, kind }) => {
    if (kind === 'distribution-centre') return centreRoles.map((role) => handheld(siteId, role));
    const deviceId = `label-${siteId.toLowerCase()}`;
    const clientId = `gateway-${siteId.toLowerCase()}`;
    const printer = {
      kind: 'label-printer',
      deviceId,
      format: 'native',
      clientId,
      siteId,
      key: hash32(deviceId),
    } as const;
    return [printer, ...warehouseRoles.map((role) => handheld(siteId, role))];
  });
}

function driverScanners(): Scanner[] {
  return fleet
    .filter((vehicle) => vehicle.duty !== 'line-haul')
    .map((vehicle) => {
      const lower = vehicle.vehicleId.toLowerCase();
      const deviceId = `hh-${lower}`;
      const operator = `drv-${lower.slice(-2)}`;
      const carrier = { clientId: `router-${lower}`, siteId: vehicle.home, vehicleId: vehicle.vehicleId };
      return {
        kind: 'handheld',
        deviceId,
        format: 'native',
        key: hash32(deviceId),
        operator,
        ...carrier,
      } as const;
    });
}

function portal(): Scanner {
  const lane = lanes.find((entry) => entry.laneId === portalLane);
  if (lane === undefined) throw new RangeError(`no lane ${portalLane} for the portal`);
  const where = { clientId: 'zebra-portal-wh-lys', siteId: lane.from };
  return {
    kind: 'portal',
    deviceId: portalMac,
    format: 'zebra-iot-connector',
    key: hash32(portalMac),
    ...where,
  };
}

export const trackers: readonly Tracker[] = fleet.map(tracker);
/** 60 sensors: 25 in cold rooms with 7 door contacts, 5 in halls, 23 in cargo spaces. */
export const sensors: readonly Sensor[] = [...coldRoomSensors(), ...hallSensors(), ...cargoSensors()];
export const scanners: readonly Scanner[] = [...siteScanners(), ...driverScanners(), portal()];
export const devices: readonly Device[] = [...trackers, ...sensors, ...scanners];

const scannerById = new Map(scanners.map((entry) => [entry.deviceId, entry]));

/** A scanner by its id; asking for any other is a mistake in the program. */
export function scannerOf(deviceId: string): Scanner {
  const found = scannerById.get(deviceId);
  if (found === undefined) throw new RangeError(`no simulated scanner ${deviceId}`);
  return found;
}

/** The handheld that does one job at one site. */
export function handheldAt(siteId: string, role: string): string {
  return `hh-${siteId.toLowerCase()}-${role}`;
}

/** Chambers that are kept cool, each once. */
export const coolChambers: readonly Chamber[] = [
  ...new Map(
    sensors
      .filter(({ chamber }) => chamber.kind !== 'hall')
      .map(({ chamber }) => [chamber.chamberId, chamber]),
  ).values(),
];
