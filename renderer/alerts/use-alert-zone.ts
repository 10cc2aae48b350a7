import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { usePageClock } from '#renderer/ui/clock.ts';

/** The zone in which times of an alert are told: that of its site, else the one all sites share, else the page's. */
export function useAlertZone({ siteId }: Pick<AlertRow, 'siteId'>): string {
  const { timeZone } = usePageClock();
  const { rows, byKey } = useLive('sites.live', {});
  const shared = useMemo(() => {
    const [first, ...more] = new Set(rows?.map((site) => site.timeZone));
    return more.length === 0 ? first : undefined;
  }, [rows]);
  return (siteId === undefined ? undefined : byKey.get(siteId)?.timeZone) ?? shared ?? timeZone;
}
