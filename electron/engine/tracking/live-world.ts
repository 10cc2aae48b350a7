import { canonicalCode } from '#shared/domain/codes.ts';
import { zoneOffsetMs } from '#shared/domain/time.ts';

import { rankTime } from '../live/device-memory.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { Moment } from './believed.ts';
import type { EndedJourneys } from './ended-journeys.ts';
import type { Fix, Place, World } from './world.ts';

/** The world as the database has it. */
export interface LiveWorld extends World {
  associations(): readonly AssociationRow[];
  /** The same world by what had been learned at an instant, without the positions that were stored later than another. */
  asOf(moment: Moment): World;
  /** To be called after vehicles or associations changed. */
  refresh(): void;
  /** Devices that were on a vehicle at an instant, the one of the same name included. */
  devicesOn(vehicleId: string, at: number): string[];
  /** The vehicle a device is on at an instant. */
  vehicleOf(deviceId: string, at: number): string | undefined;
}

function holds(row: AssociationRow, at: number): boolean {
  return row.from <= at && (row.to === undefined || at < row.to);
}

/** What the world has learned of journeys, and the zone of sites that name none. */
export interface Experience {
  readonly ended: EndedJourneys;
  readonly past: World['past'];
  readonly timeZone: string;
}

export function createWorld(store: Store, { ended, past, timeZone }: Experience): LiveWorld {
  let associations: readonly AssociationRow[] = [];
  let vehicles = new Map<string, string>();
  // Asked for every fix there is.
  let byDevice = new Map<string, AssociationRow[]>();
  let byVehicle = new Map<string, AssociationRow[]>();

  function refresh(): void {
    associations = store.tracking.associations();
    const ids = [...store.places.vehicles()].map((vehicle) => vehicle.vehicleId);
    const subjects = associations.filter((row) => row.subjectType === 'vehicle').map((row) => row.subjectId);
    vehicles = new Map([...ids, ...subjects].map((id) => [canonicalCode(id), id]));
    const boarded = associations.filter((row) => row.subjectType === 'vehicle');
    byDevice = Map.groupBy(boarded, (row) => row.deviceId);
    byVehicle = Map.groupBy(boarded, (row) => row.subjectId);
  }

  function devicesOn(vehicleId: string, at: number): string[] {
    const there = (byVehicle.get(vehicleId) ?? []).filter((row) => holds(row, at));
    return [...new Set([...there.map((row) => row.deviceId), vehicleId])];
  }

  function site(siteId: string): Place | undefined {
    const known = store.places.site(siteId);
    return known && { siteId, name: known.name, lat: known.lat, lon: known.lon };
  }

  function newestFix(vehicleId: string, at: number, knownAt: number): Fix | undefined {
    let newest: Fix | undefined;
    for (const deviceId of devicesOn(vehicleId, at)) {
      const fix = fixOf(store, deviceId, at, knownAt);
      if (fix !== undefined && (newest === undefined || rankTime(fix) > rankTime(newest))) newest = fix;
    }
    return newest;
  }

  const offsetAt = (siteId: string, instant: number): number =>
    zoneOffsetMs(instant, store.places.site(siteId)?.timeZone ?? timeZone);

  const vehicle = (code: string): string | undefined => vehicles.get(code);

  refresh();
  return {
    ...ended.now,
    past,
    offsetAt,
    site,
    vehicle,
    fix: (vehicleId, at) => newestFix(vehicleId, at, Number.MAX_SAFE_INTEGER),
    asOf: ({ at, knownAt = Number.MAX_SAFE_INTEGER }) => ({
      ...ended.asOf(at ?? knownAt),
      past,
      offsetAt,
      site,
      vehicle,
      fix: (vehicleId, instant) => newestFix(vehicleId, instant, knownAt),
    }),
    associations: () => associations,
    refresh,
    devicesOn,
    vehicleOf(deviceId, at) {
      return byDevice.get(deviceId)?.find((row) => holds(row, at))?.subjectId;
    },
  };
}

/** How far back is looked for a fix that had been stored by then. */
const looked = 200;

function fixOf(store: Store, deviceId: string, at: number, knownAt: number): Fix | undefined {
  const device = store.devices.get(deviceId);
  if (device === undefined) return undefined;
  const limit = knownAt === Number.MAX_SAFE_INTEGER ? 1 : looked;
  const records = store.queries.fixes(device.key, at, limit);
  const record = records.find((each) => each.record_time <= knownAt);
  return (
    record && {
      lat: record.lat,
      lon: record.lon,
      eventTime: record.event_time,
      recordTime: record.record_time,
      deviceId,
    }
  );
}
