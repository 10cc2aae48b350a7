import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../support/alert-rig.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { temporaryFolder } from '../support/test-store.ts';
import { atMost, type Figure } from './figures.ts';

const vehicles = 1000;
const start = Date.UTC(2026, 10, 2, 6);
const section = 'estimates';

/**
 * How long it takes until every open order is estimated anew after each vehicle has said where it is: ten orders
 * aboard each. In turns, as the engine does it; the longest turn is what everything else waits for.
 */
export function measureEta(orders: number, say: (line: string) => void): Figure[] {
  const folder = temporaryFolder('waymark-bench-eta-');
  const clock = createFakeClock(start);
  const rig = createAlertRig(folder.path, clock);
  try {
    say(`building ${orders} open orders aboard ${vehicles} vehicles`);
    clock.setNow(start + hourMs);
    build(rig, orders);
    clock.setNow(start + 2 * hourMs);
    rig.tracking.takeChanged();
    const stored = timed(() =>
      rig.sendAll(Array.from({ length: vehicles }, (_, vehicle) => [fix(vehicle, start + 110 * minuteMs)])),
    );
    const turns = turnsOf(rig);
    const all = turns.reduce((sum, each) => sum + each, 0);
    const moved = rig.tracking.takeChanged().length;
    return [
      { section, name: `${vehicles} fixes taken in`, value: stored, unit: 'ms' },
      {
        section,
        name: `${orders} open orders anew`,
        value: stored + all,
        unit: 'ms',
        target: atMost(1000),
        note: `taking in included; ${moved} arrivals moved`,
      },
      { section, name: 'a turn, the longest', value: Math.max(...turns), unit: 'ms', target: atMost(50) },
      { section, name: 'each believed as a whole', value: believedWhole(rig), unit: 'ms', note: 'beside it' },
    ];
  } finally {
    rig.stop();
    folder.remove();
  }
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function turnsOf({ tracking }: AlertRig): number[] {
  const turns: number[] = [];
  while (tracking.hasMoved) turns.push(timed(() => tracking.followSome()));
  return turns;
}

/** What it would take without remembering what an estimate rests on. */
function believedWhole({ store, tracking }: AlertRig): number {
  const keys = store.orders.openKeys();
  return timed(() =>
    store.transaction(() => {
      for (const key of keys) tracking.update(key);
    }),
  );
}

/** Orders of one site that were loaded half an hour apart and drive to the other. */
function build(rig: AlertRig, orders: number): void {
  const { store } = rig;
  store.transaction(() => {
    for (const [siteId, lon] of [
      ['LYON', 4.8],
      ['NANTES', -1.5],
    ] as const)
      store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat: 46, lon });
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1)
      store.places.putVehicle({ vehicleId: `V-${vehicle}` });
  });
  rig.tracking.world.refresh();
  store.transaction(() => {
    for (let number = 0; number < orders; number += 1) keep(rig, number);
  });
  const scans = Array.from({ length: orders }, (_, number) => scansOf(number));
  for (let from = 0; from < orders; from += 500) rig.sendAll(scans.slice(from, from + 500));
}

/** Its scans have it believed. */
function keep({ store }: AlertRig, number: number): void {
  const checked = checkOrder(orderOf(number));
  if (!checked.ok) throw new Error(checked.message);
  keepOrder(store, checked.order, start);
}

function orderOf(number: number): object {
  const at = (hours: number): string => new Date(start + hours * hourMs).toISOString();
  return {
    orderNumber: `WM-${number}`,
    placedTime: at(-4),
    customer: {},
    shipTo: { city: 'Nantes', region: 'Pays de la Loire', country: 'FR', lat: 47.2, lon: -1.5 },
    promised: { until: at(30) },
    items: [],
    parcels: [{ parcelId: `P-${number}` }],
    plan: [
      { siteId: 'LYON', bizStep: 'packing', plannedTime: at(0) },
      { siteId: 'LYON', bizStep: 'loading', plannedTime: at(1) },
      { siteId: 'NANTES', bizStep: 'unloading', plannedTime: at(12) },
    ],
  };
}

function scansOf(number: number): Observation[] {
  const scan = (bizStep: string, minute: number, more: object): Observation => ({
    kind: 'scan',
    deviceId: 'DOCK-1',
    time: start + minute * minuteMs,
    codes: [`P-${number}`],
    bizStep,
    siteId: 'LYON',
    ...more,
  });
  const vehicle = `V-${number % vehicles}`;
  return [scan('packing', 10, {}), scan('loading', 40, { parent: vehicle, vehicleId: vehicle })];
}

function fix(vehicle: number, time: number): Observation {
  return {
    kind: 'position',
    deviceId: `V-${vehicle}`,
    time,
    lat: 46,
    lon: 3 + vehicle / 1e4,
    speedMps: 20,
  };
}
