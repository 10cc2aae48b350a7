import { canonicalCode } from '#shared/domain/codes.ts';

import { rankTime } from '../live/device-memory.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { Learned } from './eta.ts';
import type { Fix, World } from './world.ts';

/** The world as the database has it. */
export interface LiveWorld extends World {
  associations(): readonly AssociationRow[];
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

export function createWorld(store: Store, learned: Learned): LiveWorld {
  let associations: readonly AssociationRow[] = [];
  let vehicles = new Map<string, string>();

  function refresh(): void {
    associations = store.tracking.associations();
    const ids = [...store.places.vehicles()].map((vehicle) => vehicle.vehicleId);
    const subjects = associations.filter((row) => row.subjectType === 'vehicle').map((row) => row.subjectId);
    vehicles = new Map([...ids, ...subjects].map((id) => [canonicalCode(id), id]));
  }

  function devicesOn(vehicleId: string, at: number): string[] {
    const there = associations.filter(
      (row) => row.subjectType === 'vehicle' && row.subjectId === vehicleId && holds(row, at),
    );
    return [...new Set([...there.map((row) => row.deviceId), vehicleId])];
  }

  refresh();
  return {
    learned,
    site(siteId) {
      const site = store.places.site(siteId);
      return site && { siteId, lat: site.lat, lon: site.lon };
    },
    vehicle: (code) => vehicles.get(code),
    fix(vehicleId, at) {
      let newest: Fix | undefined;
      for (const deviceId of devicesOn(vehicleId, at)) {
        const device = store.devices.get(deviceId);
        const [record] =
          device === undefined
            ? []
            : store.queries.positions(device.key, { from: -Number.MAX_SAFE_INTEGER, to: at, limit: 1 });
        if (record === undefined) continue;
        const fix = {
          lat: record.lat,
          lon: record.lon,
          eventTime: record.event_time,
          recordTime: record.record_time,
          deviceId,
        };
        if (newest === undefined || rankTime(fix) > rankTime(newest)) newest = fix;
      }
      return newest;
    },
    associations: () => associations,
    refresh,
    devicesOn,
    vehicleOf(deviceId, at) {
      return associations.find(
        (row) => row.subjectType === 'vehicle' && row.deviceId === deviceId && holds(row, at),
      )?.subjectId;
    },
  };
}
