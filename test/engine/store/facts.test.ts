import Database from 'better-sqlite3';
import { expect, it } from 'vitest';

import { contentOf, formerContentOf } from '#engine/store/content.ts';
import { databasePath } from '#engine/store/open.ts';
import { shortContent } from '#engine/store/reading-facts.ts';
import type { Store } from '#engine/store/store.ts';
import type { ReadingObservation } from '#shared/domain/observation.ts';

import { storeForEach } from '../../support/store-for-each.ts';

const time = Date.UTC(2026, 10, 23, 12);
const celsius = { type: 'Temperature', value: 4.2, uom: 'CEL' };
const reading: ReadingObservation = { kind: 'reading', deviceId: 'T1', time, values: [celsius] };

let store: Store;
const folder = storeForEach((opened) => {
  store = opened;
});

function insert(seq: number, eventTime: number): boolean {
  const fact = { observation: { ...reading, boot: 'a', seq }, eventTime, timed: true, quality: [] };
  return store.transaction(() => {
    const device = store.devices.hear('plain', 'T1');
    const topicKey = store.keys.topicKey('t');
    const at = { recordTime: time, messageKey: 1, topicKey, retained: false };
    const origin = { deviceKey: device.key, siteId: undefined, ...at };
    return store.facts.insert(fact, origin).stored;
  });
}

it('knows the same content whatever the order of its fields, and whoever carried it', () => {
  const turned: ReadingObservation = {
    values: [{ uom: 'CEL', value: 4.2, type: 'Temperature' }],
    time,
    deviceId: 'T2',
    siteId: 'LYON',
    boot: 'b',
    seq: 9,
    quality: ['late'],
    kind: 'reading',
  };
  expect(contentOf(turned)).toBe(contentOf(reading));
});

it.each<[string, ReadingObservation]>([
  ['another value', { ...reading, values: [{ ...celsius, value: 4.3 }] }],
  ['zero instead of nothing', { ...reading, values: [{ ...celsius, value: 0 }] }],
  ['another unit', { ...reading, values: [{ ...celsius, uom: 'FAR' }] }],
  ['another quantity', { ...reading, values: [{ ...celsius, type: 'DewPoint' }] }],
  ['one value more', { ...reading, values: [celsius, celsius] }],
  ['a channel', { ...reading, channel: 'a' }],
])('tells content apart by %s', (_what, other) => {
  expect(contentOf(other)).not.toBe(contentOf(reading));
});

it('finds repetitions among older facts, at the newest instant and after a restart', () => {
  expect([1, 2, 3].map((seq) => insert(seq, time + seq * 1000))).toEqual([true, true, true]);
  expect([insert(3, time + 3000), insert(1, time + 1000)]).toEqual([false, false]);
  store.close();
  folder.open();
  expect([insert(3, time + 3000), insert(1, time + 1000), insert(4, time + 500)]).toEqual([
    false,
    false,
    true,
  ]);
});

it('finds them after a transaction that was rolled back', () => {
  const failing = (): void =>
    store.transaction(() => {
      insert(1, time + 1000);
      throw new Error('rolled back');
    });
  expect(failing).toThrow('rolled back');
  expect([insert(1, time + 1000), insert(1, time + 1000)]).toEqual([true, false]);
});

it('knows what was stored with the sum of content that was taken before', () => {
  insert(1, time + 1000);
  store.close();
  const db = new Database(databasePath(folder.path));
  db.prepare('UPDATE reading_rows SET content = ?').run(shortContent(formerContentOf(reading)));
  db.close();
  folder.open();
  expect(insert(1, time + 1000)).toBe(false);
});
