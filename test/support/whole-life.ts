import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rollupSteps } from '#engine/store/rollups.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from './alert-rig.ts';
import { createFakeClock } from './fake-clock.ts';
import { randomStory, storyVehicles } from './random-story.ts';

const begin = Date.UTC(2026, 10, 23, 8);
const minutes = 42;
const sensors = ['T1', 'T2'];
const places = { A: [45, 5], B: [45.5, 5], C: [45, 5.5] } as const;
const things = ['P', 'Q', 'J', 'PAL1', 'PAL2', 'PAL3', ...storyVehicles];
/** What is asked once it is all over: everything is told, and what is awaited has had its time. */
const settledMs = 11 * minuteMs;

export type Fact = Observation & { readonly time: number };

/** Scans, positions and readings of one short while, by event time. Two orders are posted before. */
export function randomLife(random: () => number): Fact[] {
  return [...scansOf(random), ...fixesOf(random), ...readingsOf(random)].toSorted((a, b) => a.time - b.time);
}

function scansOf(random: () => number): Fact[] {
  return randomStory(random).map((scan, index) => ({
    kind: 'scan',
    deviceId: `H${index % 3}`,
    time: begin + scan.at * minuteMs,
    codes: random() < 0.1 ? [...scan.codes, 'STRANGER'] : scan.codes,
    ...(scan.site === undefined ? {} : { siteId: scan.site }),
    ...(scan.step === undefined ? {} : { bizStep: scan.step }),
    ...(scan.outcome === undefined ? {} : { outcome: scan.outcome }),
    ...(scan.parent === undefined ? {} : { parent: scan.parent }),
    ...(scan.vehicle === undefined ? {} : { vehicleId: scan.vehicle }),
    boot: 'a',
    seq: index,
  }));
}

function fixesOf(random: () => number): Fact[] {
  return storyVehicles.flatMap((deviceId, vehicle) =>
    Array.from({ length: 20 }, (_, index): Fact => {
      // Some fixes are nowhere near the others.
      const lat = random() < 0.08 ? -40 : 45 + vehicle / 10 + index / 500;
      return {
        kind: 'position',
        deviceId,
        time: begin + index * 2 * minuteMs + vehicle * 1_000,
        lat,
        lon: 5,
        speedMps: 10,
        boot: 'a',
        seq: index,
      };
    }),
  );
}

function readingsOf(random: () => number): Fact[] {
  return sensors.flatMap((deviceId, sensor) => {
    let celsius = 5;
    return Array.from({ length: minutes }, (_, index): Fact => {
      celsius = random() < 0.1 ? 5 : celsius + (random() - 0.45) * 2;
      // Now and then a broken wire says 85.
      const value = random() < 0.03 ? 85 : Math.round(celsius * 10) / 10;
      return {
        kind: 'reading',
        deviceId,
        time: begin + index * minuteMs + sensor * 500,
        values: [{ type: 'Temperature', value, uom: 'CEL' }],
        boot: 'a',
        seq: index,
      };
    });
  });
}

/** How facts reach the engine: messages, each with the instant it arrives at. */
export type Delivery = readonly { readonly facts: readonly Fact[]; readonly at: number }[];

const end = begin + hourMs;

/** Each fact in a message of its own, when it is all over. */
export function afterwards(facts: readonly Fact[]): Delivery {
  return facts.map((fact) => ({ facts: [fact], at: end }));
}

/** In messages of several facts, when it is all over. */
export function inBatches(facts: readonly Fact[], size: number): Delivery {
  const batches: { facts: Fact[]; at: number }[] = [];
  for (let from = 0; from < facts.length; from += size)
    batches.push({ facts: facts.slice(from, from + size), at: end });
  return batches;
}

