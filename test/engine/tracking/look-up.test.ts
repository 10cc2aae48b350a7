import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import type { Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { lookUp } from '#engine/tracking/look-up.ts';
import { createTracking } from '#engine/tracking/tracking.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

let store: Store;
let folder: ReturnType<typeof temporaryFolder>;

function post(raw: Record<string, unknown>): void {
  const checked = checkOrder(raw);
  if (!checked.ok) throw new Error(checked.message);
  const tracking = createTracking(store, systemClock);
  store.transaction(() => tracking.update(keepOrder(store, checked.order, 0).key));
}

function found(text: string): string[] {
  return lookUp(store, text, 10).map(({ orderNumber, matchedOn }) => `${orderNumber} by ${matchedOn}`);
}

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  post({
    orderNumber: 'WM-1001',
    customer: { name: 'Chloé Verdier', email: 'chloe@example.com', phone: '+33 6 39 98 96 21' },
    shipTo: { city: 'Vichy', postalCode: '03200' },
    parcels: [{ parcelId: '106141412345678908', carrier: 'DHL', trackingNumber: 'JD014600006281' }],
  });
  post({ orderNumber: 'WM-2002', customer: { name: 'Louis Tessier' } });
});

afterEach(() => {
  store.close();
  folder.remove();
});

describe('looking an order up', () => {
  it('takes whatever a caller has in hand', () => {
    expect(found('wm-1001')).toEqual(['WM-1001 by orderNumber']);
    expect(found('(00)106141412345678908')).toEqual(['WM-1001 by parcelId']);
    expect(found('JD014600006281')).toEqual(['WM-1001 by trackingNumber']);
    expect(found('chloe verdier')).toEqual(['WM-1001 by name']);
    expect(found('9621')).toEqual(['WM-1001 by phone']);
    expect(found('03200')).toEqual(['WM-1001 by postcode']);
  });

  it('finds half a tracking number, whichever half, and the end of an order number', () => {
    expect(found('JD0146')).toEqual(['WM-1001 by trackingNumber']);
    expect(found('6281')).toEqual(['WM-1001 by trackingNumber']);
    expect(found('45678908')).toEqual(['WM-1001 by parcelId']);
    expect(found('4600006')).toEqual(['WM-1001 by trackingNumber']);
  });

  it('finds a phone number however it is grouped, dialled from home or from abroad', () => {
    for (const typed of ['06 39 98 96 21', '+33 6 39 98 96 21', '(06) 39.98.96.21', '96 21']) {
      expect(found(typed)).toEqual(['WM-1001 by phone']);
    }
  });

  it('offers what differs by one character, and says that it is a guess', () => {
    expect(lookUp(store, 'WM-1010', 10).map(({ because }) => because)).toEqual(['did you mean WM-1001?']);
    expect(found('WM-9999')).toEqual([]);
  });
});
