import { describe, expect, it } from 'vitest';

import { OrderInput } from '#shared/contract/orders.ts';

import { draftOfOrder, emptyDraft, orderOfDraft, problemsOf } from '#renderer/orders/order-draft.ts';
import { noon, orderOnItsWay, parcel } from '../../support/spoken-order.ts';

const context = { timeZone: 'Europe/Paris', now: noon };

describe('the form of an order', () => {
  it('changes nothing of an order that is only looked at', () => {
    const order = {
      ...orderOnItsWay(),
      channel: 'shop',
      placedTime: '2026-11-20T08:00:00Z',
      serviceLevel: 'express',
      shipTo: { name: 'Ann', street: 'Rue 1', city: 'Lyon', postalCode: '69002', lat: 45.7, lon: 4.8 },
      items: [
        { name: 'Cheese', quantity: 2, sku: 'C-1', gtin: '09506682101352', temperatureProfileId: 'cold' },
      ],
      parcels: [
        { ...parcel('A1', 'packed'), carrier: 'DHL', trackingNumber: 'T1', temperatureProfileId: 'cold' },
      ],
      plan: [{ siteId: 'LYON', bizStep: 'packing' }],
    };
    const posted = orderOfDraft(draftOfOrder(order, 'Europe/Paris'), order, context);
    expect(posted).toEqual({
      orderNumber: 'WM-1001',
      channel: 'shop',
      placedTime: '2026-11-20T08:00:00Z',
      customer: order.customer,
      shipTo: order.shipTo,
      serviceLevel: 'express',
      promised: order.promised,
      items: order.items,
      parcels: [{ parcelId: 'A1', carrier: 'DHL', trackingNumber: 'T1', temperatureProfileId: 'cold' }],
      plan: order.plan,
    });
    expect(OrderInput.safeParse(posted).success).toBe(true);
  });

  it('forgets the coordinates of an address that is another now', () => {
    const order = { ...orderOnItsWay(), shipTo: { city: 'Lyon', lat: 45.7, lon: 4.8 } };
    const draft = { ...draftOfOrder(order, 'Europe/Paris'), city: 'Dijon' };
    expect(orderOfDraft(draft, order, context)['shipTo']).toEqual({ city: 'Dijon' });
  });

  it('makes an order the engine takes, times in the zone of the site, empty lines left out', () => {
    const draft = {
      ...emptyDraft,
      orderNumber: ' WM-7 ',
      name: 'Ann',
      promisedUntil: '2026-11-24T18:00',
      items: [{ name: 'Cheese', sku: '', quantity: '1.5' }, emptyDraft.items[0]!],
      parcels: [{ parcelId: '', carrier: '', trackingNumber: 'T9' }],
    };
    expect(problemsOf(draft)).toEqual({});
    const posted = orderOfDraft(draft, undefined, context);
    expect(posted).toEqual({
      orderNumber: 'WM-7',
      placedTime: '2026-11-23T11:00:00Z',
      customer: { name: 'Ann' },
      shipTo: {},
      promised: { until: '2026-11-24T17:00:00Z' },
      items: [{ name: 'Cheese', quantity: 1.5 }],
      parcels: [{ parcelId: 'T9', trackingNumber: 'T9' }],
    });
    expect(OrderInput.safeParse(posted).success).toBe(true);
  });

  it('says what is missing or wrong, at the field', () => {
    expect(
      problemsOf({
        ...emptyDraft,
        promisedFrom: '2026-11-24T18:00',
        items: [{ name: '', sku: 'X', quantity: 'many' }],
      }),
    ).toEqual({
      orderNumber: 'Needed',
      'items.0.name': 'Needed',
      'items.0.quantity': 'A number, 0 or more',
      'promised.until': 'A promise needs its end',
    });
  });

  it('is not entered while it says nothing, nor a carrier without its parcel', () => {
    const draft = { ...emptyDraft, orderNumber: 'WM-7' };
    expect(Object.keys(problemsOf(draft))).toEqual(['order']);
    expect(problemsOf({ ...draft, phone: '06' })).toEqual({});
    expect(problemsOf({ ...draft, isCancelled: true })).toEqual({});
    const parcels = [{ parcelId: ' ', carrier: 'DHL', trackingNumber: '' }];
    expect(problemsOf({ ...draft, city: 'Lyon', parcels })).toEqual({ 'parcels.0.parcelId': 'Needed' });
  });
});
