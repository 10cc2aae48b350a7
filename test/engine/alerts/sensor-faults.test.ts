import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const begin = Date.UTC(2026, 10, 20);

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;

beforeEach(() => {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  const limit = {
    side: 'above',
    value: 8,
    inclusive: false,
    quantity: 'Temperature',
    mode: 'single',
    severity: 'high',
  } as const;
  rig.store.profiles.put({ id: 'P', name: 'P', limits: [limit, { ...limit, side: 'below', value: 2 }] });
  rig.store.devices.configure({ deviceId: 'S-1', channels: { '': { temperatureProfileId: 'P' } } });
  rig.alerts.configured('S-1');
});

afterEach(() => {
  rig.stop();
  folder.remove();
});

const at = (place: number): string => toIso(begin + place * minute);

function send(values: readonly number[], from = 0): void {
  for (const [index, value] of values.entries())
    rig.send([rig.reading('S-1', begin + (from + index) * minute, value)]);
}

const faults = () => rig.list('sensor-fault').map(({ startTime, endTime }) => [startTime, endTime]);

describe('values that no working sensor gives', () => {
  it.each([-127, 85])('such as %d are a fault and never a temperature', (value) => {
    send([5, 5, value, value, 5]);
    expect(faults()).toEqual([[at(2), at(4)]]);
    expect(rig.list('temperature-excursion')).toEqual([]);
  });

  it('are over with the next good reading after a restart too', () => {
    send([5, -127]);
    rig.restart();
    expect(faults()).toEqual([[at(1), undefined]]);
    send([5], 2);
    expect(faults()).toEqual([[at(1), at(2)]]);
  });

  it('are found when they come late, and cut by a good one that comes later still', () => {
    send([5, 5], 0);
    send([5], 10);
    send([-127, -127, -127], 4);
    expect(faults()).toEqual([[at(4), at(10)]]);
    send([5], 8);
    expect(faults()).toEqual([[at(4), at(8)]]);
    expect(rig.list('sensor-fault')[0]?.amendments).toHaveLength(1);
  });

  it('may be readings of which each says that it is invalid', () => {
    send([5]);
    rig.send([{ ...rig.reading('S-1', begin + minute, 5.2), quality: ['sensor-invalid'] } as never]);
    send([5], 2);
    expect(faults()).toEqual([[at(1), at(2)]]);
  });

  it('are a fault of a sensor without limits as well', () => {
    rig.send([rig.reading('T-9', begin, -127)]);
    expect(rig.list('sensor-fault').map(({ subject }) => subject.id)).toEqual(['T-9']);
  });
});

describe('a value that stands still', () => {
  it('is a fault of a sensor that used to move, and ends with the first other value', () => {
    send([
      ...Array.from({ length: 60 }, (_, index) => 4 + (index % 5) / 10),
      ...Array.from({ length: 520 }, () => 4.9),
    ]);
    expect(faults()).toEqual([[at(60), undefined]]);
    send([4.8], 580);
    expect(faults()).toEqual([[at(60), at(580)]]);
  });

  const moving = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => 4 + (index % 5) / 10);
  const standing = (value: number, count = 480): number[] => Array.from({ length: count }, () => value);
  const story = [...moving(60), ...standing(9), ...moving(20)];
  const excursions = () =>
    rig.list('temperature-excursion').map(({ startTime, endTime }) => [startTime, endTime]);

  function drawn() {
    const device = rig.store.devices.get('S-1')!;
    const [series] = rig.store.keys.seriesOf(device.key, '');
    rig.store.rollups.renew(begin + 1440 * minute, 10_000, () => performance.now());
    const range = { from: begin, to: begin + story.length * minute, points: 40 };
    const { points, faults: marks } = rig.store.readSeries(series!.key, range);
    return {
      warmest: Math.max(...points.map(({ max }) => max)),
      faulty: marks.reduce((sum, { count }) => sum + count, 0),
    };
  }

  it('is no temperature once it is known to stand still, whatever came first', () => {
    const orders = {
      'in order': story.keys().toArray(),
      backwards: story.keys().toArray().reverse(),
      shuffled: story
        .keys()
        .toArray()
        .sort((a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009)),
    };
    for (const order of Object.values(orders)) {
      folder.remove();
      rig.stop();
      folder = temporaryFolder();
      rig = createAlertRig(folder.path);
      for (const place of order) rig.send([rig.reading('S-1', begin + place * minute, story[place]!)]);
      expect(faults()).toEqual([[at(60), at(540)]]);
      expect(drawn()).toEqual({ warmest: 4.4, faulty: 480 });
    }
  });

  it('is found where every two readings come swapped', () => {
    const every = 50_000;
    for (const place of story.keys()) {
      const swapped = place % 2 === 0 ? place + 1 : place - 1;
      const value = story[swapped];
      if (value !== undefined) rig.send([rig.reading('S-1', begin + swapped * every, value)]);
    }
    expect(faults()).toEqual([[at(50), at(450)]]);
    expect(drawn()).toEqual({ warmest: 4.4, faulty: 480 });
  });

  it('ends the excursion that its value was taken for, and one late reading between brings it back', () => {
    send([...moving(60), ...standing(9, 300)]);
    expect(excursions()).toEqual([[at(60), undefined]]);
    send(standing(9, 120), 360);
    expect([excursions(), faults()]).toEqual([[], [[at(60), undefined]]]);
    // It goes on, and a restart makes no difference.
    rig.restart();
    send(standing(9, 20), 480);
    expect([excursions(), drawn().faulty]).toEqual([[], 440]);
    rig.send([rig.reading('S-1', begin + 200.5 * minute, 9.1)]);
    expect(faults()).toEqual([]);
    expect(excursions()).toEqual([[at(60), undefined]]);
    expect(drawn()).toEqual({ warmest: 9.1, faulty: 0 });
  });
});
