import { describe, expect, it } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { createAlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { slowTimers } from '../../support/judged-engine.ts';
import { dice } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const base = Date.UTC(2026, 10, 23, 6);
const end = base + 20 * hourMs;
const at = (hours: number): string => toIso(base + hours * hourMs);
/** A run of days has many quarters of a second. */
const slowMs = minuteMs;
type Fact = Observation & { readonly time: number };

const order = {
  orderNumber: 'O-1',
  shipTo: { lat: 46.2, lon: 5 },
  promised: { until: at(11) },
  items: [{ name: 'a thing', quantity: 1 }],
  parcels: [{ parcelId: 'P' }],
  plan: [
    { siteId: 'W', bizStep: 'packing' },
    { siteId: 'W', bizStep: 'departing', plannedTime: at(3), vehicleId: 'TRK-1' },
    { siteId: 'H', bizStep: 'receiving' },
  ],
};

let seq = 0;
function scan(hours: number, bizStep: string, siteId: string, more: object = {}): Fact {
  const time = base + hours * hourMs;
  seq += 1;
  return {
    kind: 'scan',
    deviceId: `${siteId}-${bizStep}`,
    siteId,
    time,
    codes: ['P'],
    bizStep,
    boot: 'b',
    seq,
    ...more,
  };
}

/** The truck: an hour late away, round by the east, a stop of two hours, a call at X, and on to the hub. */
function whereabouts(hours: number): readonly [lat: number, lon: number] {
  const legs: readonly (readonly [hours: number, lat: number, lon: number])[] = [
    [4, 45, 5],
    [5, 45.5, 5.4],
    [7, 45.5, 5.4],
    [8, 45.8, 5.4],
    [9, 45.8, 5.4],
    [10, 46, 5],
  ];
  const next = legs.findIndex(([time]) => time > hours);
  const [from, to] = [legs[next - 1] ?? legs.at(-1)!, legs[next] ?? legs.at(-1)!];
  const share = to[0] === from[0] ? 0 : (hours - from[0]) / (to[0] - from[0]);
  return [from[1] + share * (to[1] - from[1]), from[2] + share * (to[2] - from[2])];
}

function fixes(): Fact[] {
  return Array.from({ length: 73 }, (_, index): Fact => {
    const hours = 4 + index / 12;
    const [lat, lon] = whereabouts(hours);
    return {
      kind: 'position',
      deviceId: 'TRK-1',
      time: base + hours * hourMs,
      lat,
      lon,
      boot: 'b',
      seq: index,
    };
  });
}

const aboard = { vehicleId: 'TRK-1', parent: 'TRK-1' };
const facts = (): Fact[] =>
  [
    scan(1, 'picking', 'W'),
    scan(2, 'packing', 'W'),
    scan(2.8, 'loading', 'W', aboard),
    scan(4, 'departing', 'W', aboard),
    ...fixes(),
    scan(10.2, 'receiving', 'H'),
    scan(10.5, 'loading', 'H', { vehicleId: 'TRK-2', parent: 'TRK-2' }),
    scan(13, 'other', 'H', { outcome: 'delivered', lat: 46.2, lon: 5 }),
  ].toSorted((a, b) => a.time - b.time);

type Delivery = readonly { readonly fact: Fact; readonly at: number }[];
const afterwards = (list: readonly Fact[]): Delivery => list.map((fact) => ({ fact, at: end }));

/** What is flagged in the end, without what is only ever thought likely at a time. */
function flagsAfter(delivery: Delivery, posted: object = order): string[] {
  const folder = temporaryFolder();
  const rig = createAlertRig(folder.path, slowTimers(createFakeClock(base), slowMs));
  try {
    for (const [siteId, lat, lon] of [
      ['W', 45, 5],
      ['H', 46, 5],
      ['X', 45.8, 5.4],
    ] as const)
      rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
    for (const vehicleId of ['TRK-1', 'TRK-2']) rig.store.places.putVehicle({ vehicleId });
    rig.tracking.world.refresh();
    rig.post(posted);
    for (const { fact, at: time } of delivery) {
      if (time > rig.clock.now()) rig.clock.advance(time - rig.clock.now());
      rig.send([fact]);
    }
    rig.clock.advance(Math.max(0, end - rig.clock.now()) + 20 * minuteMs);
    return rig
      .list()
      .filter(({ kind }) => kind !== 'late-predicted' && kind !== 'device-silent')
      .map(({ kind, subject, startTime, endTime }) => `${kind} ${subject.id} ${startTime} ${endTime ?? '…'}`)
      .sort();
  } finally {
    rig.stop();
    folder.remove();
  }
}

describe('delays', () => {
  const told = flagsAfter(afterwards(facts()));

  it('are told from when until when they were', () => {
    expect(told.map((flag) => flag.split(' ').slice(0, 2).join(' '))).toEqual([
      'departure-missed O-1',
      'geofence TRK-1',
      'late O-1',
      'route-deviation TRK-1',
      'vehicle-stopped TRK-1',
    ]);
    expect(told).toContain(`departure-missed O-1 ${at(3)} ${at(4)}`);
    expect(told).toContain(`late O-1 ${at(11)} ${at(13)}`);
  });

  it('are the same whatever order facts come in, on time, late or twice', () => {
    const roll = dice(5);
    const shuffled = (list: readonly Fact[]): Fact[] => list.toSorted(() => roll() - 0.5);
    const onTime: Delivery = facts().map((fact) => ({ fact, at: fact.time }));
    const isLate = new Set(facts().flatMap(({ time }) => (roll() < 0.4 ? [time] : [])));
    const ways: Record<string, Delivery> = {
      'on time': onTime,
      backwards: afterwards(facts().toReversed()),
      'in no order, twice': afterwards(shuffled([...facts(), ...facts()])),
      'some of it late': [
        ...onTime.filter(({ fact }) => !isLate.has(fact.time)),
        ...afterwards(shuffled(facts().filter(({ time }) => isLate.has(time)))),
      ],
    };
    for (const [way, delivery] of Object.entries(ways))
      expect({ way, flags: flagsAfter(delivery) }).toEqual({ way, flags: told });
  }, 120_000);

  it('of a vehicle are not read off goods that are on it by mistake', () => {
    const plan = order.plan.map((step) => ('vehicleId' in step ? { ...step, vehicleId: 'TRK-2' } : step));
    const kinds = flagsAfter(afterwards(facts()), { ...order, plan }).map((flag) => flag.split(' ')[0]);
    expect(kinds).toContain('wrong-vehicle');
    expect(kinds).not.toContain('geofence');
    expect(kinds).not.toContain('route-deviation');
  });

  it('leave as much time for news as there is from the last news until the promise', () => {
    const folder = temporaryFolder();
    const rig = createAlertRig(folder.path, slowTimers(createFakeClock(base), slowMs));
    try {
      const parcels = [{ parcelId: 'P' }, { parcelId: 'Q' }];
      rig.post({ ...order, plan: undefined, parcels, promised: { until: at(70) } });
      const door = { outcome: 'delivered', lat: 46.2, lon: 5 };
      const news = [
        scan(1, 'storing', 'H', { codes: ['P', 'Q'] }),
        scan(30, 'other', 'H', { ...door, codes: ['Q'] }),
        scan(60, 'storing', 'W', { codes: ['R'] }),
      ];
      for (const fact of news) {
        rig.clock.advance(fact.time - rig.clock.now());
        rig.send([fact]);
        rig.clock.advance(minuteMs);
        rig.tracking.refreshSome();
      }
      rig.clock.advance(hourMs);
      // Of the 40 hours that were left when the other parcel was delivered 70 %.
      expect(rig.list('stalled').map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
        [at(58), undefined],
      ]);
    } finally {
      rig.stop();
      folder.remove();
    }
  });

  it('are told soon where what is usual was learned from what was handed over at the start', () => {
    const folder = temporaryFolder();
    const rig = createAlertRig(folder.path, slowTimers(createFakeClock(base + 30 * hourMs)));
    try {
      rig.store.places.putSite({ siteId: 'H', name: 'H', kind: 'warehouse', lat: 46, lon: 5, radiusM: 300 });
      const door = { outcome: 'delivered', lat: 46.2, lon: 5 };
      for (let index = 0; index < 25; index += 1) {
        const codes = [`P-${index}`];
        const posted = { ...order, orderNumber: `O-${index}`, plan: undefined, promised: undefined };
        rig.post({ ...posted, parcels: [{ parcelId: codes[0] }] });
        if (index === 24) break;
        rig.send([scan(index, 'receiving', 'H', { codes })]);
        rig.send([scan(index + 1, 'departing', 'H', { codes })]);
        rig.send([scan(index + 2, 'other', 'H', { ...door, codes })]);
      }
      for (const hours of [31, 36]) {
        const fact = scan(hours, 'receiving', 'H', { codes: [hours === 31 ? 'P-24' : 'R'] });
        rig.clock.advance(fact.time - rig.clock.now());
        rig.send([fact]);
        rig.tracking.refreshSome();
      }
      rig.clock.advance(minuteMs);
      rig.tracking.refreshSome();
      expect(rig.list('dwell-exceeded').map(({ subject }) => subject.id)).toEqual(['P-24']);
    } finally {
      rig.stop();
      folder.remove();
    }
  });
});
