import type {
  AssociationRow,
  OrderBelievedRow,
  SensorStateRow,
  TimelineRow,
} from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { Ride } from './rides.ts';

/** A measurement that tells of the trip: which sensor, of what, and during which time it was with the goods. */
export interface TripSensor {
  /** `sensorId type`, stable for the address. */
  readonly id: string;
  readonly sensorId: string;
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly name: string;
  readonly type: string;
  readonly uom: string | null;
  readonly from: number;
  readonly to: number;
  /** What it was on. */
  readonly on: { readonly type: 'vehicle' | 'parcel' | 'pallet'; readonly id: string };
}

export interface TripSources {
  readonly order: Pick<OrderBelievedRow, 'orderNumber' | 'parcels'>;
  readonly timeline: readonly TimelineRow[];
  readonly rides: readonly Ride[];
  readonly associations: readonly AssociationRow[];
  readonly sensors: readonly SensorStateRow[];
  /** Devices that are on a vehicle now. */
  readonly devicesOn: (vehicleId: string) => readonly string[];
  /** From the first to the last event of the order. */
  readonly trip: TripSpan;
}

export interface TripSpan {
  readonly from: number;
  readonly to: number;
}

interface Mount extends TripSpan {
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly on: TripSensor['on'];
}

/** Says nothing about the goods. */
const aboutTheDevice: ReadonlySet<string> = new Set(['BatteryLevel', 'Voltage', 'SupplyVoltage']);

/** The sensors that were on the parcels, on what held them or on the vehicles that carried them; parcels first. */
export function tripSensors(sources: TripSources): TripSensor[] {
  const found = new Map<string, TripSensor>();
  for (const mount of mountsOf(sources)) {
    for (const sensor of sources.sensors) {
      if (sensor.deviceId !== mount.deviceId) continue;
      if (mount.channel !== undefined && sensor.channel !== mount.channel) continue;
      for (const item of measured(sensor, mount)) {
        const known = found.get(item.id);
        found.set(
          item.id,
          known === undefined
            ? item
            : { ...known, from: Math.min(known.from, item.from), to: Math.max(known.to, item.to) },
        );
      }
    }
  }
  return [...found.values()].sort((a, b) => rankOf(a) - rankOf(b) || b.to - a.to);
}

function measured(sensor: SensorStateRow, { from, to, on }: Mount): TripSensor[] {
  const { sensorId, deviceId, channel, name } = sensor;
  return sensor.latest
    .filter(({ type }) => !aboutTheDevice.has(type))
    .map(({ type, uom }) => ({
      id: `${sensorId} ${type}`,
      sensorId,
      deviceId,
      channel,
      name: name ?? sensorId,
      type,
      uom,
      from,
      to,
      on,
    }));
}

const onRank = { parcel: 0, pallet: 1, vehicle: 2 } as const;

function rankOf({ on, type }: TripSensor): number {
  return onRank[on.type] * 2 + (type === 'Temperature' ? 0 : 1);
}

function mountsOf(sources: TripSources): Mount[] {
  const { order, timeline, rides, associations, devicesOn, trip } = sources;
  const parcels = new Set(
    [order.orderNumber, ...order.parcels.map((each) => each.parcelId)].map(canonicalCode),
  );
  const holders = new Set([
    ...order.parcels.flatMap((each) => each.on.map(canonicalCode)),
    ...timeline.flatMap((item) => (item.on === undefined ? [] : [canonicalCode(item.on)])),
  ]);
  const stated = associations.flatMap((each): Mount[] => {
    const { type, id } = each.subject;
    const code = canonicalCode(id);
    if (type === 'site') return [];
    const spans: readonly TripSpan[] =
      type === 'vehicle'
        ? rides.filter((ride) => canonicalCode(ride.vehicleId) === code).map((ride) => spanOf(ride, trip))
        : (type === 'parcel' ? parcels : holders).has(code)
          ? [trip]
          : [];
    const own = { from: Date.parse(each.from), to: each.to === undefined ? Infinity : Date.parse(each.to) };
    return spans.flatMap((span) =>
      mountIn(span, own, { deviceId: each.deviceId, channel: each.channel, on: { type, id } }),
    );
  });
  // A device that is simply on the vehicle now was on it for this ride as far as anybody has said.
  const riding = rides.flatMap((ride): Mount[] => {
    if (ride.to !== undefined) return [];
    const on = { type: 'vehicle', id: ride.vehicleId } as const;
    return devicesOn(ride.vehicleId).map((deviceId) => ({
      deviceId,
      channel: undefined,
      on,
      ...spanOf(ride, trip),
    }));
  });
  return [...stated, ...riding];
}

function spanOf({ from, to }: Ride, trip: TripSpan): TripSpan {
  return { from, to: to ?? trip.to };
}

function mountIn(span: TripSpan, own: TripSpan, mount: Omit<Mount, 'from' | 'to'>): Mount[] {
  const from = Math.max(span.from, own.from);
  const to = Math.min(span.to, own.to);
  return to > from ? [{ ...mount, from, to }] : [];
}

/** From the first scan to the last event, or to now while it is under way; undefined before anything was scanned. */
export function tripSpan(
  timeline: readonly TimelineRow[],
  isOver: boolean,
  now: number,
): TripSpan | undefined {
  const times = timeline.filter((item) => item.kind !== 'order').map((item) => Date.parse(item.eventTime));
  if (times.length === 0) return undefined;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return { from: first, to: Math.max(isOver ? last : now, first + 60_000) };
}

const sameTimeMs = 60_000;

/** A sensor and those that measured the same all the while it was with the goods, itself first. */
export function alongside(sensor: TripSensor, all: readonly TripSensor[]): readonly TripSensor[] {
  const beside = all.filter(
    ({ id, type, from, to }) =>
      id !== sensor.id &&
      type === sensor.type &&
      from <= sensor.from + sameTimeMs &&
      to >= sensor.to - sameTimeMs,
  );
  return [sensor, ...beside];
}
