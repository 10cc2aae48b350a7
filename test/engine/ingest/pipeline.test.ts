import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { InboundMessage } from '#engine/ingest/source.ts';
import { allTime } from '#engine/store/fact-queries.ts';
import type { Store } from '#engine/store/store.ts';
import type { PositionObservation, ReadingObservation } from '#shared/domain/observation.ts';
import { unpackQuality } from '#shared/domain/quality.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { createTestPipeline, type TestPipeline } from '../../support/pipeline.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const now = Date.UTC(2026, 10, 23, 12);
const minute = 60_000;

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: FakeClock;
let pipeline: TestPipeline;

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock(now);
  pipeline = createTestPipeline(store, clock);
});

afterEach(() => {
  pipeline.stop();
  store.close();
  folder.remove();
});

function reading(over: Partial<ReadingObservation> = {}): ReadingObservation {
  return {
    kind: 'reading',
    deviceId: 'T1',
    time: now,
    values: [{ type: 'Temperature', value: 4.2, uom: 'CEL' }],
    ...over,
  };
}

function position(over: Partial<PositionObservation> = {}): PositionObservation {
  return { kind: 'position', deviceId: 'V1', time: now, lat: 0, lon: 0, ...over };
}

function temperatures(deviceId = 'T1') {
  const device = store.devices.get(deviceId);
  const series = device === undefined ? [] : store.keys.seriesOfDevice(device.key);
  return series.flatMap((each) => store.queries.readings(each.key, allTime(100)));
}

describe('identity of a fact', () => {
  it('counts the same fact once however often it comes', () => {
    const outcomes = [1, 2, 3].map(() => pipeline.send({ items: [reading({ boot: 'a', seq: 1 })] }).outcome);
    expect(outcomes).toEqual(['stored', 'duplicate', 'duplicate']);
    expect(temperatures()).toHaveLength(1);
  });

  it('knows a repetition without a sequence number by its time and content', () => {
    pipeline.send({ items: [reading()] });
    expect(pipeline.send({ items: [reading()] }).outcome).toBe('duplicate');
    const other = pipeline.send({
      items: [reading({ values: [{ type: 'Temperature', value: 4.3, uom: 'CEL' }] })],
    });
    expect(other.outcome).toBe('stored');
    expect(other.facts[0]?.quality).toEqual([]);
  });

  it('keeps the same number with other content and flags it as a conflict', () => {
    pipeline.send({ items: [reading({ boot: 'a', seq: 7 })] });
    const other = reading({ boot: 'a', seq: 7, values: [{ type: 'Temperature', value: 9.9, uom: 'CEL' }] });
    expect(pipeline.send({ items: [other] }).facts[0]?.quality).toEqual(['conflict']);
    expect(pipeline.send({ items: [other] }).outcome).toBe('duplicate');
    expect(temperatures().map((row) => [row.value, unpackQuality(row.quality)])).toEqual([
      [9.9, ['conflict']],
      [4.2, []],
    ]);
  });

  it('sees a conflict also when the content is another quantity', () => {
    pipeline.send({ items: [reading({ boot: 'a', seq: 7 })] });
    const other = reading({
      boot: 'a',
      seq: 7,
      values: [{ type: 'RelativeHumidity', value: 50, uom: 'P1' }],
    });
    expect(pipeline.send({ items: [other] }).facts[0]?.quality).toEqual(['conflict']);
  });

  it('takes the same number after a new start of the device for a new fact', () => {
    pipeline.send({ items: [reading({ boot: 'a', seq: 1 })] });
    expect(pipeline.send({ items: [reading({ boot: 'b', seq: 1 })] }).facts[0]?.quality).toEqual([]);
  });

  it('keeps channels apart', () => {
    pipeline.send({ items: [reading({ channel: 'inside', seq: 1 })] });
    expect(pipeline.send({ items: [reading({ channel: 'outside', seq: 1 })] }).outcome).toBe('stored');
  });

  it('knows a fact without time by its number, whenever it comes again', () => {
    const { time: _time, ...untimed } = reading({ boot: 'a', seq: 3 });
    expect(pipeline.send({ items: [untimed] }).facts[0]?.quality).toEqual(['no-time']);
    clock.advance(minute);
    expect(pipeline.send({ items: [untimed] }).outcome).toBe('duplicate');
  });

  it('takes every message without time and number for a new fact', () => {
    const { time: _time, ...bare } = reading();
    pipeline.send({ items: [bare] });
    clock.advance(minute);
    const again = pipeline.send({ items: [bare] });
    expect([again.outcome, again.facts[0]?.quality]).toEqual(['stored', ['no-time', 'same-values-again']]);
    expect(temperatures()).toHaveLength(2);
  });

  it('except the retained copy of the newest one', () => {
    const { time: _time, ...bare } = reading();
    pipeline.send({ items: [bare] });
    clock.advance(minute);
    expect(pipeline.send({ items: [bare], retained: true }).outcome).toBe('duplicate');
    const changed = { ...bare, values: [{ type: 'Temperature', value: 0, uom: 'CEL' }] };
    expect(pipeline.send({ items: [changed], retained: true }).outcome).toBe('stored');
  });

  it('except a redelivery of one committed before a crash', () => {
    const { time: _time, ...bare } = reading();
    pipeline.send({ items: [bare], messageId: 11 });
    const afterRestart = createTestPipeline(store, clock);
    expect(afterRestart.send({ items: [bare], messageId: 11, dup: true }).outcome).toBe('duplicate');
    expect(afterRestart.send({ items: [bare], messageId: 11 }).outcome).toBe('stored');
    afterRestart.stop();
  });

  it('except what a device was not answered and sends again without saying so', () => {
    const { time: _time, ...bare } = reading();
    const direct = { items: [bare], source: 'embedded/T1', messageId: 11, direct: true } as const;
    pipeline.send(direct);
    const afterRestart = createTestPipeline(store, clock);
    expect(afterRestart.send(direct).outcome).toBe('duplicate');
    // Answered now: a device that numbers every message alike says something new.
    afterRestart.answered('embedded/T1', 11);
    expect(afterRestart.send(direct).outcome).toBe('stored');
    afterRestart.stop();
  });

  it('an answer is remembered without another message', () => {
    const { time: _time, ...bare } = reading();
    const direct = { items: [bare], source: 'embedded/T1', messageId: 1, direct: true } as const;
    pipeline.send(direct);
    pipeline.answered('embedded/T1', 1);
    clock.advance(1000);
    const afterRestart = createTestPipeline(store, clock);
    expect(afterRestart.send(direct).outcome).toBe('stored');
    afterRestart.stop();
  });
});

