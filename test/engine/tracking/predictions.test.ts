import { afterEach, beforeEach, expect, it } from 'vitest';

import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { type AlertRig, createAlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const now = Date.UTC(2026, 10, 23, 12);

let rig: AlertRig;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path, createFakeClock(now));
  rig.store.places.putSite({ siteId: 'A', name: 'A', kind: 'depot', lat: 45, lon: 5 });
  rig.post({
    orderNumber: 'WM-1',
    promised: { until: toIso(now + 10 * hourMs) },
    shipTo: { lat: 45.4, lon: 5 },
    items: [],
    parcels: [{ parcelId: 'P-1' }],
    plan: [{ siteId: 'A', bizStep: 'loading' }],
  });
});

afterEach(() => {
  rig.stop();
  folder.remove();
});

function scan(time: number, bizStep: string): void {
  rig.send([{ kind: 'scan', deviceId: 'GUN-1', siteId: 'A', time, codes: ['P-1'], bizStep }]);
}

const noted = () => {
  const order = rig.store.orders.get('WM-1');
  return order && rig.store.predictions.last(order.key);
};

it('writes down no estimate while what happened before is still coming in, and goes on once it has', () => {
  for (const minutes of [300, 290, 280]) {
    scan(now - minutes * minuteMs, 'picking');
    rig.clock.advance(10_000);
  }
  expect(noted()).toBeUndefined();
  rig.clock.advance(2 * minuteMs);
  const later = rig.clock.now();
  scan(later, 'packing');
  expect(noted()).toMatchObject({ state: 'packed', made: later });
});
