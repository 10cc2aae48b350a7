import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';
import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { dice } from '../../support/random-history.ts';
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

function each(deviceId: string, from: number, values: readonly number[]): Observation[] {
  return values.map((value, index) => rig.reading(deviceId, from + index * minute, value));
}

const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const above8 = {
  side: 'above',
  value: 8,
  inclusive: false,
  quantity: 'Temperature',
  mode: 'single',
  severity: 'high',
} as const;

function profile(id: string, value = 8): void {
  rig.store.profiles.put({ id, name: id, limits: [{ ...above8, value }] });
}

const scan = (time: number, codes: readonly string[], more: object = {}): Observation => ({
  kind: 'scan',
  deviceId: 'H',
  time,
  codes,
  ...more,
});

const states = (kind?: Parameters<AlertRig['list']>[0]) =>
  rig.list(kind).map(({ subject, state }) => `${subject.id} ${state}`);

describe('the profile that applies', () => {
  it('is that of the parcel the sensor is with, else of the channel, else of the vehicle; without one nothing is an alarm', () => {
    for (const [id, value] of [
      ['parcel', 20],
      ['channel', 10],
      ['vehicle', 5],
    ] as const)
      profile(id, value);
    rig.store.places.putVehicle({ vehicleId: 'V', temperatureProfileId: 'vehicle' });
    rig.store.devices.configure({
      deviceId: 'OnChannel',
      channels: { '': { temperatureProfileId: 'channel' } },
    });
    rig.post({
      orderNumber: 'WM-1',
      items: [],
      parcels: [{ parcelId: 'P-1', temperatureProfileId: 'parcel' }],
    });
    const associate = (deviceId: string, subjectType: 'parcel' | 'vehicle', subjectId: string): void =>
      rig.store.tracking.putAssociation({
        associationId: `${deviceId}-${subjectId}`,
        deviceId,
        channel: undefined,
        subjectType,
        subjectId,
        from: now - hour,
        to: now,
      });
    for (const deviceId of ['WithParcel', 'OnChannel', 'OnVehicle']) associate(deviceId, 'vehicle', 'V');
    associate('WithParcel', 'parcel', 'P-1');
    rig.tracking.world.refresh();
    rig.alerts.configured();
    for (const deviceId of ['WithParcel', 'OnChannel', 'OnVehicle', 'Nowhere'])
      rig.send(each(deviceId, now - 30 * minute, [21, 21]));
    expect(
      rig
        .list()
        .map(({ subject, measure, vehicleId }) => `${subject.id} ${measure?.profileId} ${vehicleId}`)
        .toSorted(),
    ).toEqual(['OnChannel channel V', 'OnVehicle vehicle V', 'WithParcel parcel V']);
  });

  it('is there ready-made', () => {
    expect(rig.alerts.governance.profiles().map(({ id, builtIn }) => [id, builtIn])).toEqual(
      expect.arrayContaining([
        ['crt-15-25', true],
        ['cold-2-8', true],
        ['freezer-25-10', true],
        ['deep-frozen-18', true],
        ['vaccine-fridge', true],
      ]),
    );
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'cold-2-8' } } });
    rig.send(each('S', now - hour, many(15, 9)));
    expect(rig.list().map(({ message }) => message)).toEqual([
      expect.stringContaining('9.0 °C, limit above 8 °C for 10 min'),
    ]);
  });

  it('applies to what a sensor already shows when it is given one, and no longer once it is taken away', () => {
    profile('cold');
    rig.send(each('S', now - 30 * minute, many(30, 12)));
    expect(rig.list()).toEqual([]);
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'cold' } } });
    rig.alerts.configured('S');
    rig.clock.advance(1000);
    expect(rig.list().map(({ startTime, state }) => [startTime, state])).toEqual([
      [toIso(now - 30 * minute), 'active-unacknowledged'],
    ]);
    rig.store.devices.configure({ deviceId: 'S', channels: {} });
    rig.alerts.configured('S');
    rig.clock.advance(1000);
    expect(rig.list().map(({ endTime, state, notes }) => [endTime, state, notes.at(-1)?.text])).toEqual([
      [toIso(now - minute), 'returned-unacknowledged', 'This limit no longer applies here.'],
    ]);
  });

  it('is of no concern to what is no temperature: errors of probes, flagged values, values without a unit', () => {
    profile('cold');
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'cold' } } });
    rig.send([rig.reading('S', now - 9 * minute, 85), rig.reading('S', now - 8 * minute, -127)]);
    rig.send([rig.reading('S', now - 7 * minute, 40, { quality: ['sensor-invalid'] })]);
    rig.send([
      {
        kind: 'reading',
        deviceId: 'S',
        time: now - 6 * minute,
        values: [{ type: 'Temperature', value: 70, uom: null }],
      },
    ]);
    expect(rig.list('temperature-excursion')).toEqual([]);
  });
});