/** What is believed once everything was delivered, without what depends on when it was: instants of receipt, keys. */
export function beliefAfter(delivery: Delivery): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-life-'));
  const rig = createAlertRig(folder, createFakeClock(begin - minuteMs));
  try {
    prepare(rig);
    for (const { facts, at } of delivery) {
      const wait = at - rig.clock.now();
      if (wait > 0) rig.clock.advance(wait);
      rig.send(facts);
    }
    rig.clock.advance(Math.max(0, end - rig.clock.now()) + settledMs);
    while (!rig.store.rollups.renew(rig.clock.now(), 1_000, () => performance.now()));
    return [...ordersOf(rig), ...containmentOf(rig), ...rollupsOf(rig), ...alertsOf(rig)];
  } finally {
    rig.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function shuffled(facts: readonly Fact[], random: () => number): Fact[] {
  return facts
    .map((fact) => ({ fact, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ fact }) => fact);
}

/** Ways for the same facts to come in. */
export const ways: Readonly<Record<string, (facts: readonly Fact[], random: () => number) => Delivery>> = {
  reversed: (facts) => afterwards(facts.toReversed()),
  shuffled: (facts, random) => afterwards(shuffled(facts, random)),
  'twice, in any order': (facts, random) => afterwards(shuffled([...facts, ...facts], random)),
  'in batches': (facts, random) => inBatches(shuffled(facts, random), 7),
  'a half on time, the other late': (facts, random) => {
    const isLate = new Set(facts.filter(() => random() < 0.5));
    const onTime = facts
      .filter((fact) => !isLate.has(fact))
      .map((fact) => ({ facts: [fact], at: fact.time }));
    return [...onTime, ...afterwards(shuffled([...isLate], random))];
  },
};

function prepare(rig: AlertRig): void {
  const { store, tracking, alerts } = rig;
  for (const [siteId, [lat, lon]] of Object.entries(places))
    store.places.putSite({ siteId, name: siteId, kind: 'depot', lat, lon });
  for (const vehicleId of storyVehicles) store.places.putVehicle({ vehicleId });
  tracking.world.refresh();
  for (const deviceId of sensors)
    store.devices.configure({ deviceId, channels: { '': { temperatureProfileId: 'cold-2-8' } } });
  alerts.configured();
  rig.post({
    orderNumber: 'J',
    customer: {},
    shipTo: {},
    items: [],
    parcels: [{ parcelId: 'P' }, { parcelId: 'Q' }],
  });
}

function ordersOf({ store, tracking }: AlertRig): string[] {
  const order = store.orders.get('J')!;
  const { state, stateTime, location, milestones, parcels } = tracking.view(order);
  const { kind, id, lat, lon, asOf } = location;
  return [
    `order ${state} ${stateTime} ${JSON.stringify([kind, id, lat, lon, asOf])}`,
    ...milestones.map((each) => `milestone ${each.milestone} ${each.status} ${each.eventTime ?? '-'}`),
    ...parcels.map(
      (each) => `parcel ${each.parcelId} ${each.state} ${each.stateTime} on ${each.on.join(' ')}`,
    ),
  ];
}

function containmentOf({ tracking }: AlertRig): string[] {
  return things.flatMap((thing) =>
    [10, 20, 30, 40].map(
      (minute) =>
        `on ${thing} ${minute}: ${tracking.containment.around(thing, begin + minute * minuteMs).join(' ')}`,
    ),
  );
}

function rollupsOf({ store }: AlertRig): string[] {
  return sensors.flatMap((deviceId) => {
    const device = store.devices.get(deviceId)!;
    return store.keys
      .seriesOfDevice(device.key)
      .flatMap(({ key }) =>
        rollupSteps.flatMap((step) =>
          store.rollups
            .spans(key, step, begin - hourMs, end)
            .map(
              ({ time, min, max, sum, count }) =>
                `rollup ${deviceId} ${step} ${toIso(time)} ${[min, max, sum, count].join(' ')}`,
            ),
        ),
      );
  });
}

function alertsOf(rig: AlertRig): string[] {
  return rig
    .list()
    .map(
      ({ kind, subject, startTime, endTime }) =>
        `alert ${kind} ${subject.type} ${subject.id} ${startTime} ${endTime ?? '…'}`,
    )
    .sort();
}
