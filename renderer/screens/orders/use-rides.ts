import { useMemo } from 'react';

import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';

import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { type Ride, ridesOf } from './rides.ts';

const noRides: readonly Ride[] = [];

/** The vehicles the order rode, and when. */
export function useRides(
  order: OrderBelievedRow,
  timeline: readonly TimelineRow[] | undefined,
  places: OrderPlaces,
): readonly Ride[] {
  const onNow =
    order.parcels.length === 0 ? [order.location.id ?? ''] : order.parcels.flatMap((parcel) => parcel.on);
  const onNowText = onNow.join('\n');
  return useMemo(() => {
    if (timeline === undefined) return noRides;
    const vehicleOf = (code: string): string | undefined => places.vehicle(code)?.vehicleId;
    const now = new Set(onNowText.split('\n').map((code) => vehicleOf(code) ?? code));
    return ridesOf({ timeline, vehicleOf, onNow: now });
  }, [timeline, places, onNowText]);
}
