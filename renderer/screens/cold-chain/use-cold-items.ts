import { useMemo } from 'react';

import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import type { TemperatureProfileRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { type ColdItem, coldItems } from './cold-items.ts';

export interface ColdView {
  /** undefined while loading. */
  readonly items: readonly ColdItem[] | undefined;
  readonly profiles: readonly TemperatureProfileRow[];
  /** Any sensor has been heard at all. */
  readonly hasSensors: boolean;
  readonly error: ContractError | undefined;
}

const periodMs = 1000;
const noProfiles: readonly TemperatureProfileRow[] = [];

/** Everything that is watched, renewed once a second at most. */
export function useColdItems(): ColdView {
  const sensors = useThrottled(useLive('sensors.live', {}), periodMs);
  const devices = useThrottled(useLive('devices.live', {}), periodMs);
  const vehicles = useThrottled(useLive('vehicles.live', {}), periodMs);
  const sites = useLive('sites.live', {});
  const alerts = useLive('alerts.live', {});
  const asked = useQuery('profiles.list', {});
  const profiles = asked.data?.items;
  const items = useMemo(() => {
    if (sensors.rows === undefined || devices.rows === undefined || profiles === undefined) return undefined;
    return coldItems({
      sensors: sensors.rows,
      devices: devices.byKey,
      vehicles: vehicles.rows ?? [],
      sites: sites.byKey,
      profiles,
      alerts: alerts.rows ?? [],
    });
  }, [sensors, devices, vehicles, sites, alerts, profiles]);
  return {
    items,
    profiles: profiles ?? noProfiles,
    hasSensors: (sensors.rows?.length ?? 0) > 0,
    error: sensors.error ?? asked.error,
  };
}
