import { expect, it } from 'vitest';

import { OrderReading } from '#engine/tracking/order-reading.ts';
import { packSlice, unpackSlice } from '#engine/tracking/packed-slice.ts';

const csv = [
  'orderNumber,customer.name,promised.until,parcelId,parcel.temperatureProfileId',
  'WM-1,"Zoé ""Z"" Martin",2026-12-01T10:00:00Z,P-1,',
  'WM-2,,,P-2,frozen',
  'WM-3,\u{1f9c0}\ud83d,,,',
  'WM-4,late,no time,,',
].join('\n');

it('gives what it was given, what is not believed and what was rejected too', () => {
  const reading = new OrderReading({ csv, mapping: undefined, timeZone: 'UTC', startTime: 0 });
  while (reading.next());
  const slice = reading.prepared(0, 5);
  expect(slice.orders.map(({ belief }) => belief !== undefined)).toEqual([true, false, true]);
  expect(slice.end?.rejectedCsv).toContain('WM-4');
  const packed = packSlice(slice);
  expect(unpackSlice(packed)).toEqual(slice);
  expect(packed.rest).not.toContain('Martin');
});