describe('orders on a vehicle whose cargo gets warm', () => {
  beforeEach(() => {
    profile('cold');
    rig.store.places.putVehicle({ vehicleId: 'truck-7', name: 'Truck 7', temperatureProfileId: 'cold' });
    rig.store.tracking.putAssociation({
      associationId: 'a',
      deviceId: 'cargo',
      channel: undefined,
      subjectType: 'vehicle',
      subjectId: 'truck-7',
      from: 0,
      to: undefined,
    });
    rig.tracking.world.refresh();
    for (const name of ['WM-1', 'WM-2', 'WM-3'])
      rig.post({ orderNumber: name, items: [], parcels: [{ parcelId: `${name}-P` }] });
  });

  it('are named: those aboard in that time, in pallets too, and no others', () => {
    rig.send([scan(now - 3 * hour, ['WM-1-P'], { bizStep: 'packing', parent: 'PAL-1' })]);
    rig.send([scan(now - 2 * hour, ['PAL-1'], { bizStep: 'loading', vehicleId: 'truck-7' })]);
    rig.send([scan(now - 2 * hour, ['WM-2-P'], { bizStep: 'loading', vehicleId: 'truck-7' })]);
    rig.send([scan(now - 90 * minute, ['WM-2-P'], { bizStep: 'unloading', siteId: 'DC' })]);
    rig.send(each('cargo', now - hour, [5, 12, 12]));
    expect(
      rig.list('temperature-excursion').map(({ orderNumbers, vehicleId }) => [orderNumbers, vehicleId]),
    ).toEqual([[['WM-1'], 'truck-7']]);
    const order = rig.store.orders.get('WM-1')!;
    expect(rig.tracking.view(order).alerts).toEqual([
      {
        alertId: 'alert-1',
        kind: 'temperature-excursion',
        message: expect.stringContaining('Truck 7'),
        startTime: expect.any(String),
        raisedTime: expect.any(String),
      },
    ]);
    expect(rig.tracking.view(order, { at: now - 2 * hour }).alerts).toEqual([]);
  });

  it('are named as well when their loading is known only later', () => {
    rig.send(each('cargo', now - hour, [5, 12, 12, 5]));
    rig.send([scan(now - 2 * hour, ['WM-3-P'], { bizStep: 'loading', vehicleId: 'truck-7' })]);
    rig.clock.advance(2 * minute);
    expect(rig.list('temperature-excursion').map(({ orderNumbers }) => orderNumbers)).toEqual([['WM-3']]);
  });

  it('are watched for: the vehicle shows the alarm until it is over', () => {
    rig.send(each('cargo', now - hour, [5, 12]));
    expect(rig.alerts.feed.isAlarmed('truck-7', [])).toBe(true);
    rig.send(each('cargo', now - hour + 2 * minute, [5]));
    expect(rig.alerts.feed.isAlarmed('truck-7', [])).toBe(false);
  });
});

