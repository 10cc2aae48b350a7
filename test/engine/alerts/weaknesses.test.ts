import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';
import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const hour = 60 * minute;

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;
let now: number;

beforeEach(() => {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  now = rig.clock.now();
});

afterEach(() => {
  rig.stop();
  folder.remove();
});

const above8 = {
  side: 'above',
  value: 8,
  inclusive: false,
  quantity: 'Temperature',
  mode: 'consecutive',
  forS: 600,
  severity: 'high',
} as const;

/** Holds the sensors to limits, ten minutes above 8 °C unless told otherwise. */
function limit(
  deviceIds: readonly string[],
  limits: readonly object[] = [above8],
  expectedEveryS?: number,
): void {
  rig.store.profiles.put({ id: 'held', name: 'Held', limits: limits as never });
  for (const deviceId of deviceIds)
    rig.store.devices.configure({
      deviceId,
      expectedEveryS,
      channels: { '': { temperatureProfileId: 'held' } },
    });
  rig.alerts.configured();
}

/** A reading each minute from an instant on. */
function each(deviceId: string, from: number, values: readonly number[]): Observation[] {
  return values.map((value, index) => rig.reading(deviceId, from + index * minute, value));
}

const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const excursions = () =>
  rig
    .list('temperature-excursion')
    .map(({ subject, startTime, endTime }) => [subject.id, startTime, endTime]);

/** Lets the clock run until alerts that depend on it are drained and asked. */
function settle(ms = 11 * minute): void {
  rig.clock.advance(ms);
}

