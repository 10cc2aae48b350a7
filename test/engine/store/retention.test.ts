import Database from 'better-sqlite3';
import { expect, it } from 'vitest';

import { silentLog } from '#engine/log.ts';
import { databasePath } from '#engine/store/open.ts';
import { createQuarantineStore } from '#engine/store/quarantine.ts';
import type { Store } from '#engine/store/store.ts';
import { verifyDatabase } from '#engine/store/verify.ts';
import { createUpkeep } from '#engine/upkeep/upkeep.ts';
import { heldSpans } from '#engine/upkeep/holds.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import { storeForEach } from '../../support/store-for-each.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const begin = Date.UTC(2026, 0, 1);

let store: Store;
const folder = storeForEach((opened) => {
  store = opened;
});

/** A reading every ten minutes of so many days, each with its message. */
function hearDays(deviceId: string, days: number): void {
  store.transaction(() => {
    const device = store.devices.hear('plain', deviceId);
    const topicKey = store.keys.topicKey(`t/${deviceId}`);
    const books = store.ledger.books();
    for (let time = begin; time < begin + days * dayMs; time += 600_000) {
      const payload = Buffer.from(JSON.stringify({ deviceId, time, temperatureC: 4.2 }));
      const messageKey = store.ledger.keepMessage(topicKey, time + 50, false, payload);
      const values = [{ type: 'Temperature', value: 4 + (time % 7), uom: 'CEL' }];
      store.facts.insert(
        {
          observation: { kind: 'reading', deviceId, time, values },
          eventTime: time,
          timed: true,
          quality: [],
        },
        {
          deviceKey: device.key,
          siteId: undefined,
          recordTime: time + 50,
          messageKey,
          topicKey,
          retained: false,
        },
      );
      books.readings += 1;
      books.stored += 1;
    }
    store.ledger.writeBooks(books);
  });
}

function runUpkeep(now: number): void {
  const clock = createFakeClock(now);
  const upkeep = createUpkeep({
    store,
    clock,
    log: silentLog,
    held: () => heldSpans(store, () => undefined),
  });
  upkeep.review();
  clock.advance(120_000);
  upkeep.stop();
}

function readingDays(deviceId: string): number[] {
  const key = store.keys.seriesOf(store.devices.get(deviceId)!.key, '')[0]!.key;
  const db = new Database(databasePath(folder.path), { readonly: true });
  const days = db
    .prepare<[number, number], number>(
      'SELECT DISTINCT CAST((event_time - ?) / 86400000 AS INTEGER) FROM readings WHERE series_key = ? ORDER BY 1',
    )
    .pluck()
    .all(begin, key);
  db.close();
  return days;
}

it('deletes readings that are too old, and nothing that is held', () => {
  hearDays('A', 10);
  hearDays('B', 10);
  store.retention.setKeepDays('readings', 3);
  store.retention.putHold({
    holdId: 'h1',
    subjectType: 'device',
    subjectId: 'A',
    from: begin + 2 * dayMs + hourMs,
    to: begin + 4 * dayMs - hourMs,
    note: 'claim',
    who: 'qa',
    placedTime: begin,
  });
  runUpkeep(begin + 10 * dayMs);
  expect(readingDays('A')).toEqual([2, 3, 7, 8, 9]);
  expect(readingDays('B')).toEqual([7, 8, 9]);
  store.retention.dropHold('h1');
  runUpkeep(begin + 10 * dayMs);
  expect(readingDays('A')).toEqual([7, 8, 9]);
});

it('still draws what was deleted from its rollups, adds what comes late to them, and stays right by its own check', () => {
  hearDays('A', 10);
  store.retention.setKeepDays('readings', 3);
  runUpkeep(begin + 10 * dayMs);
  const key = store.keys.seriesOf(store.devices.get('A')!.key, '')[0]!.key;
  const range = { from: begin, to: begin + 10 * dayMs, points: 500 };
  const before = store.readSeries(key, range);
  expect(before.count).toBe(10 * 144);
  store.transaction(() => {
    const values = [{ type: 'Temperature', value: 77, uom: 'CEL' }];
    const time = begin + dayMs + 5;
    store.facts.insert(
      {
        observation: { kind: 'reading', deviceId: 'A', time, values },
        eventTime: time,
        timed: true,
        quality: [],
      },
      {
        deviceKey: store.devices.get('A')!.key,
        siteId: undefined,
        recordTime: begin + 10 * dayMs,
        messageKey: 1,
        topicKey: 1,
        retained: false,
      },
    );
  });
  runUpkeep(begin + 10 * dayMs);
  const after = store.readSeries(key, range);
  expect(after.count).toBe(10 * 144 + 1);
  expect(Math.max(...after.points.map(({ max }) => max))).toBe(77);
  expect(readingDays('A')).toEqual([7, 8, 9]);
  expect(verifyDatabase(folder.path).filter(({ ok }) => !ok)).toEqual([]);
});

it('finds a rollup that is not what its readings say', () => {
  hearDays('A', 2);
  runUpkeep(begin + 3 * dayMs);
  const db = new Database(databasePath(folder.path));
  db.prepare('UPDATE rollups SET max = max + 1 WHERE step = 15').run();
  db.close();
  expect(verifyDatabase(folder.path).filter(({ ok }) => !ok)).toMatchObject([{ check: 'rollups' }]);
});