describe('late facts', () => {
  it('amend what an alert said, for everybody to see, and keep what was decided', () => {
    profile('cold');
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'cold' } } });
    rig.send(each('S', now - hour, [5, 5, 5, 5, 12, 5]));
    rig.alerts.decide('alert-1', { kind: 'acknowledge', who: 'owner', note: 'seen' });
    rig.clock.advance(5 * minute);
    rig.send([rig.reading('S', now - hour + 3.5 * minute, 14)]);
    const [alert] = rig.list('temperature-excursion');
    expect(alert).toMatchObject({
      state: 'normal',
      startTime: toIso(now - hour + 3.5 * minute),
      acknowledged: { who: 'owner' },
      measure: { worst: { value: 14 } },
    });
    expect(alert?.amendments.map(({ field, from, to }) => [field, from, to])).toEqual([
      ['startTime', toIso(now - hour + 4 * minute), toIso(now - hour + 3.5 * minute)],
      ['worst', '12.0 °C', '14.0 °C'],
    ]);
  });

  it('withdraw an alert that never was; it is kept, and in no list but its own', () => {
    rig.store.profiles.put({
      id: 'slow',
      name: 'slow',
      limits: [{ ...above8, mode: 'consecutive', forS: 300 }],
    });
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'slow' } } });
    rig.send([...each('S', now - 2 * hour, many(10, 5)), ...each('S', now - hour, [9, 9, 9, 9, 9, 9])]);
    expect(states()).toEqual(['S active-unacknowledged']);
    rig.send([rig.reading('S', now - hour + 150_000, 5)]);
    expect(rig.list('temperature-excursion')).toEqual([]);
    const [withdrawn] = rig.alerts.list({ withdrawn: true, limit: 10 });
    expect(withdrawn?.row).toMatchObject({
      withdrawn: true,
      state: 'normal',
      amendments: [{ field: 'withdrawn' }],
    });
  });

  it('leave nothing behind while their transaction fails, and count once it succeeds', () => {
    profile('cold');
    rig.store.devices.configure({ deviceId: 'S', channels: { '': { temperatureProfileId: 'cold' } } });
    rig.send(each('S', now - hour, [5, 5]));
    const { apply } = rig.alerts;
    rig.alerts.apply = (settlements) => {
      apply.call(rig.alerts, settlements);
      throw new Error('cut off');
    };
    rig.send(each('S', now - hour + 2 * minute, [12]));
    expect([rig.list(), [...rig.alerts.feed.live.values()]]).toEqual([[], []]);
    rig.alerts.apply = apply;
    rig.send(each('S', now - hour + 3 * minute, [13, 5]));
    expect(rig.list().map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [toIso(now - hour + 2 * minute), toIso(now - hour + 4 * minute)],
    ]);
  });
});

