import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { unwatchedTimes, type Watcher } from '#engine/alerts/asset-silence.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithRig } from '../../support/each-with-rig.ts';
import { arrivalsOf, dice } from '../../support/random-history.ts';
import { unwatchedMinutes, type OracleSensor } from '../../support/unwatched-oracle.ts';

const minute = 60_000;

describe('a thing with several sensors', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }))
    .map(([start, length]) => ({ start, end: start + length }));
  const watcher = fc.record({
    sensorId: fc.constantFrom('a', 'b', 'c'),
    stay: span,
    silences: fc.option(fc.array(span, { maxLength: 4 }), { nil: undefined }),
  });

  it('is unwatched exactly while two or more are with it and each of them is silent', () => {
    fc.assert(
      fc.property(fc.array(watcher, { maxLength: 5 }), (drafts) => {
        const watchers: Watcher[] = drafts.map(({ sensorId, stay, silences }) => ({
          sensorId,
          from: stay.start,
          to: stay.end,
          silences,
        }));
        const found = unwatchedTimes(watchers);
        expect(unwatchedTimes(watchers.toReversed())).toEqual(found);
        for (let at = 0; at < 100; at += 1) {
          const there = watchers.filter(({ from, to }) => from <= at && at < (to ?? Infinity));
          const expected =
            new Set(there.map(({ sensorId }) => sensorId)).size > 1 &&
            there.some(({ silences }) => silences !== undefined) &&
            there.every(
              ({ silences }) =>
                silences === undefined ||
                silences.some(({ start, end }) => start <= at && at < (end ?? Infinity)),
            );
          expect(found.some(({ start, end }) => start <= at && at < (end ?? Infinity))).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('alarms of a truck nobody watches', () => {
  let rig: AlertRig;
  eachWithRig((started) => (rig = started));

  function board(deviceId: string, from: number, to?: number): void {
    rig.store.devices.configure({ deviceId, expectedEveryS: 300 });
    rig.store.tracking.putAssociation({
      associationId: `${deviceId} ${from}`,
      deviceId,
      channel: undefined,
      subjectType: 'vehicle',
      subjectId: 'V-1',
      from,
      to,
    });
    rig.tracking.world.refresh();
    rig.alerts.configured(deviceId, from);
  }

  const ofTruck = () => rig.list('sensor-silent').filter(({ subject }) => subject.type === 'vehicle');
  const spans = () => ofTruck().map(({ startTime, endTime }) => `${startTime} ${endTime ?? 'goes on'}`);
  const stateOf = (deviceId: string) =>
    rig.list('sensor-silent').find(({ subject }) => subject.id === deviceId)?.state;
  const settle = (): void => rig.clock.advance(3 * minute);

  it('name the orders aboard and stand for those of the sensors, until one of them speaks', () => {
    const now = rig.clock.now();
    const begin = now - 120 * minute;
    rig.post({ orderNumber: 'WM-1', items: [], parcels: [{ parcelId: 'P-1' }] });
    const loading = {
      kind: 'scan',
      deviceId: 'H-1',
      siteId: 'W',
      time: begin,
      codes: ['P-1'],
      bizStep: 'loading',
      vehicleId: 'V-1',
    };
    rig.send([loading as Observation]);
    for (const id of ['S-1', 'S-2']) board(id, begin);
    for (let at = 0; at <= 120; at += 5) {
      if (at <= 40) rig.send([rig.reading('S-1', begin + at * minute, 5)]);
      rig.send([rig.reading('S-2', begin + at * minute, 5)]);
    }
    settle();
    // One of two still speaks.
    expect([spans(), stateOf('S-1')]).toEqual([[], 'active-unacknowledged']);
    rig.restart();
    rig.clock.advance(10 * minute);
    const from = toIso(begin + 131 * minute);
    expect(spans()).toEqual([`${from} goes on`]);
    const [alert] = ofTruck();
    expect([alert?.orderNumbers, alert?.severity, alert?.message]).toEqual([
      ['WM-1'],
      'high',
      `None of the 2 sensors on V-1 has given a reading since ${toIso(begin + 120 * minute)} (S-1, S-2).`,
    ]);
    expect([stateOf('S-1'), stateOf('S-2')]).toEqual(['suppressed', 'suppressed']);
    rig.clock.advance(7 * minute);
    rig.send([rig.reading('S-2', begin + 140 * minute, 5)]);
    settle();
    expect(spans()).toEqual([`${from} ${toIso(begin + 140 * minute)}`]);
    expect(stateOf('S-1')).toBe('active-unacknowledged');
    // What was kept back shows that it was never so.
    for (const at of [110, 119, 128, 138]) rig.send([rig.reading('S-1', begin + at * minute, 5)]);
    settle();
    expect(spans()).toEqual([]);
  });

  it.each([3, 8, 21, 34])(
    'are those that going through every minute finds, whatever came first (%i)',
    (seed) => {
      const begin = rig.clock.now() - 900 * minute;
      const sensors = randomSensors(seed, begin);
      for (const { deviceId, stays } of sensors) for (const { from, to } of stays) board(deviceId, from, to);
      const spoken = sensors.flatMap(({ deviceId, instants }) =>
        instants.map((time) => ({ deviceId, time, value: 5 })),
      );
      for (const group of arrivalsOf(dice(seed), spoken))
        rig.sendAll(group.map(({ deviceId, time, value }) => [rig.reading(deviceId, time, value)]));
      settle();
      const expected = unwatchedMinutes(sensors, {
        from: begin,
        to: rig.clock.now(),
        allowedMs: 11 * minute,
      });
      expect(spans()).toEqual(
        expected.map(({ from, to }) => `${toIso(from)} ${to === undefined ? 'goes on' : toIso(to)}`),
      );
      // A sensor that is believed to be elsewhere makes a difference: so it is seen.
      const wrong = sensors.map((sensor, index) =>
        index === 0 ? { ...sensor, instants: [sensor.instants[0]!] } : sensor,
      );
      expect(
        unwatchedMinutes(wrong, { from: begin, to: rig.clock.now(), allowedMs: 11 * minute }),
      ).not.toEqual(expected);
    },
  );
});

/** Two or three sensors that speak every five minutes, fall silent now and then, and come and go. */
function randomSensors(seed: number, begin: number): OracleSensor[] {
  const roll = dice(seed);
  return ['S-1', 'S-2', 'S-3'].slice(0, 2 + (seed % 2)).map((deviceId, index) => {
    const instants: number[] = [];
    for (let at = 0; at < 850; at += roll() < 0.06 ? 20 + Math.floor(roll() * 150) : 5)
      instants.push(begin + at * minute);
    const leaves = begin + (500 + Math.floor(roll() * 300)) * minute;
    return { deviceId, instants, stays: [{ from: begin, to: index === 2 ? leaves : undefined }] };
  });
}
