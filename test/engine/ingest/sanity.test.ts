import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { lastGoodFix, recover } from '#engine/live/device-memory.ts';
import type { Store } from '#engine/store/store.ts';
import { allTime } from '#engine/store/fact-queries.ts';
import { clockOffsetMs } from '#shared/domain/habits.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { unpackQuality } from '#shared/domain/quality.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createTestPipeline, type TestPipeline } from '../../support/pipeline.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
let clock: FakeClock;
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let pipeline: TestPipeline;
let begin: number;

beforeEach(() => {
  clock = createFakeClock();
  begin = clock.now() - 60 * minute;
  open();
});

function open(): void {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  pipeline = createTestPipeline(store, clock);
}

afterEach(close);

function close(): void {
  pipeline.stop();
  store.close();
  folder.remove();
}

function fix(atMinute: number, lat: number, lon: number, speedMps?: number): Observation {
  const time = begin + atMinute * minute;
  return { kind: 'position', deviceId: 'T', time, lat, lon, ...(speedMps === undefined ? {} : { speedMps }) };
}

function warm(atMinute: number, value: number): Observation {
  const time = begin + atMinute * minute;
  return { kind: 'reading', deviceId: 'T', time, values: [{ type: 'Temperature', value, uom: 'CEL' }] };
}

function messageOf(item: Observation) {
  const payload = Buffer.from(JSON.stringify([item]));
  const sent = { source: 'test', topic: 'plain/x', qos: 1, retained: false, dup: false } as const;
  return { ...sent, payload, receivedAt: clock.now() };
}

const arrivalFlags = ['late', 'out-of-order', 'conflict'];

/** Flags of all positions or readings by minute, without those that tell how they arrived. */
function flags(kind: 'position' | 'reading' = 'position', deviceId = 'T'): Record<number, string[]> {
  const device = store.devices.get(deviceId)!;
  const records =
    kind === 'position'
      ? store.queries.positions(device.key, allTime(1000))
      : store.keys
          .seriesOfDevice(device.key)
          .flatMap(({ key }) => store.queries.readings(key, allTime(1000)));
  return Object.fromEntries(
    records
      .map((row): [number, string[]] => [
        (row.event_time - begin) / minute,
        unpackQuality(row.quality).filter((flag) => !arrivalFlags.includes(flag)),
      ])
      .filter(([, list]) => list.length > 0),
  );
}

const road = (count: number): Observation[] =>
  Array.from({ length: count }, (_, i) => fix(i, 45.7 + i * 0.005, 4.8, 9));

describe('a position', () => {
  it('that jumps away and back is doubted, and the way there is not', () => {
    for (const item of [...road(5), fix(5, 48.8, 2.3), ...road(10).slice(6)])
      pipeline.send({ items: [item] });
    expect(flags()).toEqual({ 5: ['teleport'] });
  });

  it('with a turned sign says so', () => {
    for (const item of [...road(5), fix(5, 45.725, -4.8), ...road(8).slice(6)])
      pipeline.send({ items: [item] });
    expect(flags()).toEqual({ 5: ['sign-flip'] });
  });

  it('elsewhere is believed once as many fixes say so as not', () => {
    for (const item of road(5)) pipeline.send({ items: [item] });
    for (const i of [5, 6]) pipeline.send({ items: [fix(i, 48.8, 2.3)] });
    expect(flags()).toEqual({ 5: ['teleport'], 6: ['teleport'] });
    for (const i of [7, 8]) pipeline.send({ items: [fix(i, 48.8, 2.3)] });
    expect(flags()).toEqual({});
  });

  it('that never changes while it says that it moves is frozen; a parked one is not', () => {
    for (let i = 0; i < 5; i += 1) pipeline.send({ items: [fix(i, 45.7, 4.8, 12)] });
    expect(Object.values(flags()).flat()).toContain('frozen');
    close();
    open();
    for (let i = 0; i < 5; i += 1) pipeline.send({ items: [fix(i, 45.7, 4.8, 0)] });
    expect(flags()).toEqual({});
  });

  it('of an aircraft may be fast', () => {
    for (let i = 0; i < 6; i += 1) pipeline.send({ items: [fix(i, 45 + i * 0.13, 4.8, 240)] });
    expect(flags()).toEqual({});
  });

  it('that is doubted is not the last good one', () => {
    for (const item of [...road(5), fix(5, 48.8, 2.3)]) pipeline.send({ items: [item] });
    const memory = recover(store, store.devices.get('T')!);
    expect(lastGoodFix(memory)?.lat).toBeCloseTo(45.72);
    expect(memory.fixes).toHaveLength(6);
  });

  it('from a clock that runs ahead is flagged and stops no later one', () => {
    pipeline.send({ items: [{ ...fix(0, 45.7, 4.8), time: clock.now() + 20 * 60 * minute }] });
    for (const item of road(3)) pipeline.send({ items: [item] });
    clock.advance(minute);
    pipeline.send({ items: [fix(61, 45.75, 4.8)] });
    expect(lastGoodFix(recover(store, store.devices.get('T')!))?.lat).toBe(45.75);
    expect(Object.values(flags()).flat()).toEqual(['time-ahead']);
  });
});