describe('silence', () => {
  it('is said once what was kept back has been handed over, and then from its own time on', () => {
    rig.store.devices.configure({ deviceId: 'S', expectedEveryS: 60 });
    rig.send([rig.reading('S', now - 30 * minute, 5)]);
    rig.clock.advance(59_000);
    expect(rig.list()).toEqual([]);
    rig.clock.advance(3000);
    expect(rig.list('sensor-silent').map(({ startTime }) => startTime)).toEqual([toIso(now - 27 * minute)]);
  });

  it('waits ten minutes at most for a backlog that does not end', () => {
    rig.store.devices.configure({ deviceId: 'S', expectedEveryS: 60 });
    for (let second = 0; second < 620; second += 10) {
      rig.send([rig.reading('Other', now - 5 * hour + second * 1000, 5)]);
      rig.send(
        second === 0
          ? [rig.reading('S', now - 30 * minute, 5)]
          : [rig.reading('Other', now - 4 * hour + second * 1000, 5)],
      );
      expect(rig.list('sensor-silent').filter(({ subject }) => subject.id === 'S').length).toBe(
        second <= 600 ? 0 : 1,
      );
      rig.clock.advance(10_000);
    }
  });

  it('that a backlog fills never was', () => {
    rig.store.devices.configure({ deviceId: 'S', expectedEveryS: 60 });
    rig.send(each('S', now - 10 * minute, many(10, 5)));
    rig.clock.advance(20 * minute);
    expect(states('sensor-silent')).toEqual(['S active-unacknowledged']);
    for (const reading of each('S', now, many(20, 5))) rig.send([reading]);
    rig.clock.advance(2 * minute);
    expect(rig.list('sensor-silent').map(({ startTime }) => startTime)).toEqual([]);
  });

  it('while nobody listened is nobody’s silence', () => {
    rig.store.devices.configure({ deviceId: 'S', expectedEveryS: 60 });
    rig.send(each('S', now - 5 * minute, many(6, 5)));
    rig.clock.advance(10_000);
    rig.link('offline');
    rig.clock.advance(hour);
    rig.link('connected');
    rig.clock.advance(2 * minute);
    expect(rig.list().map(({ kind }) => kind)).toEqual(['broker-down']);
    rig.clock.advance(2 * minute);
    expect(rig.list('sensor-silent').map(({ startTime }) => startTime)).toEqual([toIso(now + 3 * minute)]);
  });

  it('while the host slept, or after its clock was set on, is nobody’s silence', () => {
    rig.store.devices.configure({ deviceId: 'S', expectedEveryS: 60 });
    rig.clock.advance(2 * minute);
    rig.send([rig.reading('S', rig.clock.now(), 5)]);
    rig.clock.setNow(rig.clock.now() + 2 * hour);
    rig.clock.advance(2 * minute);
    expect(rig.list()).toEqual([]);
    rig.clock.advance(2 * minute);
    expect(rig.list('sensor-silent').map(({ startTime }) => startTime)).toEqual([toIso(now + 5 * minute)]);
  });

  it('of a tracker’s battery is no sensor’s', () => {
    for (let index = 0; index < 8; index += 1) {
      rig.send([{ kind: 'position', deviceId: 'T', time: rig.clock.now(), lat: 45, lon: 5 }]);
      rig.send([
        {
          kind: 'reading',
          deviceId: 'T',
          time: rig.clock.now(),
          values: [{ type: 'BatteryLevel', value: 80, uom: 'P1' }],
        },
      ]);
      rig.clock.advance(minute);
    }
    rig.clock.advance(10 * minute);
    expect(rig.list().map(({ kind, state }) => [kind, state])).toEqual([
      ['device-silent', 'active-unacknowledged'],
    ]);
  });

  it('of a tracker is the device’s, and of one of several channels the channel’s', () => {
    for (let index = 0; index < 10; index += 1) {
      rig.send([{ kind: 'position', deviceId: 'T', time: now, lat: 45, lon: 5 }]);
      rig.send([rig.reading('S', now, 5, { channel: 'a' })]);
      rig.send([rig.reading('S', now, 5, { channel: 'b' })]);
      rig.clock.advance(minute);
      now = rig.clock.now();
    }
    for (let index = 0; index < 10; index += 1) {
      rig.send([rig.reading('S', now, 5, { channel: 'a' })]);
      rig.clock.advance(minute);
      now = rig.clock.now();
    }
    expect(rig.list().map(({ kind, subject }) => `${kind} ${subject.type} ${subject.id}`)).toEqual(
      expect.arrayContaining(['sensor-silent channel S#b', 'device-silent device T']),
    );
    expect(rig.list()).toHaveLength(2);
    rig.clock.advance(10 * minute);
    expect(
      rig
        .list()
        .filter(({ deviceId }) => deviceId === 'S')
        .map(({ subject, state }) => [subject.id, state]),
    ).toEqual([
      ['S#b', 'suppressed'],
      ['S#a', 'suppressed'],
      ['S', 'active-unacknowledged'],
    ]);
  });

  it('is the same for every order of arrival, across restarts', () => {
    const roll = dice(42);
    const wanted = new Map<string, string[]>();
    for (let run = 0; run < 30; run += 1) {
      const instants: number[] = [];
      for (let time = now - 20 * hour; instants.length < 120;) {
        instants.push(time);
        time += roll() < 0.06 ? Math.round(roll() * 40) * minute : minute + Math.round(roll() * 5000);
      }
      for (const way of ['ordered', 'shuffled'] as const) {
        const id = `${way}-${run}`;
        const order =
          way === 'ordered'
            ? instants
            : instants
                .map((time) => ({ time, at: roll() }))
                .sort((a, b) => a.at - b.at)
                .map(({ time }) => time);
        for (let index = 0; index < order.length; index += 10)
          rig.send(
            order
              .slice(index, index + 10)
              .flatMap((time) => [rig.reading(id, time, 5), rig.reading(id, time, 5)]),
          );
        if (run % 10 === 9) rig.restart();
      }
    }
    rig.clock.advance(12 * minute);
    for (let run = 0; run < 30; run += 1) {
      const plain = (id: string) => rig.gist(id).map((line) => line.replaceAll(id, 'X'));
      wanted.set(`${run}`, plain(`ordered-${run}`));
      expect([run, plain(`shuffled-${run}`)]).toEqual([run, wanted.get(`${run}`)]);
    }
    expect(Math.max(...[...wanted.values()].map((lines) => lines.length))).toBeGreaterThan(6);
  });
});

