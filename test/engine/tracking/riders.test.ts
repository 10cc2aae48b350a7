import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import type { OrderSummaryRow } from '#shared/contract/types.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const start = Date.UTC(2026, 10, 2, 6);
const iso = (hours: number): string => new Date(start + hours * hourMs).toISOString();
const opened: (() => void)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** Orders of Lyon for Nantes, loaded onto the vehicles named, an hour before now. */
function rigWith(vehicles: readonly string[], promisedHours = 40): AlertRig {
  const folder = temporaryFolder('waymark-riders-');
  const rig = createAlertRig(folder.path, createFakeClock(start + 2 * hourMs));
  opened.push(() => {
    rig.stop();
    folder.remove();
  });
  rig.store.transaction(() => {
    rig.store.places.putSite({ siteId: 'LYON', name: 'Lyon', kind: 'warehouse', lat: 45.75, lon: 4.85 });
    rig.store.places.putSite({ siteId: 'NANTES', name: 'Nantes', kind: 'depot', lat: 47.2, lon: -1.5 });
    for (const vehicleId of new Set(vehicles)) rig.store.places.putVehicle({ vehicleId });
  });
  rig.tracking.world.refresh();
  for (const [index, vehicleId] of vehicles.entries()) {
    rig.post({
      orderNumber: `WM-${index}`,
      placedTime: iso(-4),
      customer: {},
      shipTo: { lat: 47.25, lon: -1.55 },
      promised: { until: iso(promisedHours) },
      items: [],
      parcels: [{ parcelId: `P-${index}` }],
      plan: [
        { siteId: 'LYON', bizStep: 'loading', plannedTime: iso(1) },
        { siteId: 'NANTES', bizStep: 'unloading', plannedTime: iso(12) },
      ],
    });
    rig.send([scan(index, 'loading', 60, { parent: vehicleId, vehicleId })]);
  }
  return rig;
}

function scan(index: number, bizStep: string, minute: number, more: object = {}): Observation {
  const time = start + minute * minuteMs;
  return {
    kind: 'scan',
    deviceId: 'DOCK',
    siteId: 'LYON',
    codes: [`P-${index}`],
    time,
    bizStep,
    ...more,
  };
}

/** A vehicle so many tenths of the way from Lyon to Nantes. */
function fix(vehicleId: string, tenths: number, minute: number): Observation {
  const [lat, lon] = [45.75 + 0.145 * tenths, 4.85 - 0.635 * tenths];
  return { kind: 'position', deviceId: vehicleId, time: start + minute * minuteMs, lat, lon, speedMps: 20 };
}

function follow(rig: AlertRig): void {
  while (rig.tracking.hasMoved) rig.tracking.followSome();
  rig.alerts.show();
}

function listed(rig: AlertRig, number: number): OrderSummaryRow {
  const key = rig.store.orders.get(`WM-${number}`)!.key;
  return rig.tracking.freshened(JSON.parse(rig.store.orders.beliefOf(key)!) as OrderSummaryRow);
}

function looked(rig: AlertRig, number: number) {
  return rig.tracking.view(rig.store.orders.get(`WM-${number}`)!);
}