describe('weaknesses of other programs that are none here', () => {
  it('1 late data: a 2 h excursion delivered after a reconnect is found, at its own time, and says that it came late', () => {
    limit(['S']);
    const begin = now - 6 * hour;
    rig.send(each('S', begin, many(60, 5)));
    rig.send(each('S', begin + 3 * hour, many(60, 5)));
    rig.clock.advance(hour);
    // What was measured in between comes only now, and backwards.
    for (const reading of each('S', begin + hour, [...many(120, 9.5)]).reverse()) rig.send([reading]);
    expect(excursions()).toEqual([['S', toIso(begin + hour), toIso(begin + 3 * hour)]]);
    const [alert] = rig.list('temperature-excursion');
    expect(alert?.state).toBe('returned-unacknowledged');
    expect(alert?.notes.map(({ who, text }) => `${who}: ${text}`)).toEqual([
      expect.stringMatching(/^waymark: Known .* after it could have been/),
    ]);
  });

  it('2 one future-dated reading hides neither the true ones after it nor their excursion', () => {
    limit(['S']);
    rig.send(each('S', now - 30 * minute, many(30, 5)));
    rig.send([rig.reading('S', now + 20 * hour, 5)]);
    for (let index = 1; index <= 15; index += 1) {
      rig.clock.advance(minute);
      rig.send([rig.reading('S', now + index * minute, 9)]);
    }
    expect(excursions()).toEqual([['S', toIso(now + minute), undefined]]);
  });

  it('3 zero is a value: 0.0 °C and a limit of 0 °C', () => {
    limit(
      ['S'],
      [
        { ...above8, value: 0, forS: 0 },
        { ...above8, side: 'below', value: 0, forS: 0 },
      ],
    );
    rig.send(each('S', now - hour, [0, 0, 0.1, 0, -0.1, 0]));
    expect(
      rig.list('temperature-excursion').map(({ startTime, measure }) => [startTime, measure?.worst.value]),
    ).toEqual([
      [toIso(now - hour + 2 * minute), 0.1],
      [toIso(now - hour + 4 * minute), -0.1],
    ]);
    expect(rig.list('temperature-excursion').map(({ endTime }) => endTime)).toEqual([
      toIso(now - hour + 3 * minute),
      toIso(now - hour + 5 * minute),
    ]);
  });

  it('4 8.4 is above 8', () => {
    limit(['S'], [{ ...above8, forS: 0 }]);
    rig.send(each('S', now - hour, [8, 8.4]));
    expect(excursions()).toEqual([['S', toIso(now - hour + minute), undefined]]);
    expect(rig.list('temperature-excursion')[0]?.message).toContain('8.4 °C');
  });

  it('5 a spike and then silence is no "10 min above"; the silence is an alarm of its own', () => {
    limit(['S'], [above8], 60);
    rig.send(each('S', now - 20 * minute, many(20, 5)));
    rig.send([rig.reading('S', now, 12)]);
    settle();
    expect(excursions()).toEqual([]);
    expect(
      rig.list('sensor-silent').map(({ startTime, endTime, state }) => [startTime, endTime, state]),
    ).toEqual([[toIso(now + 3 * minute), undefined, 'active-unacknowledged']]);
    rig.send([rig.reading('S', rig.clock.now(), 12)]);
    settle(minute);
    expect(excursions()).toEqual([]);
  });

  it('5 readings missing in an excursion split it, and both parts say so', () => {
    limit(['S'], [above8], 60);
    const begin = now - 3 * hour;
    rig.send([...each('S', begin, many(15, 9)), ...each('S', begin + hour, many(15, 9))]);
    expect(excursions()).toEqual([
      ['S', toIso(begin), toIso(begin + 14 * minute)],
      ['S', toIso(begin + hour), undefined],
    ]);
    const gap = { from: toIso(begin + 14 * minute), to: toIso(begin + hour) };
    expect(
      rig.list('temperature-excursion').map(({ measure }) => measure?.gapBefore ?? measure?.gapAfter),
    ).toEqual([gap, gap]);
  });

  it('7 a later edit of the order does not change that it came too late', () => {
    const until = now - 5 * hour;
    const order = {
      orderNumber: 'WM-1',
      placedTime: toIso(now - 48 * hour),
      promised: { until: toIso(until) },
      items: [],
      parcels: [{ parcelId: 'P-1' }],
    };
    rig.post(order);
    const delivered = until + hour;
    rig.send([{ kind: 'scan', deviceId: 'H', time: until - hour, codes: ['P-1'], bizStep: 'transporting' }]);
    rig.send([{ kind: 'scan', deviceId: 'H', time: delivered, codes: ['P-1'], outcome: 'delivered' }]);
    settle();
    const before = rig.list('late').map(({ startTime, endTime }) => [startTime, endTime]);
    expect(before).toEqual([[toIso(until), toIso(delivered)]]);
    rig.post({ ...order, promised: { until: toIso(now) } });
    settle();
    expect(rig.list('late').map(({ startTime, endTime }) => [startTime, endTime])).toEqual(before);
  });

  it('8 unknown is not late: an order nobody has news of raises nothing', () => {
    rig.post({
      orderNumber: 'WM-1',
      placedTime: toIso(now - 90 * hour),
      promised: { until: toIso(now - 40 * hour) },
      items: [],
      parcels: [{ parcelId: 'P-1' }],
    });
    settle();
    expect(rig.list()).toEqual([]);
  });

  it('9 a second alarm on the same sensor leaves the first as it is', () => {
    limit(['S'], [above8, { ...above8, value: 15, forS: 0, severity: 'critical' }], 60);
    rig.send(each('S', now - hour, [...many(5, 5), ...many(12, 9), 16]));
    const [first] = rig.list('temperature-excursion');
    rig.alerts.decide(first!.alertId, { kind: 'acknowledge', who: 'owner', note: 'on my way' });
    rig.send(each('S', now - hour + 18 * minute, [17]));
    settle();
    expect(rig.list().map(({ kind, state, measure }) => [kind, measure?.limit.value, state])).toEqual([
      ['temperature-excursion', 8, 'active-acknowledged'],
      ['temperature-excursion', 15, 'active-unacknowledged'],
      ['sensor-silent', undefined, 'active-unacknowledged'],
      ['device-silent', undefined, 'suppressed'],
    ]);
  });

  it('10 a restart inside the hysteresis band keeps the alarm, its acknowledgement, and changes nothing', () => {
    limit(['S'], [{ ...above8, forS: 0, clearValue: 7.5, clearForS: 120 }]);
    rig.send(each('S', now - hour, [5, 9, 9, 7.8]));
    const [alert] = rig.list('temperature-excursion');
    rig.alerts.decide(alert!.alertId, { kind: 'acknowledge', who: 'owner', note: 'door closed' });
    const before = rig.list();
    rig.restart();
    expect(rig.list()).toEqual(before);
    rig.send([rig.reading('S', now - hour + 4 * minute, 7.9)]);
    expect(rig.list()).toEqual(before);
    rig.send(each('S', now - hour + 5 * minute, [7.4, 7.4, 7.4]));
    expect(rig.list().map(({ state, endTime, acknowledged }) => [state, endTime, acknowledged?.who])).toEqual(
      [['normal', toIso(now - hour + 5 * minute), 'owner']],
    );
  });

  it('10 a link that goes and comes back keeps alarm and acknowledgement', () => {
    limit(['S'], [{ ...above8, forS: 0 }], 60);
    rig.send(each('S', now - 5 * minute, [5, 5, 9, 9, 9]));
    rig.alerts.decide(rig.list()[0]!.alertId, { kind: 'acknowledge', who: 'owner', note: 'seen' });
    rig.link('offline');
    rig.clock.advance(2 * minute);
    rig.link('connected');
    rig.send([rig.reading('S', rig.clock.now(), 9)]);
    expect(rig.list('temperature-excursion').map(({ state, startTime }) => [state, startTime])).toEqual([
      ['active-acknowledged', toIso(now - 3 * minute)],
    ]);
  });

  it('11 an acknowledgement needs words and a name on every path', () => {
    limit(['S'], [{ ...above8, forS: 0 }]);
    rig.send(each('S', now - hour, [9]));
    const { alertId } = rig.list()[0]!;
    expect(() => rig.alerts.decide(alertId, { kind: 'acknowledge', who: 'owner', note: ' ' })).toThrow(
      /note is required/,
    );
    expect(() => rig.alerts.decide(alertId, { kind: 'acknowledge', who: '', note: 'seen' })).toThrow(
      /must be named/,
    );
    expect(rig.list()[0]?.state).toBe('active-unacknowledged');
  });
});