describe('promises', () => {
  const order = (number: string, until: number) => ({
    orderNumber: number,
    placedTime: toIso(until - 24 * hour),
    promised: { until: toIso(until) },
    items: [],
    parcels: [{ parcelId: `${number}-P` }],
  });

  it('that pass make an order late from the promise on, until it is delivered', () => {
    rig.post(order('WM-1', now + 5 * minute));
    rig.send([scan(now, ['WM-1-P'], { bizStep: 'transporting', siteId: 'DC' })]);
    rig.clock.advance(6 * minute);
    expect(
      rig.list('late').map(({ startTime, orderNumbers, state }) => [startTime, orderNumbers, state]),
    ).toEqual([[toIso(now + 5 * minute), ['WM-1'], 'active-unacknowledged']]);
    rig.send([scan(rig.clock.now(), ['WM-1-P'], { outcome: 'delivered' })]);
    const delivered = toIso(rig.clock.now());
    rig.clock.advance(10_000);
    expect(rig.list('late').map(({ endTime, state }) => [endTime, state])).toEqual([
      [delivered, 'returned-unacknowledged'],
    ]);
  });

  it('are kept when a delivery in time is heard of late', () => {
    rig.post(order('WM-1', now + 5 * minute));
    rig.send([scan(now, ['WM-1-P'], { bizStep: 'transporting', siteId: 'DC' })]);
    rig.clock.advance(20 * minute);
    expect(rig.list('late').length).toBe(1);
    rig.send([scan(now + 4 * minute, ['WM-1-P'], { outcome: 'delivered' })]);
    rig.clock.advance(2 * minute);
    expect(rig.list('late')).toEqual([]);
  });

  it('put off while the order is under way are broken until then', () => {
    rig.post(order('WM-1', now + 5 * minute));
    rig.send([scan(now, ['WM-1-P'], { bizStep: 'transporting', siteId: 'DC' })]);
    rig.clock.advance(10 * minute);
    rig.post({ ...order('WM-1', now + 5 * minute), promised: { until: toIso(now + hour) } });
    rig.clock.advance(minute);
    expect(rig.list('late').map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [toIso(now + 5 * minute), toIso(now + 10 * minute)],
    ]);
    rig.clock.advance(hour);
    expect(rig.list('late').map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [toIso(now + 5 * minute), toIso(now + 10 * minute)],
      [toIso(now + hour), undefined],
    ]);
  });
});

describe('predictions', () => {
  const byOrder = () =>
    rig
      .list()
      .toSorted(
        (a, b) =>
          a.kind.localeCompare(b.kind) || String(a.orderNumbers).localeCompare(String(b.orderNumbers)),
      );

  it('say that an order will be late, until it is, or is not', () => {
    rig.store.places.putSite({ siteId: 'A', name: 'A', kind: 'depot', lat: 45, lon: 5 });
    const order = (orderNumber: string, lat: number, hours = 2) => ({
      orderNumber,
      promised: { until: toIso(now + hours * hour) },
      shipTo: { lat, lon: 5 },
      items: [],
      parcels: [{ parcelId: `${orderNumber}-P` }],
      plan: [{ siteId: 'A', bizStep: 'loading' }],
    });
    rig.post(order('FAR', 52));
    rig.post(order('FAR-TOO', 52));
    rig.post(order('NEAR', 45.01, 200));
    rig.send([scan(now - minute, ['FAR-P', 'FAR-TOO-P', 'NEAR-P'], { bizStep: 'loading', siteId: 'A' })]);
    // What is still on its way is waited for.
    rig.clock.advance(3 * minute);
    expect(
      byOrder().map(({ kind, orderNumbers, startTime, state }) => [kind, orderNumbers, startTime, state]),
    ).toEqual([
      ['late-predicted', ['FAR'], toIso(now), 'active-unacknowledged'],
      ['late-predicted', ['FAR-TOO'], toIso(now), 'active-unacknowledged'],
    ]);
    rig.clock.advance(hour);
    rig.send([scan(now + hour, ['FAR-TOO-P'], { outcome: 'delivered' })]);
    rig.clock.advance(2 * hour);
    expect(
      byOrder().map(({ kind, orderNumbers, endTime, amendments }) => [
        kind,
        orderNumbers,
        endTime,
        amendments,
      ]),
    ).toEqual([
      ['late', ['FAR'], undefined, []],
      ['late-predicted', ['FAR'], toIso(now + 2 * hour), []],
      ['late-predicted', ['FAR-TOO'], toIso(now + hour), []],
    ]);
  });
});

