import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { tellingSite } from '#shared/domain/answer/answer.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import type { PageTeller } from '#renderer/text/order-notes.ts';

/** From when and where an order is told: in the zone of the site it is at, else of the last one on its way. */
export function useOrderTeller(order: OrderBelievedRow, places: OrderPlaces): PageTeller {
  const now = useNow(15_000);
  const { link, notLiveSince, offsetMs } = usePresence();
  const isCut = (link === 'offline' || link === 'stale') && notLiveSince !== undefined;
  return {
    now,
    timeZone: places.zoneOf(tellingSite(order)),
    siteName: places.siteName,
    vehicleName: places.vehicleName,
    heardUntil: isCut ? notLiveSince + offsetMs : undefined,
  };
}