it('packs raw messages, gives them back by topic, and deletes them when they are old', () => {
  hearDays('A', 8);
  hearDays('B', 4);
  const topicKey = store.keys.findTopic('t/A')!;
  const all = store.ledger.messagesOfTopic(topicKey, Infinity, 10_000);
  expect(all.length).toBe(8 * 144);
  store.retention.setKeepDays('messages', null);
  runUpkeep(begin + 9 * dayMs);
  const db = new Database(databasePath(folder.path), { readonly: true });
  const rows = Number(db.prepare('SELECT count(*) FROM messages').pluck().get());
  const [packed, raw] = db
    .prepare('SELECT sum(length(body)), sum(payload_bytes) FROM message_blocks')
    .raw()
    .get() as [number, number];
  db.close();
  expect(rows).toBeLessThan(500);
  expect(packed * 2).toBeLessThan(raw);
  expect(store.ledger.messagesOfTopic(topicKey, Infinity, 10_000)).toEqual(all);
  store.retention.setKeepDays('messages', 2);
  runUpkeep(begin + 9 * dayMs);
  // A block goes when its newest message is too old.
  expect(store.ledger.storedMessages().messages).toBeLessThanOrEqual(500);
  const next = store.transaction(() => store.ledger.keepMessage(topicKey, begin, false, Buffer.from('x')));
  expect(next).toBeGreaterThan(all[0]!.messageKey);
});

it('a raw message that was taken back leaves no trace, and one of a failed transaction neither', () => {
  const topicKey = store.transaction(() => store.keys.topicKey('t'));
  const keep = (text: string): number => store.ledger.keepMessage(topicKey, begin, false, Buffer.from(text));
  const stored = (): string[] =>
    store.ledger.messagesOfTopic(topicKey, Infinity, 1_000).map(({ payload }) => payload.toString());
  const expected: string[] = [];
  store.transaction(() => {
    for (let index = 0; index < 100; index += 1) {
      const key = keep(`${index}`);
      if (index % 3 === 0) store.ledger.dropMessage(key);
      else expected.unshift(`${index}`);
      if (index !== 50) continue;
      expect(() =>
        store.transaction(() => {
          keep('within');
          throw new Error('within');
        }),
      ).toThrow('within');
    }
  });
  expect(() =>
    store.transaction(() => {
      for (let index = 0; index < 40; index += 1) keep('lost');
      throw new Error('all of it');
    }),
  ).toThrow('all of it');
  expect(stored()).toEqual(expected);
  store.transaction(() => keep('after'));
  expect(stored()).toEqual(['after', ...expected]);
});

it('keeps of different refused messages of a device the first and last twenty of a reason, and counts the rest', () => {
  for (let index = 0; index < 100; index += 1) {
    store.ledger.quarantine({
      topic: 't',
      deviceId: 'A',
      adapter: undefined,
      reason: 'not-json',
      detail: 'no JSON',
      part: false,
      time: begin + index,
      payload: Buffer.from(`garbage ${index}`),
    });
  }
  const kept = store.ledger.listQuarantine({ limit: 500 }).map(({ payload }) => payload.toString());
  const numbers = [
    ...Array.from({ length: 20 }, (_, n) => n),
    ...Array.from({ length: 20 }, (_, n) => 80 + n),
  ];
  expect(kept.reverse()).toEqual(numbers.map((n) => `garbage ${n}`));
  expect(store.ledger.quarantineSize()).toMatchObject({ kept: 40, counted: 60 });
});

it('keeps what names no device by topic: one noisy topic leaves the others their places', () => {
  const refuse = (topic: string, index: number): void =>
    store.ledger.quarantine({
      topic,
      deviceId: undefined,
      adapter: undefined,
      reason: 'unrecognised',
      detail: 'no known format',
      part: false,
      time: begin + index,
      payload: Buffer.from(`${topic} ${index}`),
    });
  for (let index = 0; index < 3; index += 1) refuse('quiet', index);
  for (let index = 0; index < 100; index += 1) refuse('noisy', index);
  for (let index = 3; index < 6; index += 1) refuse('quiet', index);
  const kept = (topic: string): number => store.ledger.listQuarantine({ topic, limit: 500 }).length;
  expect([kept('quiet'), kept('noisy')]).toEqual([6, 40]);
  expect(store.ledger.quarantineSize()).toMatchObject({ kept: 46, counted: 60 });
  const [row] = store.ledger.listQuarantine({ topic: 'noisy', limit: 1 });
  store.ledger.dropQuarantine(row!.quarantine_key);
  refuse('noisy', 100);
  expect([kept('quiet'), kept('noisy')]).toEqual([6, 40]);
  // A device of that name is another group.
  store.ledger.quarantine({
    topic: 'other',
    deviceId: 'noisy',
    adapter: undefined,
    reason: 'unrecognised',
    detail: 'no known format',
    part: false,
    time: begin,
    payload: Buffer.from('x'),
  });
  expect(store.ledger.quarantineSize()).toMatchObject({ kept: 47, counted: 60 });
});

it('holds the quarantine under its cap whoever fills it', () => {
  const db = new Database(databasePath(folder.path));
  const small = createQuarantineStore(db, 100_000);
  for (let index = 0; index < 200; index += 1) {
    small.quarantine({
      topic: `t/${index}`,
      deviceId: `D${index}`,
      adapter: undefined,
      reason: 'not-json',
      detail: 'no JSON',
      part: false,
      time: begin,
      payload: Buffer.alloc(2000, index),
    });
    expect(small.quarantineSize().bytes).toBeLessThanOrEqual(100_000);
  }
  const { kept, counted } = small.quarantineSize();
  expect(kept + counted).toBe(200);
  db.close();
});
