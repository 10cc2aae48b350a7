import { minuteMs } from '#shared/domain/time.ts';

import type { TruthEntry } from '../truth.ts';
import { fleet } from '../world/fleet.ts';
import type { LineHaul } from '../world/line-haul.ts';
import type { Order } from '../world/orders.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const trucksPerDay = 1;
const graceMs = 30 * minuteMs;

/** A truck that leaves an hour or two after its time: nothing aboard has departed as planned. */
export const lateDeparture: Fault = {
  id: 'late-departure',
  title: 'Trucks that leave late',
  changeWorld(day) {
    const trucks = fleet.filter(({ duty }) => duty === 'line-haul').map(({ vehicleId }) => vehicleId);
    const hauls = takeSome(day, trucks, trucksPerDay, (id) => [id]).map((vehicleId) => ({
      vehicleId,
      delayMs: Math.round(day.roll.between(75, 150) * minuteMs),
    }));
    return { hauls };
  },
  judge: ({ hauls, orders }) =>
    hauls
      .filter(({ departMs, plannedMs }) => departMs - plannedMs > graceMs)
      .flatMap((haul) => orders.filter((order) => isAboard(order, haul)).map((order) => missed(order, haul))),
};

/** Everything of the order goes with it, as planned. */
function isAboard({ slot, lane, parcels }: Order, haul: LineHaul): boolean {
  return (
    slot === haul.slot &&
    lane.laneId === haul.lane.laneId &&
    parcels.every((parcel) => parcel.slot === slot && !parcel.misrouted)
  );
}

function missed({ orderNumber, lane }: Order, { plannedMs, departMs, vehicleId }: LineHaul): TruthEntry {
  return {
    atMs: plannedMs + graceMs,
    kind: 'departure-missed',
    subject: { type: 'order', id: orderNumber },
    fromMs: plannedMs,
    toMs: departMs,
    detail: { siteId: lane.from, vehicleId },
  };
}