describe('codes', () => {
  it('that nobody knows raise one alert each, until their order is posted', () => {
    rig.send([scan(now - minute, ['NOPE-1', 'NOPE-2'], { bizStep: 'receiving', siteId: 'DC' })]);
    rig.send([scan(now - 2 * minute, ['nope-1'], { bizStep: 'receiving', siteId: 'DC' })]);
    expect(
      rig.list('unknown-code').map(({ subject, startTime, siteId }) => [subject.id, startTime, siteId]),
    ).toEqual([
      ['NOPE-1', toIso(now - 2 * minute), 'DC'],
      ['NOPE-2', toIso(now - minute), 'DC'],
    ]);
    rig.clock.advance(minute);
    rig.post({ orderNumber: 'WM-1', items: [], parcels: [{ parcelId: 'NOPE-1' }] });
    expect(rig.list('unknown-code').map(({ subject, endTime }) => [subject.id, endTime])).toEqual([
      ['NOPE-1', toIso(now + minute)],
      ['NOPE-2', undefined],
    ]);
  });

  it('that must be misread are said to be so, and not to be unknown as well', () => {
    const misread = '(00)106141412345678907';
    rig.send([scan(now - minute, [misread, 'NOPE-1'], { bizStep: 'receiving', siteId: 'DC' })]);
    expect(rig.list('bad-check-digit').map(({ subject, message }) => [subject.id, message])).toEqual([
      [
        misread,
        `${misread} was scanned at DC; its check digit is wrong and nobody knows it. Read the label again.`,
      ],
    ]);
    expect(rig.list('unknown-code').map(({ subject }) => subject.id)).toEqual(['NOPE-1']);
  });

  it('of pallets and of portals are no riddle', () => {
    rig.send([scan(now, ['PAL-1'], { bizStep: 'commissioning' })]);
    rig.send([scan(now, ['WM-1'], { bizStep: 'packing', parent: 'PAL-1' })]);
    rig.send([scan(now, ['E280-1'], { antenna: 1, rssiDbm: -50 })]);
    expect(rig.list('unknown-code').map(({ subject }) => subject.id)).toEqual(['WM-1']);
  });

  it('are resolved by somebody where nothing else ends them', () => {
    rig.send([scan(now, ['NOPE-1'], { bizStep: 'receiving' })]);
    rig.alerts.decide('alert-1', { kind: 'resolve', who: 'owner', note: 'a customer’s own label' });
    expect(rig.list()[0]).toMatchObject({ state: 'normal', resolved: { who: 'owner' } });
    rig.send([scan(now + minute, ['NOPE-1'], { bizStep: 'receiving' })]);
    expect(rig.list().map(({ state }) => state)).toEqual(['normal']);
  });
});

