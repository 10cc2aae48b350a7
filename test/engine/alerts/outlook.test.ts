import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { instantsOf } from '#engine/alerts/outlook.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { dayMs, hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { slowTimers } from '../../support/judged-engine.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const base = Date.UTC(2026, 10, 23, 6);
const at = (hours: number): number => base + hours * hourMs;

describe('the instants at which it is asked whether an order will be late', () => {
  it('come ever closer as the promise draws near, and follow every news within five minutes', () => {
    const asked = instantsOf({
      news: [at(1) + minuteMs, at(1) + 2 * minuteMs, at(7)],
      from: at(0),
      promise: at(10),
      endedTime: undefined,
    });
    expect(asked.filter((time) => time <= at(2)).map((time) => (time - base) / minuteMs)).toEqual([
      // 8.6 h before the promise and the scans of 7:01 and 7:02; the next a fifth nearer.
      65, 67,
    ]);
    expect(asked).toContain(at(7));
    expect((at(10) - asked.at(-1)!) / minuteMs).toBe(15);
  });

  it('are the same however its news come, full minutes, before its promise and its end', () => {
    const hours = fc.array(fc.integer({ min: 0, max: 30 * 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 3000 }), fc.option(fc.nat(3000)), (news, due, end) => {
        const course = {
          news: news.map((minutes) => base + minutes * minuteMs + 1),
          from: base,
          promise: base + due * minuteMs,
          endedTime: end === null ? undefined : base + end * minuteMs,
        };
        const asked = instantsOf(course);
        expect(instantsOf({ ...course, news: course.news.toReversed() })).toEqual(asked);
        expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
        for (const time of asked) {
          expect(time % minuteMs).toBe(0);
          expect(time).toBeLessThan(Math.min(course.promise, course.endedTime ?? Infinity));
          expect(time).toBeGreaterThanOrEqual(base);
        }
      }),
    );
  });
});

describe('an order that may be late', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let rig: AlertRig;
  let seq = 0;
  beforeEach(() => {
    folder = temporaryFolder();
    rig = createAlertRig(folder.path, slowTimers(createFakeClock(base)));
    rig.store.places.putSite({ siteId: 'W', name: 'W', kind: 'warehouse', lat: 45, lon: 5 });
    rig.store.places.putVehicle({ vehicleId: 'TRK-1' });
    rig.tracking.world.refresh();
  });
  afterEach(() => {
    rig.stop();
    folder.remove();
  });

  const order = (until: number) => ({
    orderNumber: 'O-1',
    shipTo: { lat: 50, lon: 5 },
    promised: { until: toIso(until) },
    items: [],
    parcels: [{ parcelId: 'P' }],
    plan: [{ siteId: 'W', bizStep: 'loading' }],
  });
  const loading = (): Observation => ({
    kind: 'scan',
    deviceId: 'gate',
    siteId: 'W',
    time: at(0),
    codes: ['P'],
    bizStep: 'loading',
    parent: 'TRK-1',
    vehicleId: 'TRK-1',
    boot: 'b',
    seq: (seq += 1),
  });
  /** It drives north for so many degrees in an hour. */
  const fix = (hours: number, degrees: number): Observation => ({
    kind: 'position',
    deviceId: 'TRK-1',
    time: at(hours),
    lat: 45 + hours * degrees,
    lon: 5,
    boot: 'b',
    seq: (seq += 1),
  });
  const told = (): string[] =>
    rig.list('late-predicted').map(({ startTime, endTime }) => `${startTime} ${endTime ?? '…'}`);
  const waitUntil = (hours: number): void => rig.clock.advance(at(hours) - rig.clock.now());

  it('is told as of the same instants whether its vehicle is heard at once or hours later', () => {
    const hours = Array.from({ length: 40 }, (_, index) => (index + 1) / 4);
    rig.post(order(at(14)));
    rig.send([loading()]);
    for (const each of hours) {
      waitUntil(each);
      rig.send([fix(each, 0.1)]);
    }
    waitUntil(12);
    const onTime = told();
    expect(onTime).toHaveLength(1);

    rig.stop();
    folder.remove();
    folder = temporaryFolder();
    rig = createAlertRig(folder.path, slowTimers(createFakeClock(base)));
    rig.store.places.putSite({ siteId: 'W', name: 'W', kind: 'warehouse', lat: 45, lon: 5 });
    rig.store.places.putVehicle({ vehicleId: 'TRK-1' });
    rig.tracking.world.refresh();
    rig.post(order(at(14)));
    rig.send([loading()]);
    waitUntil(11);
    expect(told()).not.toEqual(onTime);
    for (const each of hours) rig.send([fix(each, 0.1)]);
    waitUntil(12);
    expect(told()).toEqual(onTime);
  });

  it('stays told of the time before its promise was put off', () => {
    rig.post(order(at(3)));
    rig.send([loading()]);
    waitUntil(1);
    const [before] = rig.list('late-predicted');
    expect(before?.endTime).toBeUndefined();
    rig.post(order(at(90)));
    waitUntil(2);
    expect(rig.list('late-predicted').map(({ alertId, startTime }) => [alertId, startTime])).toEqual([
      [before?.alertId, before?.startTime],
    ]);
    expect(Date.parse(rig.list('late-predicted')[0]?.endTime ?? '') - at(1)).toBeLessThan(5 * minuteMs);
  });

  it('is told no otherwise after a start, though less is remembered', () => {
    rig.post(order(at(3)));
    rig.send([loading()]);
    waitUntil(1);
    const before = told();
    expect(before).toHaveLength(1);
    rig.restart();
    waitUntil(1.5);
    rig.tracking.refreshSome();
    waitUntil(2);
    expect(told()).toEqual(before);
  });

  it('is asked about no more once it has come, and of one that was in time nothing is kept for more than a month', () => {
    rig.stop();
    rig = createAlertRig(folder.path, slowTimers(createFakeClock(base), dayMs));
    rig.post(order(at(30)));
    rig.send([loading()]);
    waitUntil(1);
    rig.send([{ ...loading(), time: at(1), outcome: 'delivered' } as Observation]);
    waitUntil(25);
    const key = rig.store.orders.get('O-1')!.key;
    expect(rig.store.outlooks.of(key)?.due).toBeUndefined();
    rig.clock.advance(31 * dayMs);
    rig.tracking.clearEnded();
    expect(rig.store.outlooks.of(key)).toBeUndefined();
  });

  it('keeps what it was asked by where it was thought late, so that it stays told', () => {
    rig.post(order(at(3)));
    rig.send([loading()]);
    waitUntil(1);
    const before = told();
    rig.send([{ ...loading(), time: at(1), outcome: 'delivered' } as Observation]);
    waitUntil(2);
    const key = rig.store.orders.get('O-1')!.key;
    rig.store.transaction(() => rig.store.outlooks.dropUnlikely(key));
    expect(rig.store.outlooks.of(key)?.samples.length).toBeGreaterThan(0);
    expect(before).toHaveLength(1);
  });
});
