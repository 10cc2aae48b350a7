import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { databasePath } from '#engine/store/open.ts';
import type { Store } from '#engine/store/store.ts';

import { storeForEach } from '../../support/store-for-each.ts';
import { readReadings, readRollups, recompute } from '../../support/rollup-oracle.ts';

const begin = Date.UTC(2026, 2, 28, 21);
const hourMs = 3_600_000;
const spanMs = 30 * hourMs;
const monotonic = (): number => 0;

interface Heard {
  readonly at: number;
  readonly value: number;
  readonly seq: number;
}

let store: Store;
const folder = storeForEach((opened) => {
  store = opened;
});

/** Each of these facts as a message of its own, in one commit. */
function hearAll(deviceId: string, facts: readonly Heard[]): void {
  store.transaction(() => {
    const device = store.devices.hear('plain', deviceId);
    const topicKey = store.keys.topicKey('t');
    for (const { at, value, seq } of facts) {
      const values = [{ type: 'Temperature', value, uom: 'CEL' }];
      const time = begin + at;
      store.facts.insert(
        {
          observation: { kind: 'reading', deviceId, time, values, boot: 'a', seq },
          eventTime: time,
          timed: true,
          quality: [],
        },
        {
          deviceKey: device.key,
          siteId: undefined,
          recordTime: time + 100,
          messageKey: 1,
          topicKey,
          retained: false,
        },
      );
    }
  });
}

function renewAll(): void {
  while (!store.rollups.renew(begin + spanMs + 3 * hourMs, 1, monotonic));
}

function seriesOf(deviceId: string): number {
  return store.keys.seriesOf(store.devices.get(deviceId)!.key, '')[0]!.key;
}

const heard = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: spanMs }), fc.integer({ min: 0, max: 90_000 })),
  value: fc.oneof(
    fc.integer({ min: -400, max: 400 }).map((tenths) => tenths / 10),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
  ),
  seq: fc.integer({ min: 0, max: 40 }),
});

it('gives the same rollups for every order of arrival: those made anew from the readings', () => {
  let run = 0;
  fc.assert(
    fc.property(
      fc.array(heard, { minLength: 1, maxLength: 80 }),
      fc.array(fc.nat(), { minLength: 80, maxLength: 80 }),
      fc.nat(7),
      (facts, places, every) => {
        run += 1;
        const shuffled = facts
          .map((fact, index) => ({ fact, place: places[index]! }))
          .sort((a, b) => a.place - b.place)
          .map(({ fact }) => fact);
        for (const [name, order] of [
          [`A${run}`, facts],
          [`B${run}`, [...shuffled, ...facts.slice(0, 5)]],
        ] as const) {
          const step = 10 * (every + 1);
          for (let index = 0; index < order.length; index += step) {
            hearAll(name, order.slice(index, index + step));
            renewAll();
          }
        }
        renewAll();
        const db = new Database(databasePath(folder.path), { readonly: true });
        const [a, b] = [`A${run}`, `B${run}`].map(seriesOf);
        const found = [a!, b!].map((key) => readRollups(db, key));
        const told = recompute(readReadings(db, a!));
        db.close();
        expect(found[0]).toEqual(told);
        // Which of two facts under one number and instant came first is told by no rollup.
        expect(found[1]).toEqual(told);
      },
    ),
    { numRuns: 30 },
  );
});

it('follows readings that are taken away', () => {
  hearAll(
    'T',
    Array.from({ length: 300 }, (_, index) => ({ at: index * 20_000, value: index, seq: index })),
  );
  renewAll();
  const key = seriesOf('T');
  const db = new Database(databasePath(folder.path));
  db.prepare('DELETE FROM reading_rows WHERE series_key = ? AND event_time >= ? AND event_time < ?').run(
    key,
    begin + 100 * 20_000,
    begin + 299 * 20_000,
  );
  for (let index = 100; index < 299; index += 1) store.rollups.touch(key, begin + index * 20_000);
  renewAll();
  expect(readRollups(db, key)).toEqual(recompute(readReadings(db, key)));
  expect(readRollups(db, key).length).toBeGreaterThan(30);
  db.close();
});

