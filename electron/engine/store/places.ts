import type Database from 'better-sqlite3';

import type { SiteRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

export interface VehicleConfig {
  readonly vehicleId: string;
  readonly name?: string | undefined;
  readonly plate?: string | undefined;
  readonly temperatureProfileId?: string | undefined;
}

/** Sites and vehicles as configured; few, so they are kept in memory. */
export interface PlaceStore {
  sites(): Iterable<SiteRow>;
  site(siteId: string): SiteRow | undefined;
  putSite(site: SiteRow): void;
  vehicles(): Iterable<VehicleConfig>;
  vehicle(vehicleId: string): VehicleConfig | undefined;
  putVehicle(vehicle: VehicleConfig): void;
  /** What people call a site or a vehicle; undefined for a word that may be no id. */
  nameOf(word: string): string | undefined;
  /** A text with sites and vehicles called by their names, where they have any. */
  inNames(text: string): string;
}

interface VehicleRecord {
  vehicle_id: string;
  name: string | null;
  plate: string | null;
  temperature_profile_id: string | null;
}

/** `DC-DIJ`, `lyon-2` or `LYON`: nothing that a sentence holds besides, no number and no plain word. */
const isCode = /^(?=.*\p{L})(?:[^\p{Ll}]{3,}|.*[-_\d].*)$/u;

/** Ids stand in texts as words of their own. */
const word = /[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?/gu;

export function createPlaceStore(db: Database.Database): PlaceStore {
  const sites = new Map<string, SiteRow>();
  const vehicles = new Map<string, VehicleConfig>();
  /** By the code that scans know them by. */
  const vehicleNames = new Map<string, string | undefined>();
  for (const row of db
    .prepare<[], { site_id: string; site: string }>('SELECT site_id, site FROM sites')
    .all()) {
    sites.set(row.site_id, JSON.parse(row.site) as SiteRow);
  }
  for (const row of db.prepare<[], VehicleRecord>('SELECT * FROM vehicles').all()) {
    vehicles.set(row.vehicle_id, {
      vehicleId: row.vehicle_id,
      name: row.name ?? undefined,
      plate: row.plate ?? undefined,
      temperatureProfileId: row.temperature_profile_id ?? undefined,
    });
  }
  for (const { vehicleId, name } of vehicles.values()) vehicleNames.set(canonicalCode(vehicleId), name);
  const nameOf: PlaceStore['nameOf'] = (id) =>
    isCode.test(id) ? (sites.get(id)?.name ?? vehicles.get(id)?.name ?? vehicleNames.get(id)) : undefined;
  const upsertSite = db.prepare(
    'INSERT INTO sites (site_id, site) VALUES (?, ?) ON CONFLICT DO UPDATE SET site = excluded.site',
  );
  const upsertVehicle = db.prepare(
    `INSERT INTO vehicles (vehicle_id, name, plate, temperature_profile_id) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, plate = excluded.plate, temperature_profile_id = excluded.temperature_profile_id`,
  );
  return {
    sites: () => sites.values(),
    site: (siteId) => sites.get(siteId),
    putSite(site) {
      upsertSite.run(site.siteId, JSON.stringify(site));
      sites.set(site.siteId, site);
    },
    vehicles: () => vehicles.values(),
    vehicle: (vehicleId) => vehicles.get(vehicleId),
    putVehicle(vehicle) {
      upsertVehicle.run(
        vehicle.vehicleId,
        vehicle.name ?? null,
        vehicle.plate ?? null,
        vehicle.temperatureProfileId ?? null,
      );
      vehicles.set(vehicle.vehicleId, vehicle);
      vehicleNames.set(canonicalCode(vehicle.vehicleId), vehicle.name);
    },
    nameOf,
    inNames: (text) => text.replaceAll(word, (id) => nameOf(id) ?? id),
  };
}
