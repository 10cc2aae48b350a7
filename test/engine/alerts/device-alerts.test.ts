import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';
import { batteryLow } from '#engine/alerts/rules/battery-low.ts';
import { clockSkew } from '#engine/alerts/rules/clock-skew.ts';
import { lateSync } from '#engine/alerts/rules/late-sync.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const hour = 60 * minute;

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;
let now: number;

function open(): void {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  now = rig.clock.now();
}

function close(): void {
  rig.stop();
  folder.remove();
}

beforeEach(open);
afterEach(close);

const status = (deviceId: string, time: number, batteryPct: number): Observation => ({
  kind: 'status',
  deviceId,
  time,
  batteryPct,
});

let seq = 0;
const scan = (deviceId: string, time: number, code: string, bizStep = 'picking'): Observation => ({
  kind: 'scan',
  deviceId,
  siteId: 'W',
  time,
  codes: [code],
  bizStep,
  boot: 'b',
  seq: (seq += 1),
});

const gist = (kind: Parameters<AlertRig['list']>[0]): string[] =>
  rig.list(kind).map(({ subject, startTime, endTime }) => `${subject.id} ${startTime} ${endTime ?? '…'}`);

/** Lets the timers look; nobody is waited for any more. */
const look = (): void => rig.clock.advance(12 * minute);

/** The same facts in some other order, some of them twice. */
function shuffled<T>(facts: readonly T[], order: readonly number[]): T[] {
  const sorted = facts.map((fact, index) => ({
    fact,
    by: order[index % order.length]! * 7919 + index * 104_729,
  }));
  return sorted.sort((a, b) => (a.by % 1009) - (b.by % 1009)).map(({ fact }) => fact);
}

describe('a battery', () => {
  const levels = [40, 14, 12, 18, 14, 55, 9];
  const facts = (): Observation[] =>
    levels.map((pct, index) => status('hh-1', now - (10 - index) * hour, pct));

  it('is low from its first low word until it is charged, whatever came first', () => {
    const found = new Set<string>();
    for (const order of [[1], [9, 2, 5], [4, 4, 1, 8]]) {
      close();
      open();
      for (const fact of shuffled(facts(), order)) rig.send([fact]);
      look();
      found.add(gist('battery-low').join('\n'));
    }
    expect([...found]).toEqual([
      [`hh-1 ${toIso(now - 9 * hour)} ${toIso(now - 5 * hour)}`, `hh-1 ${toIso(now - 4 * hour)} …`].join(
        '\n',
      ),
    ]);
  });

  it('tells of a battery that is charged after a restart', () => {
    rig.send([status('hh-1', now - hour, 5)]);
    look();
    rig.restart();
    rig.send([status('hh-1', now, 90)]);
    look();
    expect(gist('battery-low')).toEqual([`hh-1 ${toIso(now - hour)} ${toIso(now)}`]);
  });

  it('says the same of any samples as of the same samples cut anywhere', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 40 });
    fc.assert(
      fc.property(samples, (values) => {
        const all = values.map((pct, time) => ({ time, pct }));
        const spans = batteryLow.evaluate({ samples: all });
        for (const { time, pct } of all) {
          const isLow = spans.some(({ start, end }) => start <= time && time < (end ?? Infinity));
          if (pct < 15) expect(isLow).toBe(true);
          if (pct >= 20) expect(isLow).toBe(false);
        }
      }),
    );
  });
});

