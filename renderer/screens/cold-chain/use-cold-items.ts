import { useMemo } from 'react';

import { useLive } from '#renderer/data/use-live.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import type { AssociationRow, TemperatureProfileRow } from '#shared/contract/types.ts';
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
/** Devices change vehicles a few times a day. */
const renewMs = 60_000;
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
  const now = useKnownNow(renewMs);
  const all = useQuery('associations.list', {}, { refreshKey: Math.floor(now / renewMs) }).data?.items;
  const associations = useMemo(() => all?.filter((row) => holds(row, now)), [all, now]);
  const items = useMemo(() => {
    if (
      sensors.rows === undefined ||
      devices.rows === undefined ||
      profiles === undefined ||
      associations === undefined
    )
      return undefined;
    return coldItems({
      sensors: sensors.rows,
      devices: devices.byKey,
      vehicles: vehicles.byKey,
      associations,
      sites: sites.byKey,
      profiles,
      alerts: alerts.rows ?? [],
    });
  }, [sensors, devices, vehicles, sites, alerts, profiles, associations]);
  return {
    items,
    profiles: profiles ?? noProfiles,
    hasSensors: (sensors.rows?.length ?? 0) > 0,
    error: sensors.error ?? asked.error,
  };
}

function holds({ from, to }: AssociationRow, now: number): boolean {
  return Date.parse(from) <= now && (to === undefined || Date.parse(to) > now);
}
