import type { ReactNode } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { siteHref, vehicleHref } from '#renderer/orders/order-links.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { orderPageText } from '#renderer/text/order-page.ts';
import styles from './blocks.module.css';

export interface PlaceLinkProps {
  readonly location: OrderBelievedRow['location'];
  readonly places: OrderPlaces;
  readonly children: ReactNode;
}

/** A place as a link to it on the map of the fleet, where there is one. */
export function PlaceLink({ location, places, children }: PlaceLinkProps) {
  const href = hrefOf(location, places);
  if (href === undefined) return children;
  return (
    <a className={styles['placeLink']} href={href} data-tip={orderPageText.showOnFleet}>
      {children}
    </a>
  );
}

function hrefOf({ kind, id }: OrderBelievedRow['location'], places: OrderPlaces): string | undefined {
  if (id === undefined) return undefined;
  if (kind === 'vehicle') return vehicleHref(places.vehicle(id)?.vehicleId ?? id);
  const site = kind === 'site' ? places.site(id) : undefined;
  return site && siteHref(site);
}