describe('sites', () => {
  it('that are not in the plan of a parcel raise an alert until it is back on its way', () => {
    rig.post({
      orderNumber: 'WM-1',
      items: [],
      parcels: [{ parcelId: 'P-1' }, { parcelId: 'P-2' }],
      plan: [
        { siteId: 'A', bizStep: 'packing' },
        { siteId: 'B', bizStep: 'receiving' },
      ],
    });
    rig.send([scan(now - 3 * hour, ['P-1', 'P-2'], { bizStep: 'packing', siteId: 'A' })]);
    rig.send([scan(now - hour, ['P-1'], { bizStep: 'receiving', siteId: 'B' })]);
    rig.send([scan(now - 2 * hour, ['P-1'], { bizStep: 'arriving', siteId: 'C' })]);
    expect(
      rig
        .list('wrong-site')
        .map(({ subject, startTime, endTime, siteId, orderNumbers }) => [
          subject.id,
          startTime,
          endTime,
          siteId,
          orderNumbers,
        ]),
    ).toEqual([['P-1', toIso(now - 2 * hour), toIso(now - hour), 'C', ['WM-1']]]);
  });

  it('a vehicle with the parcel stops at are none of its', () => {
    rig.store.places.putVehicle({ vehicleId: 'V-1' });
    rig.tracking.world.refresh();
    rig.post({
      orderNumber: 'WM-1',
      items: [],
      parcels: [{ parcelId: 'P-1' }],
      plan: [
        { siteId: 'A', bizStep: 'packing' },
        { siteId: 'B', bizStep: 'receiving' },
      ],
    });
    rig.send([scan(now - 3 * hour, ['P-1'], { bizStep: 'loading', siteId: 'A', vehicleId: 'V-1' })]);
    rig.send([scan(now - 2 * hour, ['V-1'], { bizStep: 'arriving', siteId: 'C' })]);
    expect(rig.list('wrong-site')).toEqual([]);
  });
});

describe('a shelved alert', () => {
  it('comes back by itself when its time is over, across a restart', () => {
    rig.send([scan(now, ['NOPE-1'], { bizStep: 'receiving' })]);
    rig.alerts.decide('alert-1', {
      kind: 'shelve',
      who: 'owner',
      note: 'waiting for the shop',
      until: now + hour,
    });
    expect(rig.alerts.get('alert-1')).toMatchObject({
      state: 'shelved',
      shelved: { who: 'owner', text: 'waiting for the shop', until: toIso(now + hour) },
    });
    rig.restart();
    rig.clock.advance(59 * minute);
    expect(rig.alerts.get('alert-1').state).toBe('shelved');
    rig.clock.advance(2 * minute);
    expect(rig.alerts.get('alert-1').state).toBe('active-unacknowledged');
    expect(rig.alerts.feed.live.get('alert-1')?.state).toBe('active-unacknowledged');
    expect(rig.alerts.list({ withdrawn: false, state: 'active-unacknowledged', limit: 10 }).length).toBe(1);
  });
});

describe('everybody who watches', () => {
  it('sees what is open and what was closed in the last day', () => {
    rig.send([scan(now, ['NOPE-1', 'NOPE-2'], { bizStep: 'receiving' })]);
    rig.alerts.decide('alert-1', { kind: 'resolve', who: 'owner', note: 'known' });
    expect([...rig.alerts.feed.live.values()].map(({ alertId, state }) => [alertId, state])).toEqual([
      ['alert-1', 'normal'],
      ['alert-2', 'active-unacknowledged'],
    ]);
    rig.clock.setNow(now + 25 * hour);
    rig.clock.advance(20_000);
    expect([...rig.alerts.feed.live.values()].map(({ alertId }) => alertId)).toEqual(['alert-2']);
    rig.restart();
    expect([...rig.alerts.feed.live.values()].map(({ alertId }) => alertId)).toEqual(['alert-2']);
  });

  it('sees who was named, what was said, and in what order', () => {
    rig.send([scan(now, ['NOPE-1'], { bizStep: 'receiving' })]);
    rig.alerts.decide('alert-1', { kind: 'assign', who: 'owner', to: 'Ana' });
    rig.alerts.decide('alert-1', { kind: 'comment', who: 'token:1', note: 'asked the shop' });
    rig.alerts.decide('alert-1', { kind: 'acknowledge', who: 'owner', note: 'seen' });
    const { assignee, notes } = rig.alerts.get('alert-1');
    expect([assignee, notes.map(({ who, action, text }) => `${who} ${action}: ${text}`)]).toEqual([
      'Ana',
      ['owner assign: Assigned to Ana.', 'token:1 comment: asked the shop', 'owner acknowledge: seen'],
    ]);
  });
});
