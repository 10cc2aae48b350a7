import type { AlertRow } from '#shared/contract/types.ts';

import { useLive } from '#renderer/data/use-live.ts';
import { usePageClock } from '#renderer/ui/clock.ts';

/** The zone in which times of an alert are told: that of its site, else the page's. */
export function useAlertZone({ siteId }: Pick<AlertRow, 'siteId'>): string {
  const { timeZone } = usePageClock();
  const sites = useLive('sites.live', {}).byKey;
  return (siteId === undefined ? undefined : sites.get(siteId)?.timeZone) ?? timeZone;
}
