import { describe, expect, it } from 'vitest';

import type { Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { proposeNumber } from '#engine/tracking/new-number.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

function storeWith(...numbers: readonly string[]): Store {
  const store = openTestStore(temporaryFolder().path);
  store.transaction(() => {
    for (const orderNumber of numbers) {
      const checked = checkOrder({ orderNumber });
      if (checked.ok) keepOrder(store, checked.order, 0);
    }
  });
  return store;
}

describe('the number proposed for a new order', () => {
  it('goes on as the newest orders are numbered', () => {
    expect(proposeNumber(storeWith(), undefined)).toMatchObject({
      orderNumber: 'WM-1001',
      format: 'waymark',
    });
    expect(proposeNumber(storeWith('WM-7', '#1041', '#1042'), undefined)).toMatchObject({
      orderNumber: '#1043',
      format: 'shopify',
    });
  });

  it('may be asked for in the way of another shop, and is nobody’s', () => {
    const store = storeWith('WM-1001', 'WM-1003');
    const { orderNumber, formats } = proposeNumber(store, 'amazon');
    expect(orderNumber).toMatch(/^\d{3}-\d{7}-\d{7}$/);
    expect(formats.map(({ id }) => id)).toContain('etsy');
    expect(proposeNumber(store, 'waymark').orderNumber).toBe('WM-1004');
    expect(() => proposeNumber(store, 'nobody')).toThrow(/No format/);
  });
});
