import { minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { plannedHaul } from '../world/line-haul.ts';
import type { Order, Parcel } from '../world/orders.ts';
import type { Wave } from '../world/wave.ts';
import { takeParcels } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 3;
const graceMs = 30 * minuteMs;

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

function consequences({ steps, baseMs }: Wave, order: Order, parcel: Parcel): TruthEntry[] {
  const own = steps.filter(({ parcels }) => parcels.some(({ parcelId }) => parcelId === parcel.parcelId));
  const timeOf = (event: string): number | undefined => own.find((step) => step.event === event)?.atMs;
  const [loadedMs, leftMs, arrivedMs] = ['loading', 'departing', 'arriving'].map(timeOf);
  if (loadedMs === undefined || leftMs === undefined || arrivedMs === undefined) return [];
  const { orderNumber, slot, lane } = order;
  const plannedMs = plannedHaul(lane, slot, baseMs).departMs;
  return [
    {
      atMs: plannedMs + graceMs,
      kind: 'departure-missed',
      subject: { type: 'order', id: orderNumber },
      fromMs: plannedMs,
      toMs: leftMs,
      detail: { siteId: lane.from, parcelId: parcel.parcelId },
    },
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
