import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { subjectTypeText } from '#renderer/text/alerts.ts';

/** What people call the things alerts are about. */
export interface SubjectNames {
  readonly nameOf: (subject: AlertRow['subject']) => string;
}

/** Names of vehicles, sensors and sites; ids of everything else, and of what nobody named. */
export function useSubjectNames(): SubjectNames {
  const vehicles = useNames('vehicles.live', ({ vehicleId, name }) => [vehicleId, name]);
  const sensors = useNames('sensors.live', ({ sensorId, name }) => [sensorId, name]);
  const sites = useNames('sites.live', ({ siteId, name }) => [siteId, name]);
  return useMemo(
    () => ({
      nameOf: ({ type, id }) => {
        const known = { vehicle: vehicles, channel: sensors, site: sites }[type as string]?.get(id);
        return known ?? (type === 'system' && id === '' ? subjectTypeText.system : id);
      },
    }),
    [vehicles, sensors, sites],
  );
}

type Named = 'vehicles.live' | 'sensors.live' | 'sites.live';

/** The same map until a name changes, although the rows change with every message. */
function useNames<N extends Named>(
  name: N,
  read: (row: NonNullable<ReturnType<typeof useLive<N>>['rows']>[number]) => readonly [string, string | undefined],
): ReadonlyMap<string, string> {
  const { rows } = useLive(name, {});
  const text = JSON.stringify((rows ?? []).map(read).filter(([, known]) => known !== undefined));
  return useMemo(() => new Map(JSON.parse(text) as [string, string][]), [text]);
}
