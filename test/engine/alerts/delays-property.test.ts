import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AlertKind } from '#shared/domain/alert.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { createAlertRig } from '../../support/alert-rig.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { dice } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const base = Date.UTC(2026, 10, 23, 6);
const end = base + 40 * hourMs;
const at = (hours: number): string => toIso(base + hours * hourMs);
type Fact = Observation & { readonly time: number };
type Delivery = readonly { readonly fact: Fact; readonly at: number }[];

/** Two orders for one lorry from W to H: it stands about, strays, is late away; a parcel is left behind or not heard of again. */
function story(roll: () => number): Fact[] {
  const facts: Fact[] = [];
  const scan = (code: string, hours: number, bizStep: string, siteId: string, more: object = {}): void => {
    const time = base + Math.round(hours * hourMs);
    facts.push({
      kind: 'scan',
      deviceId: `${siteId}-${bizStep}`,
      siteId,
      time,
      codes: [code],
      bizStep,
      boot: 'b',
      seq: facts.length,
      ...more,
    });
  };
  const away = 3 + 2 * roll();
  const aboard = { vehicleId: 'TRK-1', parent: 'TRK-1' };
  for (const code of ['P-1', 'P-2']) {
    const stops = Math.floor(roll() * 7);
    const steps: (() => void)[] = [
      () => scan(code, 1 + roll() / 2, 'picking', 'W'),
      () => scan(code, 2 + roll() / 2, 'packing', 'W'),
      () => scan(code, away - 0.3, 'loading', 'W', aboard),
      () => scan(code, away, 'departing', 'W', aboard),
      () => scan(code, away + 7 + roll(), 'receiving', 'H'),
      () => scan(code, away + 9 + 20 * roll(), 'other', 'H', { outcome: 'delivered', lat: 46.2, lon: 5 }),
    ];
    for (const step of steps.slice(0, stops + 1)) if (roll() < 0.9) step();
  }
  let [lat, lon] = [45, 5];
  const [stopAt, stopFor, aside] = [away + 1 + roll(), 3 * roll(), roll() < 0.7 ? 0.4 + 0.4 * roll() : 0];
  for (let hours = away; hours < away + 7; hours += 1 / 6) {
    const isStanding = hours > stopAt && hours < stopAt + stopFor;
    if (!isStanding) lat = Math.min(46, lat + 1 / 30);
    lon = 5 + (lat > 45.2 && lat < 45.8 ? aside : 0);
    const time = base + Math.round(hours * hourMs);
    facts.push({ kind: 'position', deviceId: 'TRK-1', time, lat, lon, boot: 'b', seq: facts.length });
  }
  return facts.toSorted((a, b) => a.time - b.time);
}

const plan = [
  { siteId: 'W', bizStep: 'packing' },
  { siteId: 'W', bizStep: 'departing', plannedTime: at(3), vehicleId: 'TRK-1' },
  { siteId: 'H', bizStep: 'receiving' },
];

/** Timers fall due no more often than every five minutes: a run of two days has many quarters of a second. */
function slowTimers(clock: FakeClock): FakeClock {
  return { ...clock, every: (periodMs, run) => clock.every(Math.max(5 * minuteMs, periodMs), run) };
}

/** What follows from the facts alone; what is only ever judged by the time it is, silence and likelihood, does not. */
const told: ReadonlySet<AlertKind> = new Set([
  'departure-missed',
  'vehicle-stopped',
  'route-deviation',
  'geofence',
  'late',
  'missing-scan',
]);

const afterwards = (facts: readonly Fact[]): Delivery => facts.map((fact) => ({ fact, at: end }));

function flagsAfter(delivery: Delivery): string[] {
  const folder = temporaryFolder();
  const rig = createAlertRig(folder.path, slowTimers(createFakeClock(base)));
  const stop = rig.clock.every(30 * minuteMs, () => rig.tracking.refreshSome());
  try {
    for (const [siteId, lat, lon] of [
      ['W', 45, 5],
      ['H', 46, 5],
    ] as const)
      rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
    rig.store.places.putVehicle({ vehicleId: 'TRK-1' });
    rig.tracking.world.refresh();
    for (const parcelId of ['P-1', 'P-2'])
      rig.post({
        orderNumber: `O-${parcelId}`,
        shipTo: { lat: 46.2, lon: 5 },
        promised: { until: at(20) },
        items: [{ name: 'a thing', quantity: 1 }],
        parcels: [{ parcelId }],
        plan,
      });
    for (const { fact, at: time } of delivery) {
      if (time > rig.clock.now()) rig.clock.advance(time - rig.clock.now());
      rig.send([fact]);
    }
    rig.clock.advance(Math.max(0, end - rig.clock.now()) + 30 * minuteMs);
    return rig
      .list()
      .filter(({ kind }) => told.has(kind))
      .map(({ kind, subject, startTime, endTime }) => `${kind} ${subject.id} ${startTime} ${endTime ?? '…'}`)
      .sort();
  } finally {
    stop();
    rig.stop();
    folder.remove();
  }
}

/** Ways for the same facts to come in. */
function waysOf(facts: readonly Fact[], roll: () => number): Record<string, Delivery> {
  const shuffled = (list: readonly Fact[]): Fact[] =>
    list
      .map((fact) => ({ fact, place: roll() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
  const onTime = (list: readonly Fact[]): Delivery => list.map((fact) => ({ fact, at: fact.time }));
  const isLate = new Set(facts.filter(() => roll() < 0.4));
  return {
    'on time': onTime(facts),
    'in no order': afterwards(shuffled(facts)),
    'some of it late': [
      ...onTime(facts.filter((fact) => !isLate.has(fact))),
      ...afterwards(shuffled([...isLate])),
    ],
  };
}

describe('delays of random journeys', () => {
  it('are the same for every order of arrival', () => {
    const kinds = new Set<string>();
    const seeds = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(seeds, (seed) => {
        const roll = dice(seed);
        const facts = story(roll);
        const flags = flagsAfter(afterwards(facts));
        for (const flag of flags) kinds.add(flag.split(' ')[0]!);
        for (const [way, delivery] of Object.entries(waysOf(facts, roll)))
          expect({ way, flags: flagsAfter(delivery) }).toEqual({ way, flags });
      }),
      { numRuns: 4, seed: 8 },
    );
    expect([...kinds]).toEqual(
      expect.arrayContaining(['departure-missed', 'vehicle-stopped', 'route-deviation', 'late']),
    );
  }, 120_000);
});