describe('what rides on a vehicle', () => {
  it('is listed with the arrival it has from where the vehicle has come to', () => {
    const rig = rigWith(['V-1', 'V-1', 'V-2']);
    rig.tracking.takeChanged();
    const before = [0, 1, 2].map((number) => listed(rig, number).eta?.p50);
    rig.send([fix('V-1', 6, 110)]);
    follow(rig);
    expect(rig.tracking.takeChanged().sort()).toEqual(['WM-0', 'WM-1']);
    for (const number of [0, 1]) {
      const { eta, location, newestTime } = listed(rig, number);
      expect(eta).toEqual(looked(rig, number).eta);
      expect(Date.parse(eta!.p50)).toBeLessThan(Date.parse(before[number]!));
      expect([location.asOf, newestTime].map((time) => Date.parse(time ?? ''))).toEqual([
        start + 110 * minuteMs,
        start + 110 * minuteMs,
      ]);
    }
    expect(listed(rig, 2).eta?.p50).toBe(before[2]);
  });

  it('is told of once, however often its vehicle says that it stands', () => {
    const rig = rigWith(['V-1']);
    rig.send([fix('V-1', 5, 100)]);
    follow(rig);
    rig.tracking.takeChanged();
    for (const second of [10, 20, 30]) rig.send([fix('V-1', 5.001, 101 + second / 60)]);
    follow(rig);
    expect(rig.tracking.takeChanged()).toEqual([]);
  });

  it('is not put back by a fix that comes late', () => {
    const rig = rigWith(['V-1']);
    rig.send([fix('V-1', 6, 110)]);
    follow(rig);
    const { eta } = listed(rig, 0);
    rig.send([fix('V-1', 2, 80)]);
    follow(rig);
    expect(listed(rig, 0).eta).toEqual(eta);
  });

  it('raises what a whole belief would: a vehicle that turns back makes it late', () => {
    const rig = rigWith(['V-1'], 26);
    rig.send([fix('V-1', 9, 110)]);
    follow(rig);
    expect(listed(rig, 0).lateness).toBe('on-time');
    rig.send([fix('V-1', -30, 119)]);
    follow(rig);
    expect(listed(rig, 0).lateness).toBe('at-risk');
    expect(looked(rig, 0).lateness).toBe('at-risk');
  });

  it('is found again after a restart', () => {
    const rig = rigWith(['V-1', 'V-2']);
    rig.restart();
    rig.send([fix('V-1', 6, 110)]);
    follow(rig);
    expect(listed(rig, 0).eta).toEqual(looked(rig, 0).eta);
    expect(rig.tracking.takeChanged()).toEqual(['WM-0']);
  });

  it('is let go with what takes it off, or ends it', () => {
    const rig = rigWith(['V-1', 'V-1']);
    rig.send([scan(0, 'unloading', 100, { parent: 'V-1', siteId: 'NANTES' })]);
    rig.send([scan(1, 'transporting', 100, { outcome: 'delivered' })]);
    const before = [listed(rig, 0), listed(rig, 1)];
    rig.send([fix('V-1', 6, 110)]);
    follow(rig);
    expect([listed(rig, 0), listed(rig, 1)]).toEqual(before);
  });
});

type Step =
  | { readonly vehicle: string; readonly tenths: number }
  | { readonly order: number; readonly to: string };

describe('arrivals after any course of events', () => {
  const drive = fc.record({
    vehicle: fc.constantFrom('V-1', 'V-2'),
    tenths: fc.double({ min: 0, max: 10, noNaN: true }),
  });
  const move = fc.record({ order: fc.nat(2), to: fc.constantFrom('V-1', 'V-2', '') });
  const step: fc.Arbitrary<Step> = fc.oneof({ weight: 3, arbitrary: drive }, { weight: 1, arbitrary: move });

  function observed(each: Step, minute: number): Observation {
    if ('vehicle' in each) return fix(each.vehicle, each.tenths, minute);
    const { order, to } = each;
    if (to === '') return scan(order, 'unloading', minute);
    return scan(order, 'loading', minute, { parent: to, vehicleId: to });
  }

  it('are as listed what a look at the whole order says, but for what is too little to tell', () => {
    const rig = rigWith(['V-1', 'V-1', 'V-2']);
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        for (const each of steps) {
          rig.clock.advance(5 * minuteMs);
          rig.send([observed(each, (rig.clock.now() - start) / minuteMs)]);
          follow(rig);
          for (const number of [0, 1, 2]) {
            const { eta, location } = looked(rig, number);
            if (!('vehicle' in each) || location.kind !== 'vehicle' || location.id !== each.vehicle) continue;
            const [told, now] = [listed(rig, number).eta!, eta!].map(({ p50 }) => Date.parse(p50));
            const left = now! - rig.clock.now();
            expect(Math.abs(told! - now!)).toBeLessThanOrEqual(Math.max(minuteMs, 0.03 * left));
          }
        }
      }),
      { numRuns: 5 },
    );
  });
});
