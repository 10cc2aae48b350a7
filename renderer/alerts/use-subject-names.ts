import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import type { AlertSubjectType } from '#shared/domain/alert.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { subjectTypeText } from '#renderer/text/alerts.ts';

/** What people call the things alerts are about. */
export interface SubjectNames {
  readonly nameOf: (subject: AlertRow['subject']) => string;
}

type Name = readonly [id: string, name: string | undefined];

/** Names of vehicles, sensors and sites; ids of everything else, and of what nobody named. */
export function useSubjectNames(): SubjectNames {
  const vehicles = useNames(
    useLive('vehicles.live', {}).rows?.map(({ vehicleId, name }): Name => [vehicleId, name]),
  );
  const sensors = useNames(
    useLive('sensors.live', {}).rows?.map(({ sensorId, name }): Name => [sensorId, name]),
  );
  const sites = useNames(useLive('sites.live', {}).rows?.map(({ siteId, name }): Name => [siteId, name]));
  return useMemo(() => {
    const known: Partial<Record<AlertSubjectType, ReadonlyMap<string, string>>> = {
      vehicle: vehicles,
      channel: sensors,
      site: sites,
    };
    return {
      nameOf: ({ type, id }) => known[type]?.get(id) ?? (id === '' ? subjectTypeText[type] : id),
    };
  }, [vehicles, sensors, sites]);
}

/** The same map until a name changes, although the rows change with every message. */
function useNames(names: readonly Name[] | undefined): ReadonlyMap<string, string> {
  const text = JSON.stringify((names ?? []).filter(([, name]) => name !== undefined));
  // What was written above is what is read here.
  return useMemo(() => new Map(JSON.parse(text) as [string, string][]), [text]);
}