describe('time of a fact', () => {
  it('refuses what is more than a day ahead, and believes what is less', () => {
    expect(pipeline.send({ items: [reading({ time: now + 24 * 60 * minute + 1 })] }).outcome).toBe(
      'quarantined',
    );
    expect(pipeline.send({ items: [reading({ time: now + 24 * 60 * minute })] }).outcome).toBe('stored');
  });

  it('stores a reading of an unset clock at its arrival and says so', () => {
    const [zero] = pipeline.send({ items: [reading({ time: 0 })] }).facts;
    expect([zero?.eventTime, zero?.quality]).toEqual([now, ['zero-time', 'clock-not-set']]);
    const [seventies] = pipeline.send({ items: [reading({ time: 5000 })] }).facts;
    expect([seventies?.eventTime, seventies?.quality]).toEqual([now, ['clock-not-set']]);
  });

  it('believes anything since 2010 and calls a live message late after two minutes', () => {
    const [old] = pipeline.send({ items: [reading({ time: Date.UTC(2010, 0, 1) })] }).facts;
    expect(old?.quality).toEqual(['late']);
    expect(pipeline.send({ items: [reading({ time: now - 2 * minute })] }).facts[0]?.quality).toEqual([]);
    expect(pipeline.send({ items: [reading({ time: now - 2 * minute - 1 })] }).facts[0]?.quality).toEqual([
      'late',
      'out-of-order',
    ]);
  });

  it('does not call a back-fill batch or a retained copy late', () => {
    const batch = [reading({ time: now - 60 * minute }), reading({ time: now - 59 * minute })];
    expect(pipeline.send({ items: batch }).facts.map((fact) => fact.quality)).toEqual([[], []]);
    expect(
      pipeline.send({ items: [reading({ time: now - 30 * minute })], retained: true }).facts[0]?.quality,
    ).toEqual([]);
  });
});

