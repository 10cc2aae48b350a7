import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import type { OrderTeller } from '#renderer/text/order-sentence.ts';

/** From when and where an order is told: in the zone of the site it is at, else of the last one on its way. */
export function useOrderTeller(order: OrderBelievedRow, places: OrderPlaces): OrderTeller {
  const now = useNow(15_000);
  const { link, notLiveSince, offsetMs } = usePresence();
  const isCut = (link === 'offline' || link === 'stale') && notLiveSince !== undefined;
  return {
    now,
    timeZone: places.zoneOf(siteOf(order)),
    siteName: places.siteName,
    vehicleName: places.vehicleName,
    heardUntil: isCut ? notLiveSince + offsetMs : undefined,
  };
}

function siteOf({ location, milestones }: OrderBelievedRow): string | undefined {
  if (location.kind === 'site') return location.id;
  const passed = milestones.findLast((each) => each.siteId !== undefined && each.status === 'done');
  return passed?.siteId ?? milestones.find((each) => each.siteId !== undefined)?.siteId;
}