describe('a clock that is wrong', () => {
  let samples = 0;
  beforeEach(() => (samples = 0));
  const work = (deviceId: string, aheadMs: number, times: number): void => {
    for (let index = 0; index < times; index += 1) {
      rig.send([status(deviceId, rig.clock.now() + aheadMs, 60 + (samples += 1))]);
      rig.clock.advance(minute);
    }
  };

  it('is told from when it was wrong until it is right', () => {
    work('hh-1', 0, 10);
    const wrong = rig.clock.now();
    work('hh-1', 10 * minute, 10);
    expect(gist('clock-skew')).toEqual([`hh-1 ${toIso(wrong)} …`]);
    const right = rig.clock.now();
    work('hh-1', 0, 10);
    expect(gist('clock-skew')).toEqual([`hh-1 ${toIso(wrong)} ${toIso(right)}`]);
  });

  it('does not make steps look out of order once it is known', () => {
    rig.post({
      orderNumber: 'WM-1',
      items: [{ name: 'a thing', quantity: 1 }],
      parcels: [{ parcelId: 'P1' }],
    });
    rig.clock.advance(minute);
    rig.send([scan('picker', rig.clock.now(), 'P1')]);
    rig.clock.advance(9 * minute);
    rig.send([scan('packer', rig.clock.now() - 20 * minute, 'P1', 'packing')]);
    rig.clock.advance(minute);
    expect(gist('out-of-sequence')).toHaveLength(1);
    work('packer', -20 * minute, 10);
    expect([gist('out-of-sequence').length, gist('clock-skew').length]).toEqual([0, 1]);
  });

  it('puts nothing out of order that was handed over from before anybody heard it', () => {
    rig.post({
      orderNumber: 'WM-1',
      items: [{ name: 'a thing', quantity: 1 }],
      parcels: [{ parcelId: 'P1' }],
    });
    rig.send([scan('picker', rig.clock.now() - 180 * minute, 'P1')]);
    rig.send([scan('packer', rig.clock.now() - 170 * minute, 'P1', 'packing')]);
    work('packer', 20 * minute, 10);
    expect([gist('out-of-sequence'), gist('clock-skew').length]).toEqual([[], 1]);
  });

  it('makes no silence when it is put right and the time it says leaps', () => {
    work('hh-1', -20 * minute, 60);
    work('hh-1', 0, 30);
    look();
    const ended = gist('device-silent').filter((text) => !text.endsWith('…'));
    expect([ended, gist('clock-skew').length]).toEqual([[], 1]);
  });

  it('is never taken from messages that were held up, each by another time', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(delays, (late) => {
        const samples = late.map((each, index) => ({
          receivedAt: index * 60_000,
          aheadMs: -each * 4 * 60_000,
        }));
        for (const { detail, start } of clockSkew.evaluate({ samples })) {
          // Only where eight in a row but two were held up by the same time within a minute and a half.
          const at = samples.findIndex(({ receivedAt }) => receivedAt === start);
          const like = samples
            .slice(at, at + 8)
            .filter(({ aheadMs }) => Math.abs(aheadMs - detail.offsetMs) <= 90_000);
          expect(like.length).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});

describe('facts that come late', () => {
  const handOver = (from: number, count: number): Observation[] =>
    Array.from({ length: count }, (_, index) => scan('hh-1', from + index * 5 * minute, `P${index}`));

  it('are a habit when they come so twice a day, and end when they come in time for a day', () => {
    const first = now;
    rig.clock.setNow(first + hour);
    rig.sendAll(handOver(first, 5).map((each) => [each]));
    look();
    expect(gist('late-sync')).toEqual([]);
    const last = first + 4 * hour;
    rig.clock.setNow(last);
    rig.sendAll(handOver(last - hour, 5).map((each) => [each]));
    look();
    expect(gist('late-sync')).toEqual([`hh-1 ${toIso(first)} …`]);
    rig.clock.setNow(last + 25 * hour);
    look();
    expect(gist('late-sync')).toEqual([`hh-1 ${toIso(first)} ${toIso(last + 24 * hour)}`]);
  });

  it('say the same in every order', () => {
    const facts = fc.array(
      fc.record({ time: fc.integer({ min: 0, max: 2000 }), late: fc.integer({ min: 3, max: 400 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(facts, fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }), (list, order) => {
        const told = list.map(({ time, late }) => ({
          time: time * minute,
          recordTime: (time + late) * minute,
        }));
        const at = { now: 4000 * minute };
        expect(lateSync.evaluate({ facts: shuffled(told, order), ...at })).toEqual(
          lateSync.evaluate({ facts: told, ...at }),
        );
      }),
    );
  });
});

describe('thermometers in one room', () => {
  const ids = ['t1', 't2', 't3'];
  const room = (): void => {
    for (const deviceId of ids)
      rig.store.devices.configure({ deviceId, siteId: 'W', channels: { '': { name: 'cold room' } } });
    // They are known as thermometers from their first reading on.
    rig.send(ids.map((deviceId) => rig.reading(deviceId, now - 30 * hour, 5)));
    rig.clock.advance(11 * minute);
  };
  /** Four hours in which the second one is too warm for two. */
  const facts = (): Observation[] =>
    ids.flatMap((deviceId) =>
      Array.from({ length: 48 }, (_, index) => {
        const off = deviceId === 't2' && index >= 12 && index < 36 ? 2 : 0;
        return rig.reading(deviceId, base() + index * 5 * minute, 5 + off + (index % 3) / 10);
      }),
    );
  const base = (): number => Math.floor((now - 5 * hour) / (15 * minute)) * 15 * minute;

  it('that disagree: the one apart from the others is told, whatever came first', () => {
    const found = new Set<string>();
    for (const order of [[1], [3, 1, 2], [8, 5, 7, 1]]) {
      close();
      open();
      room();
      for (const fact of shuffled(facts(), order)) rig.send([fact]);
      look();
      found.add(gist('sensor-disagreement').join('\n'));
    }
    expect([...found]).toEqual([`t2 ${toIso(base() + hour)} ${toIso(base() + 3 * hour)}`]);
  });

  it('that disagreed stay told of when that is long over', () => {
    room();
    rig.sendAll(facts().map((each) => [each]));
    look();
    // Compared from two hours before on: that is where it ended.
    rig.send(ids.map((deviceId) => rig.reading(deviceId, base() + 5 * hour + 5 * minute, 5)));
    look();
    expect(gist('sensor-disagreement')).toEqual([`t2 ${toIso(base() + hour)} ${toIso(base() + 3 * hour)}`]);
  });

  it('are compared by what their calibrations make of them', () => {
    room();
    rig.store.calibrations.put({
      calibrationId: 'c1',
      deviceId: 't2',
      channel: '',
      quantity: 'Temperature',
      offset: -2,
      validFrom: base() + hour,
    });
    rig.sendAll(facts().map((each) => [each]));
    look();
    // From then on it is put right by as much as it was off, and too cold when it is not off any more.
    expect(gist('sensor-disagreement')).toEqual([`t2 ${toIso(base() + 3 * hour)} …`]);
  });
});

describe('a vehicle at a site', () => {
  const sites = { W: [45, 5], H: [46, 5], X: [45.5, 5] } as const;
  const setUp = (): void => {
    for (const [siteId, [lat, lon]] of Object.entries(sites))
      rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
    rig.store.places.putVehicle({ vehicleId: 'TRK-1' });
    rig.tracking.world.refresh();
    rig.post({
      orderNumber: 'WM-1',
      items: [{ name: 'a thing', quantity: 1 }],
      parcels: [{ parcelId: 'P1' }],
      plan: [
        { siteId: 'W', bizStep: 'departing', plannedTime: toIso(now - 5 * hour) },
        { siteId: 'H', bizStep: 'receiving' },
      ],
    });
  };
  const fix = (minutes: number, lat: number): Observation => ({
    kind: 'position',
    deviceId: 'TRK-1',
    time: now - 6 * hour + minutes * minute,
    lat,
    lon: 5,
  });
  const trip = (): Observation[] => [
    { ...scan('dock', now - 6 * hour, 'P1', 'loading'), vehicleId: 'TRK-1', parent: 'TRK-1' } as Observation,
    ...[1, 20, 59].map((minutes) => fix(minutes, 45)),
    ...[62, 80, 95].map((minutes, index) => fix(minutes, 45.1 + index / 10)),
    ...[110, 120, 130, 140].map((minutes) => fix(minutes, 45.5)),
    ...[160, 180].map((minutes) => fix(minutes, 45.8)),
    ...[200, 220].map((minutes) => fix(minutes, 46)),
  ];

  it('where nothing aboard is to go is told, whatever came first', () => {
    const found = new Set<string>();
    for (const order of [[1], [5, 2], [3, 9, 1]]) {
      close();
      open();
      setUp();
      for (const fact of shuffled(trip(), order)) rig.send([fact]);
      look();
      found.add(gist('geofence').join('\n'));
    }
    const at = (minutes: number): string => toIso(now - 6 * hour + minutes * minute);
    expect([...found]).toEqual([`TRK-1 ${at(110)} ${at(160)}`]);
  });
});

describe('an address whose parts disagree', () => {
  const order = (postalCode: string): object => ({
    orderNumber: 'WM-1',
    items: [{ name: 'a thing', quantity: 1 }],
    parcels: [{ parcelId: 'P1' }],
    shipTo: { country: 'FR', postalCode, region: 'Hauts-de-France', lat: 50.63, lon: 3.07 },
  });

  it('is told with what disagrees, and ends when it was put right', () => {
    const posted = rig.clock.now();
    rig.post(order('63000'));
    expect(rig.list('address-mismatch').map(({ message, startTime }) => [message, startTime])).toEqual([
      [
        'The address of order WM-1 cannot be right: 63000 is in Auvergne-Rhône-Alpes, not in Hauts-de-France; 50.63, 3.07 is not in Auvergne-Rhône-Alpes, where 63000 is.',
        toIso(posted),
      ],
    ]);
    rig.clock.advance(hour);
    rig.post(order('59000'));
    expect(gist('address-mismatch')).toEqual([`WM-1 ${toIso(posted)} ${toIso(posted + hour)}`]);
  });
});
