import { useMemo } from 'react';

import type { SiteRow, VehicleStateRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { usePageClock } from '#renderer/ui/clock.ts';

/** Sites and vehicles by the ids and codes that orders name them with. */
export interface OrderPlaces {
  readonly site: (siteId: string) => SiteRow | undefined;
  /** By its id, or by the canonical code that scans know it by. */
  readonly vehicle: (idOrCode: string) => VehicleStateRow | undefined;
  /** What people call it; its id where nobody named it. */
  readonly siteName: (siteId: string) => string;
  readonly vehicleName: (idOrCode: string) => string;
  /** The zone in which times of a site are told; without a site the one all sites share, else the page's. */
  readonly zoneOf: (siteId: string | undefined) => string;
}

/** The sites and vehicles of this engine. */
export function useOrderPlaces(): OrderPlaces {
  const sites = useLive('sites.live', {}).byKey;
  const vehicles = useVehicles();
  const { timeZone } = usePageClock();
  return useMemo(() => {
    const zones = new Set([...sites.values()].map((site) => site.timeZone));
    const [shared] = zones;
    const usual = zones.size === 1 && shared !== undefined ? shared : timeZone;
    const vehicle = (idOrCode: string) => vehicles.get(idOrCode) ?? vehicles.get(canonicalCode(idOrCode));
    return {
      site: (siteId) => sites.get(siteId),
      vehicle,
      siteName: (siteId) => sites.get(siteId)?.name ?? siteId,
      vehicleName: (idOrCode) => {
        const known = vehicle(idOrCode);
        return known?.name ?? known?.vehicleId ?? idOrCode;
      },
      zoneOf: (siteId) => (siteId === undefined ? undefined : sites.get(siteId)?.timeZone) ?? usual,
    };
  }, [sites, vehicles, timeZone]);
}

/** Vehicles by id and by code; the same map until one is added, removed, renamed or refitted, although they all move. */
function useVehicles(): ReadonlyMap<string, VehicleStateRow> {
  const { rows } = useLive('vehicles.live', {});
  const names = rows
    ?.map(({ vehicleId, name, deviceIds }) => [vehicleId, name, ...deviceIds].join('\t'))
    .join('\n');
  return useMemo(() => {
    const byCode = new Map((rows ?? []).map((row) => [canonicalCode(row.vehicleId), row]));
    for (const row of rows ?? []) byCode.set(row.vehicleId, row);
    return byCode;
    // The rows change with every position; what is asked of them here does not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [names]);
}
