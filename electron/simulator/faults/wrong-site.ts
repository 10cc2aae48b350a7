import type { TruthEntry } from '../truth.ts';
import type { Wave } from '../world/wave.ts';
import { takeParcels } from './choice.ts';
import type { Fault } from './fault.ts';

const parcelsPerDay = 4;

/** One of an order's parcels goes onto the neighbouring lane's truck and ends at the wrong distribution centre. */
export const wrongSite: Fault = {
  id: 'wrong-site',
  title: 'Parcels put on the wrong truck',
  changeWorld(day, orders) {
    const several = orders.filter((order) => order.parcels.length > 1);
    const candidates = several.map((order) => day.roll.pick(order.parcels));
    return { astray: { misrouted: new Set(takeParcels(day, candidates, parcelsPerDay).map(idOf)) } };
  },
  judge(wave) {
    const planned = new Map(wave.orders.map((order) => [order.orderNumber, order.lane.to]));
    const seen = wave.steps.filter((step) => step.event === 'arriving');
    const atSites = seen.flatMap((step) =>
      step.parcels
        .filter((parcel) => parcel.misrouted)
        .map(({ parcelId, orderNumber, lane }) => ({
          atMs: step.atMs + 1000,
          kind: 'wrong-site' as const,
          subject: { type: 'parcel' as const, id: parcelId },
          fromMs: step.atMs,
          detail: { orderNumber, siteId: lane.to, plannedSiteId: planned.get(orderNumber) },
        })),
    );
    return [...atSites, ...aboard(wave)];
  },
};

const idOf = ({ parcelId }: { readonly parcelId: string }): string => parcelId;

/** On the way there it is on a truck that is not the planned one. */
function aboard(wave: Wave): TruthEntry[] {
  return wave.steps.flatMap((step) =>
    step.event !== 'loading' || step.vehicleId === undefined
      ? []
      : step.parcels
          .filter((parcel) => parcel.misrouted)
          .map(({ parcelId, orderNumber }): TruthEntry => ({
            atMs: step.atMs + 1000,
            kind: 'wrong-vehicle',
            subject: { type: 'parcel', id: parcelId },
            fromMs: step.atMs,
            detail: { orderNumber, vehicleId: step.vehicleId },
          })),
  );
}
