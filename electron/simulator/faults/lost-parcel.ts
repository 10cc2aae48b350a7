import { takeParcels } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 2;

/** Parcels that were received at the centre and that nobody finds when the vans are loaded. */
export const lostParcel: Fault = {
  id: 'lost-parcel',
  title: 'Parcels lost at a centre',
  changeWorld(day, orders) {
    const chosen = takeParcels(
      day,
      orders.flatMap(({ parcels }) => parcels),
      parcelsPerDay,
    );
    return { astray: { lost: new Set(chosen.map(({ parcelId }) => parcelId)) } };
  },
};