it('keeps the marks of what is to be made again through a restart', () => {
  hearAll('T', [{ at: 0, value: 1, seq: 1 }]);
  store.close();
  folder.open();
  expect(store.rollups.waiting()).toBe(1);
  renewAll();
  expect(store.rollups.waiting()).toBe(0);
});

it('draws a series from rollups and readings with every extreme, count and gap of the readings', () => {
  const times: number[] = [];
  for (let at = 0; at < spanMs; at += 30_000) if (at < 9 * hourMs || at > 14 * hourMs) times.push(at);
  hearAll(
    'T',
    times.map((at, index) => ({ at, value: index === 777 ? 99 : 4 + (index % 7) / 10, seq: index })),
  );
  renewAll();
  hearAll('T', [{ at: 20 * hourMs + 1, value: -50, seq: 90_000 }]);
  const key = seriesOf('T');
  const ranges = [
    { from: 0, to: spanMs, points: 10 },
    { from: 5 * 60_000 + 17, to: spanMs - 12_345, points: 25 },
    { from: hourMs + 1, to: 22 * hourMs, points: 100 },
    { from: 2 * hourMs, to: 3 * hourMs, points: 1000 },
  ];
  const db = new Database(databasePath(folder.path), { readonly: true });
  const all = readReadings(db, key);
  db.close();
  for (const { from, to, points } of ranges) {
    const inside = all.filter(({ time }) => time >= begin + from && time < begin + to);
    const drawn = store.readSeries(key, { from: begin + from, to: begin + to, points });
    expect(drawn.points.length).toBeLessThanOrEqual(points);
    expect({
      min: Math.min(...drawn.points.map(({ min }) => min)),
      max: Math.max(...drawn.points.map(({ max }) => max)),
      counted: drawn.points.reduce((sum, { count }) => sum + count, 0),
      count: drawn.count,
      gaps: drawn.gaps,
    }).toEqual({
      min: Math.min(...inside.map(({ value }) => value)),
      max: Math.max(...inside.map(({ value }) => value)),
      counted: inside.length,
      count: inside.length,
      gaps:
        from < 9 * hourMs && to > 14 * hourMs
          ? [{ from: begin + 9 * hourMs - 30_000, to: begin + 14 * hourMs + 30_000 }]
          : [],
    });
  }
});

it('puts values right by the offset of their time, cutting spans where another begins', () => {
  const times: number[] = [];
  for (let at = 0; at < spanMs; at += 30_000) times.push(at);
  hearAll(
    'T',
    times.map((at, index) => ({ at, value: 4 + (index % 7) / 10, seq: index })),
  );
  renewAll();
  const key = seriesOf('T');
  const offsets = [
    { from: begin - 1, offset: 0.5 },
    { from: begin + 7 * hourMs + 61_001, offset: -0.3 },
    { from: begin + 15 * hourMs, offset: 0 },
  ];
  const offsetAt = (time: number): number => offsets.findLast(({ from }) => from <= time)!.offset;
  const db = new Database(databasePath(folder.path), { readonly: true });
  const all = readReadings(db, key).map(({ time, value }) => ({ time, value: value + offsetAt(time) }));
  db.close();
  const ranges = [
    { from: 0, to: spanMs, points: 12 },
    { from: 6 * hourMs + 17, to: 16 * hourMs - 12_345, points: 90 },
    { from: 7 * hourMs, to: 7 * hourMs + 120_000, points: 100 },
  ];
  for (const { from, to, points } of ranges) {
    const inside = all.filter(({ time }) => time >= begin + from && time < begin + to);
    const drawn = store.readSeries(key, { from: begin + from, to: begin + to, points, offsets });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(drawn.points.length).toBeLessThanOrEqual(points);
    expect(drawn.count).toBe(inside.length);
    expect(Math.min(...drawn.points.map(({ min }) => min))).toBeCloseTo(
      Math.min(...inside.map(({ value }) => value)),
      6,
    );
    expect(Math.max(...drawn.points.map(({ max }) => max))).toBeCloseTo(
      Math.max(...inside.map(({ value }) => value)),
      6,
    );
    expect(drawn.points.reduce((sum, point) => sum + point.mean * point.count, 0) / drawn.count).toBeCloseTo(
      mean(inside.map(({ value }) => value)),
      6,
    );
  }
});