describe('a reading', () => {
  it.each([
    ['of a torn off probe', -127],
    ['of a probe that restarted', 85],
    ['that is the end of its range', 327.67],
    ['that is the other end', -3276.8],
  ])('%s is no measurement', (_what, value) => {
    pipeline.send({ items: [warm(0, 4), warm(1, value), warm(2, 4.2)] });
    expect(flags('reading')).toEqual({ 1: ['sentinel'] });
  });

  it('of zero degrees is a value, of zero per cent humidity is none', () => {
    pipeline.send({ items: [warm(0, 1.2), warm(1, 0), warm(2, -0.4)] });
    expect(flags('reading')).toEqual({});
    const dry: Observation = {
      kind: 'reading',
      deviceId: 'T',
      time: begin,
      channel: 'h',
      values: [{ type: 'RelativeHumidity', value: 0, uom: 'P1' }],
    };
    pipeline.send({ items: [dry] });
    expect(flags('reading')).toEqual({ 0: ['sentinel'] });
  });

  it.each([
    ['in degrees Fahrenheit', 4 * 1.8 + 32],
    ['in tenths', 41],
    ['in hundredths', 410],
  ])('%s among others is flagged and never converted', (_what, value) => {
    for (const [i, each] of [4, 4.1, 3.9, value, 4, 4.1].entries()) pipeline.send({ items: [warm(i, each)] });
    expect(flags('reading')).toEqual({ 3: ['unit-suspect'] });
    const [series] = store.keys.seriesOfDevice(store.devices.get('T')!.key);
    expect(store.queries.readings(series!.key, allTime(10)).map((row) => row.value)).toContain(value);
  });

  it('that really is much warmer is none of it', () => {
    for (const [i, each] of [4, 6, 12, 19, 22, 24].entries()) pipeline.send({ items: [warm(i, each)] });
    expect(flags('reading')).toEqual({});
  });
});

describe('doubts', () => {
  const history = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant({ north: 0, odd: false }) },
      {
        weight: 1,
        arbitrary: fc.record({ north: fc.integer({ min: -40, max: 40 }), odd: fc.constant(true) }),
      },
    ),
    { minLength: 4, maxLength: 18 },
  );

  it('are the same whatever comes first, twice or late', { timeout: 60_000 }, () => {
    let histories = 0;
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (steps, random) => {
        const items = steps.map(({ north, odd }, i) => fix(i, 20 + i * 0.004 + (odd ? north : 0), 4.8, 8));
        const warmth = steps.map(({ odd }, i) => warm(i, odd ? 41 : 4 + (i % 3) * 0.1));
        const all = [...items, ...warmth];
        const shuffled = [...all, ...all.slice(0, 5)]
          .map((item) => ({ item, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
        const told = [all, shuffled].map((list) => {
          const deviceId = `T${(histories += 1)}`;
          for (const item of list) pipeline.accept(messageOf({ ...item, deviceId }), () => {});
          pipeline.drain();
          return [flags('position', deviceId), flags('reading', deviceId)];
        });
        expect(told[1]).toEqual(told[0]);
      }),
      { numRuns: 60, seed: 20_261_128 },
    );
  });

  it('can be settled by a person, and opened again', () => {
    for (const item of [...road(5), fix(5, 48.8, 2.3), ...road(8).slice(6)]) pipeline.send({ items: [item] });
    const { key } = store.devices.get('T')!;
    const span = { kind: 'position', ref: key, from: begin, to: begin + 10 * minute } as const;
    const by = { time: clock.now(), by: 'ann', note: 'looked at it' };
    const decide = (decision: 'accepted' | 'rejected' | 'open') =>
      pipeline.reconsider(() => {
        store.doubts.decide(span, key, { ...by, decision });
        return [];
      });
    decide('accepted');
    expect(flags()).toEqual({});
    expect(store.doubts.openByDevice().size).toBe(0);
    decide('open');
    expect(flags()).toEqual({ 5: ['teleport'] });
    decide('rejected');
    expect(Object.values(flags()).filter((list) => list.includes('rejected'))).toHaveLength(8);
    expect(lastGoodFix(recover(store, store.devices.get('T')!))).toBeUndefined();
    decide('open');
    expect(flags()).toEqual({ 5: ['teleport'] });
  });

  it('survive a restart', () => {
    for (const item of [...road(5), fix(5, 48.8, 2.3)]) pipeline.send({ items: [item] });
    pipeline.stop();
    store.close();
    store = openTestStore(folder.path);
    pipeline = createTestPipeline(store, clock);
    expect(flags()).toEqual({ 5: ['teleport'] });
    for (const item of road(8).slice(6)) pipeline.send({ items: [item] });
    expect(flags()).toEqual({ 5: ['teleport'] });
  });

  it('about one row spoil no other of its batch', () => {
    const settlement = pipeline.send({
      items: [warm(0, 4), { reason: 'invalid-field', detail: 'no value' }, warm(1, -127), warm(2, 4.1)],
    });
    expect(settlement.facts).toHaveLength(3);
    expect(flags('reading')).toEqual({ 1: ['sentinel'] });
  });
});

describe('the clock of a device', () => {
  it('is learned from its live messages, whatever delay some of them have', () => {
    for (let i = 0; i < 12; i += 1) {
      clock.advance(minute);
      const delay = i % 3 === 0 ? 40_000 : 500;
      pipeline.send({
        items: [{ ...warm(0, 4), time: clock.now() + 300_000 - delay, seq: i }],
      });
    }
    expect(clockOffsetMs(store.devices.get('T')!.clockDifferences)).toBe(299_500);
  });

  it('is not judged by old facts of a back-fill, by too few messages or by a single wrong time', () => {
    expect(clockOffsetMs([0, 0, 0, 0])).toBeUndefined();
    expect(clockOffsetMs([-1000, -1500, 80_000_000, -900, -1100])).toBe(-900);
    pipeline.send({ items: [warm(0, 4), warm(1, 4)] });
    expect(store.devices.get('T')!.clockDifferences).toEqual([]);
    expect(store.devices.get('T')!.lateness.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
