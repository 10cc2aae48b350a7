import fc from 'fast-check';
import { expect, it } from 'vitest';

import { frameText } from '#engine/live/frame-text.ts';
import type { ServerMessage } from '#shared/contract/wire.ts';

const row = fc.dictionary(fc.string(), fc.jsonValue());
const id = fc.nat();
const messages = fc.oneof(
  fc.record({ type: fc.constant('snapshot' as const), id, seq: id, key: fc.string(), rows: fc.array(row) }),
  fc.record({
    type: fc.constant('snapshot' as const),
    id,
    seq: id,
    cursor: fc.string(),
    rows: fc.array(row),
  }),
  fc.record({
    type: fc.constant('delta' as const),
    id,
    seq: id,
    upsert: fc.array(fc.oneof(row, fc.jsonValue())),
    remove: fc.array(fc.string()),
  }),
  fc.record({ type: fc.constant('append' as const), id, seq: id, rows: fc.array(row), cursor: fc.string() }),
  fc.record({ type: fc.constant('result' as const), id, result: fc.jsonValue() }),
);

it('says what JSON.stringify says, the first time and every other', () => {
  fc.assert(
    fc.property(messages, (message: ServerMessage) => {
      const plain: unknown = JSON.parse(JSON.stringify(message));
      expect(JSON.parse(frameText(message))).toEqual(plain);
      expect(JSON.parse(frameText(message))).toEqual(plain);
    }),
  );
});

it('tells of a row that changed: it is another object', () => {
  const told = (value: number): unknown =>
    JSON.parse(frameText({ type: 'delta', id: 1, seq: value, upsert: [{ value }], remove: [] }));
  expect([told(1), told(2)]).toEqual([
    { type: 'delta', id: 1, seq: 1, remove: [], upsert: [{ value: 1 }] },
    { type: 'delta', id: 1, seq: 2, remove: [], upsert: [{ value: 2 }] },
  ]);
});
