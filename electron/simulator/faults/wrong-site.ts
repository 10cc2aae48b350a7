import type { Fault } from './fault.ts';

const parcelsPerDay = 4;

/** One of an order's parcels goes onto the neighbouring lane's truck and ends at the wrong distribution centre. */
export const wrongSite: Fault = {
  id: 'wrong-site',
  title: 'Parcels put on the wrong truck',
  changeWorld({ roll }, orders) {
    const several = orders.filter((order) => order.parcels.length > 1);
    const chosen = roll.sample(several, parcelsPerDay).map((order) => roll.pick(order.parcels).parcelId);
    return { misrouted: new Set(chosen) };
  },
  judge(wave) {
    const planned = new Map(wave.orders.map((order) => [order.orderNumber, order.lane.to]));
    const seen = wave.steps.filter((step) => step.event === 'arriving');
    return seen.flatMap((step) =>
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
  },
};
