import type { TruthEntry } from '../truth.ts';
import type { Order, Parcel } from '../world/orders.ts';
import type { Wave } from '../world/wave.ts';
import { takeParcels } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 3;

/** Parcels that are left at the dock and go with the lane's next truck: late there, and on a vehicle nobody planned. */
export const missedTruck: Fault = {
  id: 'missed-truck',
  title: 'Parcels left for the next truck',
  changeWorld(day, orders) {
    const early = orders.filter(({ slot }) => slot < 2).flatMap(({ parcels }) => parcels);
    const chosen = takeParcels(day, early, parcelsPerDay);
    return { astray: { leftBehind: new Set(chosen.map(({ parcelId }) => parcelId)) } };
  },
  judge: (wave) =>
    wave.orders.flatMap((order) =>
      order.parcels
        .filter((parcel) => parcel.slot !== order.slot && !parcel.misrouted)
        .flatMap((parcel) => consequences(wave, order, parcel)),
    ),
};

function consequences({ steps }: Wave, order: Order, parcel: Parcel): TruthEntry[] {
  const own = steps.filter(({ parcels }) => parcels.some(({ parcelId }) => parcelId === parcel.parcelId));
  const timeOf = (event: string): number | undefined => own.find((step) => step.event === event)?.atMs;
  const [loadedMs, arrivedMs] = ['loading', 'arriving'].map(timeOf);
  if (loadedMs === undefined || arrivedMs === undefined) return [];
  const { orderNumber, slot, lane } = order;
  return [
    {
      atMs: loadedMs + 1000,
      kind: 'wrong-vehicle',
      subject: { type: 'parcel', id: parcel.parcelId },
      fromMs: loadedMs,
      toMs: arrivedMs,
      detail: { orderNumber, vehicleId: lane.trucks[parcel.slot], plannedVehicleId: lane.trucks[slot] },
    },
  ];
}