describe('books', () => {
  it('count each message once, by the first outcome that applies, and balance', () => {
    pipeline.send({ items: [reading()] });
    pipeline.send({ items: [reading()] });
    pipeline.send({ text: 'garbage' });
    pipeline.send({ text: '' });
    pipeline.send({ items: [reading({ time: now + 1 }), { reason: 'invalid-field', detail: 'no lat' }] });
    pipeline.send({ items: [reading(), { reason: 'invalid-field', detail: 'no lat' }] });
    const { perSecond: _rate, ...books } = pipeline.books();
    expect(books).toEqual({
      received: 6,
      stored: 2,
      duplicate: 2,
      quarantined: 1,
      ignored: 1,
      limited: 0,
      pending: 0,
    });
    expect(
      store.ledger.listQuarantine({ limit: 10 }).map((row) => [row.reason, row.part, row.count]),
    ).toEqual([
      ['invalid-field', 1, 1],
      ['invalid-field', 1, 1],
      ['not-json', 0, 1],
    ]);
  });

  it('go on where they were after a restart', () => {
    pipeline.send({ items: [reading()] });
    pipeline.stop();
    store.close();
    store = openTestStore(folder.path);
    pipeline = createTestPipeline(store, clock);
    pipeline.send({ items: [reading()] });
    expect(pipeline.books()).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
  });

  it('count repeated garbage on one row', () => {
    for (let time = 0; time < 3; time += 1) pipeline.send({ text: 'garbage' });
    expect(store.ledger.listQuarantine({ limit: 10 }).map((row) => row.count)).toEqual([3]);
    expect(pipeline.books().quarantined).toBe(3);
  });

  it('leave no raw message of a duplicate behind', () => {
    pipeline.send({ items: [position()] });
    pipeline.send({ items: [position()] });
    const device = store.devices.get('V1')!;
    expect(store.queries.positions(device.key, allTime(10)).map((row) => [row.lat, row.lon])).toEqual([
      [0, 0],
    ]);
    expect(device.counts).toMatchObject({ stored: 1, duplicate: 1 });
  });
});

describe('a retried message', () => {
  it('leaves the quarantine when it is used now, and the books follow', async () => {
    pipeline.send({ items: [reading({ time: now + 48 * 60 * minute })] });
    pipeline.send({ items: [reading({ time: now + 48 * 60 * minute })] });
    const [row] = store.ledger.listQuarantine({ limit: 10 });
    const message: InboundMessage = {
      source: 'retry',
      topic: row!.topic,
      payload: row!.payload,
      qos: 0,
      retained: false,
      dup: false,
      receivedAt: row!.first_time,
    };
    const entry = { quarantineKey: row!.quarantine_key, part: false, count: row!.count };
    expect((await pipeline.retry(message, () => entry))?.outcome).toBe('quarantined');
    expect(pipeline.books()).toMatchObject({ quarantined: 2, stored: 0 });
    expect(
      (await pipeline.retry({ ...message, receivedAt: now + 48 * 60 * minute }, () => entry))?.outcome,
    ).toBe('stored');
    expect(pipeline.books()).toMatchObject({ received: 2, quarantined: 0, stored: 1, duplicate: 1 });
    expect(store.ledger.listQuarantine({ limit: 10 })).toEqual([]);
  });
});

describe('when the database cannot take a batch', () => {
  it('acknowledges nothing, says why, and goes on by itself when it can', () => {
    const acknowledged: number[] = [];
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    let broken = true;
    const failing: Store = {
      ...store,
      transaction: (work) => {
        if (broken) throw full;
        return store.transaction(work);
      },
    };
    const held = createTestPipeline(failing, clock);
    for (let index = 0; index < 3; index += 1) {
      const payload = Buffer.from(JSON.stringify([reading({ time: now + index })]));
      held.accept(
        { source: 's', topic: 'plain/x', payload, qos: 1, retained: false, dup: false, receivedAt: now },
        () => acknowledged.push(index),
      );
    }
    clock.advance(50);
    expect([acknowledged, held.books().pending]).toEqual([[], 3]);
    expect(held.problem()).toMatch(/disk is full/);
    broken = false;
    clock.advance(1000);
    expect([acknowledged, held.books().pending, held.problem()]).toEqual([[0, 1, 2], 0, undefined]);
    held.stop();
  });

  it('quarantines the one message that cannot be stored and stores the others', () => {
    const poisoned: Store = {
      ...store,
      facts: {
        insert: (fact, origin) => {
          if (fact.observation.deviceId === 'poison') throw new Error('cannot be stored');
          return store.facts.insert(fact, origin);
        },
      },
    };
    const held = createTestPipeline(poisoned, clock);
    const acknowledged: string[] = [];
    for (const deviceId of ['T1', 'poison', 'T2']) {
      const payload = Buffer.from(JSON.stringify([reading({ deviceId })]));
      held.accept(
        {
          source: 's',
          topic: `plain/${deviceId}`,
          payload,
          qos: 1,
          retained: false,
          dup: false,
          receivedAt: now,
        },
        () => acknowledged.push(deviceId),
      );
    }
    held.drain();
    expect(acknowledged).toEqual(['T1', 'poison', 'T2']);
    expect(held.books()).toMatchObject({ received: 3, stored: 2, quarantined: 1 });
    held.stop();
  });
});
