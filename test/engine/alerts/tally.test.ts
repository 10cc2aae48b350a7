import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { dice } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const hour = 60 * minute;
const begin = Date.UTC(2026, 10, 20);

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;

beforeEach(() => {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
});

afterEach(() => {
  rig.stop();
  folder.remove();
});

function govern(limits: readonly object[], deviceId = 'S-1'): void {
  rig.store.profiles.put({ id: 'P', name: 'P', limits: limits.map((limit) => ({ ...base, ...limit })) });
  rig.store.devices.configure({
    deviceId,
    expectedEveryS: 600,
    channels: { '': { temperatureProfileId: 'P' } },
  });
  rig.alerts.configured(deviceId);
  rest();
}

const base = {
  side: 'above',
  value: 8,
  inclusive: false,
  quantity: 'Temperature',
  mode: 'cumulative',
  severity: 'high',
} as const;

/** Lets the engine count again what came late. */
function rest(): void {
  for (let count = 0; count < 12; count += 1) rig.clock.advance(1000);
}

/** One value every ten minutes. */
function series(values: readonly number[]) {
  return values.map((value, index) => ({ time: begin + index * 10 * minute, value }));
}

function send(readings: readonly { time: number; value: number }[], deviceId = 'S-1'): void {
  rig.sendAll(readings.map(({ time, value }) => [rig.reading(deviceId, time, value)]));
}

const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const spans = (kind?: Parameters<AlertRig['list']>[0]) =>
  rig.list(kind).map(({ startTime, endTime }) => [startTime, endTime]);

describe('limits that add up', () => {
  it('raise with the reading that makes it as long as allowed, beside one on time without a break', () => {
    govern([{ forS: 7200 }, { mode: 'consecutive', forS: 3600 }]);
    send(series([5, ...many(7, 9), 5, ...many(6, 9), 5]));
    rest();
    const found = rig
      .list('temperature-excursion')
      .map(({ startTime, endTime, measure }) => [
        measure?.limit.mode,
        startTime,
        endTime,
        measure?.alarmTime,
      ]);
    const at = (place: number): string => toIso(begin + place * 10 * minute);
    expect(found).toEqual([
      ['cumulative', at(1), undefined, at(14)],
      ['consecutive', at(1), at(8), at(7)],
    ]);
  });

  it('count a late backlog as if it had come in time, and say that it was amended', () => {
    govern([{ forS: 3600, windowS: 6 * 3600 }]);
    const readings = series([...many(3, 5), ...many(5, 9), ...many(6, 5), ...many(4, 9), ...many(40, 5)]);
    send(readings.filter((_, index) => index < 3 || index >= 8));
    rest();
    expect(spans()).toEqual([]);
    send(readings.slice(3, 8).toReversed());
    rest();
    const other = createAlertRig(temporaryFolder().path);
    const first = rig;
    rig = other;
    govern([{ forS: 3600, windowS: 6 * 3600 }]);
    send(readings);
    rest();
    const inTime = spans();
    other.stop();
    rig = first;
    expect(spans()).toEqual(inTime);
    expect(inTime).toHaveLength(1);
    expect(rig.list()[0]?.notes[0]?.text).toMatch(/^Known /);
  });

  it('are the same for every order of arrival, across restarts', () => {
    const roll = dice(7);
    const readings = series(Array.from({ length: 150 }, () => (roll() < 0.3 ? 9 + roll() : 4 + roll())));
    const limits = [
      { forS: 4 * 3600, windowS: 8 * 3600 },
      { mode: 'mkt', windowS: 6 * 3600, value: 6.5 },
      { mode: 'rate', value: 5, windowS: 3600 },
      { mode: 'budget', forS: 5 * 3600 },
    ];
    const gist = (order: readonly (typeof readings)[number][], restartAt: number): string[] => {
      const own = temporaryFolder();
      rig = createAlertRig(own.path);
      govern(limits);
      for (let from = 0; from < order.length; from += 13) {
        send(order.slice(from, from + 13));
        if (from === restartAt) rig.restart();
        if (from % 2 === 0) rest();
      }
      rest();
      const found = rig.gist('S-1').filter((line) => !line.includes('silent'));
      rig.stop();
      own.remove();
      return found;
    };
    rig.stop();
    const inOrder = gist(readings, -1);
    expect(inOrder.length).toBeGreaterThan(3);
    for (let seed = 1; seed <= 6; seed += 1) {
      const dealt = dice(seed);
      const shuffled = readings
        .map((reading, index) => ({ reading, place: seed < 4 ? dealt() : index + dealt() * 20 }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ reading }) => reading);
      expect(gist(shuffled, 26)).toEqual(inOrder);
    }
    rig = createAlertRig(folder.path);
  });

  it('begin anew with the next thing the sensor is put on', () => {
    govern([{ forS: 3600 }]);
    rig.store.tracking.putAssociation({
      associationId: 'a1',
      deviceId: 'S-1',
      subjectType: 'vehicle',
      subjectId: 'V-1',
      from: begin,
      to: begin + 2 * hour,
      channel: undefined,
    });
    rig.tracking.world.refresh();
    rig.alerts.configured('S-1');
    rest();
    send(series([...many(4, 9), ...many(8, 5), ...many(4, 9), 5]));
    rest();
    expect(spans()).toEqual([]);
  });

  it('begin anew each day where they are of the calendar', () => {
    govern([{ forS: 3600, scope: 'calendar' }]);
    const readings = series(many(13, 9)).map(({ time, value }) => ({
      time: time + 24 * hour - 40 * minute,
      value,
    }));
    send(readings.slice(0, 8));
    rest();
    expect(spans()).toEqual([]);
    send(readings.slice(8));
    rest();
    expect(spans()).toEqual([[toIso(begin + 24 * hour), undefined]]);
  });
});
