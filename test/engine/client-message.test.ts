import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { readClientMessage } from '#engine/client-message.ts';

it.each([
  { type: 'request', id: 0, name: 'sites.list', params: {} },
  { type: 'request', id: 1, name: 'sites.put', params: null, commandId: 'c' },
  { type: 'subscribe', id: 2, name: 'sites.live', params: {} },
  { type: 'subscribe', id: 2, name: 'scans.tail', params: {}, from: '17' },
  { type: 'cancel', id: 3 },
  { type: 'unsubscribe', id: 3 },
  { type: 'ack', id: 3, seq: 1 },
])('reads %j', (message) => {
  expect(readClientMessage(message)).toEqual(message);
});

it.each([
  { type: 'cancel' },
  { type: 'cancel', id: -1 },
  { type: 'cancel', id: 1.5 },
  { type: 'cancel', id: 2 ** 53 },
  { type: 'ack', id: 1 },
  { type: 'ack', id: 1, seq: '1' },
  { type: 'request', id: 1, params: {} },
  { type: 'request', id: 1, name: 'x'.repeat(1001), params: {} },
  { type: 'request', id: 1, name: 'sites.put', params: {}, commandId: 5 },
  { type: 'subscribe', id: 1, name: 'scans.tail', params: {}, from: 17 },
  { type: 'toString', id: 1 },
])('refuses %j', (message) => {
  expect(readClientMessage(message)).toBeUndefined();
});

it('never throws and never makes up a message', () => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('request', 'cancel', 'subscribe', 'unsubscribe', 'ack', 1, 'x'),
  );
  const message = fc.record(
    { type: field, id: field, name: field, params: field, seq: field, from: field, commandId: field },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(message, fc.anything()), (value) => {
      const read = readClientMessage(value);
      // Parameters may be absent; they are judged by their schema.
      if (read !== undefined) expect({ params: undefined, ...(value as object) }).toMatchObject(read);
    }),
    { numRuns: 2000 },
  );
});
