import { canonicalCode } from '#shared/domain/codes.ts';

import type { CargoRow } from '../store/cargo.ts';
import type { PostedOrder } from '../tracking/believe.ts';
import type { Believed } from '../tracking/believed.ts';

/** Profiles of what is in a parcel: those of the order's items, else the parcel's own. */
export function profilesOf(posted: PostedOrder, parcelId: string): string[] {
  const items = posted.items.flatMap(({ temperatureProfileId }) => temperatureProfileId ?? []);
  if (items.length > 0) return [...new Set(items)].sort();
  const code = canonicalCode(parcelId);
  const parcel = posted.parcels.find((each) => canonicalCode(each.parcelId) === code);
  return parcel?.temperatureProfileId === undefined ? [] : [parcel.temperatureProfileId];
}

/** What of an order has limits of its own, and on what it was when: by scans of it and of what it was in. Pure. */
export function cargoOf({ posted, journeys }: Pick<Believed, 'posted' | 'journeys'>): CargoRow[] {
  const hasItem = posted.items.some(({ temperatureProfileId }) => temperatureProfileId !== undefined);
  const hasParcel = posted.parcels.some(({ temperatureProfileId }) => temperatureProfileId !== undefined);
  if (!hasItem && !hasParcel) return [];
  return [...journeys].flatMap(([parcelId, { stays }]) =>
    profilesOf(posted, parcelId).flatMap((profileId) =>
      stays.map(({ on, from, to }) => ({
        carrier: on,
        from,
        to: Math.min(to, Number.MAX_SAFE_INTEGER),
        profileId,
      })),
    ),
  );
}
