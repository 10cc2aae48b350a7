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

  it('finds a name with a mistake, and a name that many have by the postcode beside it', () => {
    post({ orderNumber: 'WM-3003', customer: { name: 'Louis Verdier' }, shipTo: { postalCode: '21000' } });
    expect(found('chleo verdier')).toEqual(['WM-1001 by name']);
    expect(found('tesier')).toEqual(['WM-2002 by name']);
    expect(found('verdier 21000')).toEqual(['WM-3003 by name']);
    expect(lookUp(store, 'vredier 21000', 10).map(({ because }) => because)).toEqual([
      'name Louis Verdier, postcode 21000',
    ]);
  });

  it('finds what has all words but one when nothing has them all', () => {
    expect(found('tessier 99999')).toEqual(['WM-2002 by name']);
  });

  it('reads look-alike characters otherwise, and writings of other systems', () => {
    expect(lookUp(store, 'WM-lO0l', 10).map(({ because }) => because)).toEqual(['did you mean WM-1001?']);
    expect(found('wm1001')).toEqual(['WM-1001 by orderNumber']);
    expect(found('urn:epc:id:sscc:0614141.1234567890')).toEqual(['WM-1001 by parcelId']);
    expect(found('106141412345687908')).toEqual(['WM-1001 by parcelId']);
  });

  it('finds by product: name, sku and barcode', () => {
    post({
      orderNumber: 'WM-4004',
      items: [{ name: 'Comté', sku: 'CHZ-77', gtin: '09506681021354', quantity: 1 }],
    });
    expect(found('comte')).toEqual(['WM-4004 by product']);
    expect(found('chz-77')).toEqual(['WM-4004 by product']);
    expect(found('9506681021354')).toEqual(['WM-4004 by product']);
    expect(found('(01)09506681021354')).toEqual(['WM-4004 by product']);
  });
});
