import { describe, expect, it } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithRig } from '../../support/each-with-rig.ts';

const minute = 60_000;

let rig: AlertRig;
eachWithRig((started) => (rig = started));

const base = {
  side: 'above',
  value: 8,
  inclusive: false,
  quantity: 'Temperature',
  mode: 'single',
  severity: 'high',
} as const;

function govern(limits: readonly object[]): void {
  rig.store.profiles.put({ id: 'P', name: 'P', limits: limits.map((limit) => ({ ...base, ...limit })) });
  rig.store.devices.configure({ deviceId: 'S-1', channels: { '': { temperatureProfileId: 'P' } } });
  rig.alerts.configured('S-1');
}

describe('a limit on silence', () => {
  it('takes the place of what was learned', () => {
    govern([{ mode: 'silence', forS: 3600 }]);
    const begin = rig.clock.now() - 60 * minute;
    for (let index = 0; index < 30; index += 1) rig.send([rig.reading('S-1', begin + index * 2 * minute, 5)]);
    const last = begin + 58 * minute;
    for (let count = 0; count < 50; count += 1) rig.clock.advance(minute);
    expect(rig.list('sensor-silent')).toEqual([]);
    for (let count = 0; count < 20; count += 1) rig.clock.advance(minute);
    expect(rig.list('sensor-silent').map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [toIso(last + 60 * minute), undefined],
    ]);
  });
});

describe('a limit on silence on the road', () => {
  const road = { mode: 'silence', forS: 1800, scope: 'leg', severity: 'critical' };
  const begin = () => rig.clock.now() - 260 * minute;
  const spans = () =>
    rig.list('sensor-silent').map(({ startTime, endTime }) => [startTime, endTime ?? 'goes on']);
  function board(subjectType: 'vehicle' | 'parcel', subjectId: string, from: number, to?: number): void {
    rig.store.tracking.putAssociation({
      associationId: `${subjectId} ${from}`,
      deviceId: 'S-1',
      channel: undefined,
      subjectType,
      subjectId,
      from,
      to,
    });
    rig.tracking.world.refresh();
    rig.alerts.configured('S-1', from);
  }
  /** Two hours without a word in the warehouse, one on the road. */
  function speak(from: number): void {
    for (const at of [0, 120, 180, 240, 250]) rig.send([rig.reading('S-1', from + at * minute, 5)]);
  }
  const settle = (): void => rig.clock.advance(3 * minute);
  const onTheRoad = (from: number) => [[toIso(from + 150 * minute), toIso(from + 180 * minute)]];

  it('is broken there and not in the warehouse, whether the trip is known before or after', () => {
    const from = begin();
    govern([{ mode: 'silence', forS: 4 * 3600 }, road]);
    speak(from);
    settle();
    expect(spans()).toEqual([]);
    board('vehicle', 'V-1', from + 120 * minute, from + 200 * minute);
    settle();
    expect(spans()).toEqual(onTheRoad(from));
    const [alert] = rig.list('sensor-silent');
    expect([alert?.severity, alert?.silence?.limit.scope, alert?.silence?.profileName]).toEqual([
      'critical',
      'leg',
      'P',
    ]);
    // It was on another trip, it turns out.
    board('vehicle', 'V-1', from + 120 * minute, from + 140 * minute);
    settle();
    expect(spans()).toEqual([]);
  });

  it('goes by the scans of the parcel a sensor is with, names its order, and holds it', () => {
    const from = begin();
    rig.post({ orderNumber: 'WM-1', items: [], parcels: [{ parcelId: 'P-1' }] });
    govern([
      { mode: 'silence', forS: 4 * 3600 },
      { ...road, hold: true },
    ]);
    board('parcel', 'P-1', from);
    speak(from);
    const scan = (time: number, bizStep: string): Observation => ({
      kind: 'scan',
      deviceId: 'H-1',
      siteId: 'W',
      time,
      codes: ['P-1'],
      bizStep,
      vehicleId: 'V-1',
    });
    rig.send([scan(from + 200 * minute, 'unloading')]);
    settle();
    expect(spans()).toEqual([]);
    // The scan of the loading comes late.
    rig.send([scan(from + 120 * minute, 'loading')]);
    settle();
    expect(spans()).toEqual(onTheRoad(from));
    expect(rig.list('sensor-silent')[0]?.orderNumbers).toEqual(['WM-1']);
    expect(rig.store.holds.list({ standing: true, limit: 10 }).map(({ subjectId }) => subjectId)).toEqual([
      'WM-1',
    ]);
  });
});

describe('a limit that holds the orders it concerns', () => {
  it('places one quality hold for each, and none again once it was lifted', () => {
    govern([{ hold: true }]);
    const now = rig.clock.now();
    rig.post({ orderNumber: 'WM-1', items: [], parcels: [{ parcelId: 'P-1' }] });
    rig.store.tracking.putAssociation({
      associationId: 'a1',
      deviceId: 'S-1',
      channel: undefined,
      subjectType: 'parcel',
      subjectId: 'P-1',
      from: now - 60 * minute,
      to: undefined,
    });
    rig.tracking.world.refresh();
    rig.alerts.configured('S-1');
    rig.send([rig.reading('S-1', now - 10 * minute, 9)]);
    const holds = () => rig.store.holds.list({ standing: false, limit: 10 });
    expect(holds().map(({ subjectId, kind, placedBy }) => [subjectId, kind, placedBy])).toEqual([
      ['WM-1', 'quality', 'waymark'],
    ]);
    rig.store.holds.lift(holds()[0]!.key, { time: now, by: 'qa' });
    rig.send([rig.reading('S-1', now - 9 * minute, 9.5)]);
    rig.send([rig.reading('S-1', now - 8 * minute, 5)]);
    expect(holds()).toHaveLength(1);
    expect(holds()[0]!.note).toMatch(/^alert-\d+: Temperature of S-1/);
  });
});
