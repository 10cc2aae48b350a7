import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AlertKind } from '#shared/domain/alert.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { createAlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { slowTimers } from '../../support/judged-engine.ts';
import { dice } from '../../support/random-history.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const base = Date.UTC(2026, 10, 23, 6);
const at = (hours: number): string => toIso(base + hours * hourMs);
/** A run of days has many quarters of a second. */
const slowMs = 20 * minuteMs;
type Fact = Observation & { readonly time: number };
type Delivery = readonly { readonly fact: Fact; readonly at: number }[];

function scanOf(code: string, hours: number, bizStep: string, siteId: string, seq: number): Fact {
  const time = base + Math.round(hours * hourMs);
  return {
    kind: 'scan',
    deviceId: `${siteId}-${bizStep}`,
    siteId,
    time,
    codes: [code],
    bizStep,
    boot: 'b',
    seq,
  };
}

/**
 * Orders of three days through one hub, where nobody works at night: most lie there for an hour or two, some for far
 * longer, some are not heard of again for days or at all. Then a little is scanned for two more days.
 */
function hub(roll: () => number): Story {
  const facts: Fact[] = [];
  const orders: object[] = [];
  for (let index = 0; index < 48; index += 1) {
    const code = `P-${index}`;
    const came = 24 * Math.floor(index / 16) + 0.5 + 4 * roll();
    const isSlow = roll() < 0.15;
    const isLong = roll() < 0.15;
    const left = came + 1 + roll() + (isSlow ? 3 + 24 * roll() : 0);
    const delivered = left + 2 + 2 * roll() + (isLong ? 5 + 40 * roll() : 0);
    const end = Math.floor(roll() * 8);
    facts.push(scanOf(code, came, 'receiving', 'H', facts.length));
    if (end !== 1) facts.push(scanOf(code, left, 'departing', 'H', facts.length));
    const door = { outcome: 'delivered', lat: 46.2, lon: 5 };
    if (end > 1) facts.push({ ...scanOf(code, delivered, 'other', 'H', facts.length), ...door });
    orders.push({ ...posted(code), promised: { until: at(came + 12) } });
  }
  for (let hours = 74; hours < 120; hours += 5)
    facts.push(scanOf('P-T', hours, 'storing', 'W', facts.length));
  orders.push({ ...posted('P-T'), promised: undefined });
  return { facts: facts.toSorted((a, b) => a.time - b.time), end: base + 120 * hourMs, orders };
}

const posted = (parcelId: string) => ({
  orderNumber: `O-${parcelId}`,
  shipTo: { lat: 46.2, lon: 5 },
  items: [{ name: 'a thing', quantity: 1 }],
  parcels: [{ parcelId }],
});

/** Two orders for one lorry from W to H: it stands about, strays, is late away; a parcel is left behind or not heard of again. */
function lorry(roll: () => number): Story {
  const facts: Fact[] = [];
  const scan = (code: string, hours: number, bizStep: string, siteId: string, more: object = {}): void => {
    facts.push({ ...scanOf(code, hours, bizStep, siteId, facts.length), ...more });
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
  const orders = ['P-1', 'P-2'].map((code) => ({ ...posted(code), promised: { until: at(20) }, plan }));
  return { facts: facts.toSorted((a, b) => a.time - b.time), end: base + 40 * hourMs, orders };
}

const plan = [
  { siteId: 'W', bizStep: 'packing' },
  { siteId: 'W', bizStep: 'departing', plannedTime: at(3), vehicleId: 'TRK-1' },
  { siteId: 'H', bizStep: 'receiving' },
];

/** What follows from the facts alone. */
const told: ReadonlySet<AlertKind> = new Set([
  'departure-missed',
  'vehicle-stopped',
  'route-deviation',
  'geofence',
  'late',
  'missing-scan',
  'stalled',
  'dwell-exceeded',
  'late-predicted',
]);

const afterwards = (facts: readonly Fact[], end: number): Delivery =>
  facts.map((fact) => ({ fact, at: end }));

/** What happens, until when, and what was posted of it. */
interface Story {
  readonly facts: readonly Fact[];
  readonly end: number;
  readonly orders: readonly object[];
}

function flagsAfter(delivery: Delivery, { orders, end }: Story): string[] {
  const folder = temporaryFolder();
  const rig = createAlertRig(folder.path, slowTimers(createFakeClock(base), slowMs));
  const stop = rig.clock.every(30 * minuteMs, () => rig.tracking.refreshSome());
  try {
    for (const [siteId, lat, lon] of [
      ['W', 45, 5],
      ['H', 46, 5],
    ] as const)
      rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
    rig.store.places.putVehicle({ vehicleId: 'TRK-1' });
    rig.tracking.world.refresh();
    for (const order of orders) rig.post(order);
    for (const { fact, at: time } of delivery) {
      if (time > rig.clock.now()) rig.clock.advance(time - rig.clock.now());
      rig.send([fact]);
    }
    // Where things are heard hours later it is waited so long before anything is said of the newest.
    rig.clock.advance(Math.max(0, end - rig.clock.now()) + 38 * hourMs);
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
function waysOf({ facts, end }: Story, roll: () => number): Record<string, Delivery> {
  const shuffled = (list: readonly Fact[]): Fact[] =>
    list
      .map((fact) => ({ fact, place: roll() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
  const onTime = (list: readonly Fact[]): Delivery => list.map((fact) => ({ fact, at: fact.time }));
  const isLate = new Set(facts.filter(() => roll() < 0.4));
  return {
    'on time': onTime(facts),
    'in no order': afterwards(shuffled(facts), end),
    'some of it late': [
      ...onTime(facts.filter((fact) => !isLate.has(fact))),
      ...afterwards(shuffled([...isLate]), end),
    ],
  };
}

/** Kinds that were flagged, after all ways gave the same flags. */
function kindsOf(storyOf: (roll: () => number) => Story, numRuns: number): string[] {
  const kinds = new Set<string>();
  const seeds = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(seeds, (seed) => {
      const roll = dice(seed);
      const story = storyOf(roll);
      const flags = flagsAfter(afterwards(story.facts, story.end), story);
      for (const flag of flags) kinds.add(flag.split(' ')[0]!);
      for (const [way, delivery] of Object.entries(waysOf(story, roll)))
        expect({ way, flags: flagsAfter(delivery, story) }).toEqual({ way, flags });
    }),
    { numRuns, seed: 8, examples: [[1]] },
  );
  return [...kinds];
}

describe('delays of random journeys', () => {
  it('are the same for every order of arrival', () => {
    expect(kindsOf(lorry, 4)).toEqual(
      expect.arrayContaining(['departure-missed', 'vehicle-stopped', 'route-deviation', 'late']),
    );
  }, 120_000);

  it('are the same where what is usual is learned and nobody works at night', () => {
    expect(kindsOf(hub, 2)).toEqual(expect.arrayContaining(['stalled', 'dwell-exceeded', 'late']));
  }, 120_000);
});
