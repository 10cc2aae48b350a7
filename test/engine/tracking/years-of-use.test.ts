import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dayMs, hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { type AlertRig, createAlertRig } from '../../support/alert-rig.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-store.ts';

let rig: AlertRig;
const folder = temporaryFolder('waymark-years-');

/** How many rows SQLite gave or was given for each statement, and one more for every time it was asked. */
let work = new Map<string, number>();
const statements = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')) as Record<
  'run' | 'get' | 'all',
  (...args: unknown[]) => unknown
>;
const names = ['run', 'get', 'all'] as const;
const real = names.map((name) => statements[name]);

beforeEach(() => {
  const clock = createFakeClock(Date.UTC(2026, 0, 5, 6));
  // Days pass in which nothing but time does.
  const every: FakeClock['every'] = (periodMs, run) => clock.every(Math.max(10 * minuteMs, periodMs), run);
  rig = createAlertRig(folder.path, { ...clock, every });
  for (const [index, name] of names.entries())
    statements[name] = function counted(this: { readonly source: string }, ...args: unknown[]) {
      const result = real[index]!.apply(this, args);
      const rows = Array.isArray(result)
        ? result.length
        : name === 'run'
          ? (result as Database.RunResult).changes
          : 0;
      work.set(this.source, (work.get(this.source) ?? 0) + rows + 1);
      return result;
    };
});

afterEach(() => {
  for (const [index, name] of names.entries()) statements[name] = real[index]!;
  rig.stop();
  folder.remove();
});

const ordersPerDay = 4;

/** Orders packed into the one cage there is, driven from Lyon to Nantes on the one lorry, delivered: a day like all others. */
function workDay(day: number): void {
  const begin = rig.clock.now();
  const codes = Array.from({ length: ordersPerDay }, (_, index) => `P-${day}-${index}`);
  const scan = (minute: number, bizStep: string, scanned: readonly string[], more: object = {}): void => {
    rig.clock.advance(begin + minute * minuteMs - rig.clock.now());
    rig.send([
      {
        kind: 'scan',
        deviceId: 'DOCK',
        siteId: 'LYON',
        codes: scanned,
        bizStep,
        time: rig.clock.now(),
        ...more,
      },
    ]);
  };
  for (const code of codes)
    rig.post({
      orderNumber: `WM-${code}`,
      placedTime: toIso(begin),
      customer: {},
      shipTo: { lat: 47.25, lon: -1.55, region: 'Pays de la Loire' },
      promised: { until: toIso(begin + 30 * hourMs) },
      items: [],
      parcels: [{ parcelId: code }],
      plan: [
        { siteId: 'LYON', bizStep: 'departing', plannedTime: toIso(begin + hourMs) },
        { siteId: 'NANTES', bizStep: 'unloading', plannedTime: toIso(begin + 8 * hourMs) },
      ],
    });
  scan(10, 'packing', codes, { parent: 'CAGE-1' });
  scan(20, 'loading', ['CAGE-1'], { parent: 'LORRY-1', vehicleId: 'LORRY-1' });
  scan(60, 'departing', ['LORRY-1'], { vehicleId: 'LORRY-1' });
  for (let minute = 70; minute < 480; minute += 10) {
    rig.clock.advance(begin + minute * minuteMs - rig.clock.now());
    const share = (minute - 60) / 420;
    rig.send([
      {
        kind: 'position',
        deviceId: 'LORRY-1',
        lat: 45.75 + 1.45 * share,
        lon: 4.85 - 6.35 * share,
        time: rig.clock.now(),
      },
    ]);
  }
  scan(480, 'unloading', ['CAGE-1'], { siteId: 'NANTES', parent: 'LORRY-1' });
  scan(490, 'unpacking', codes, { siteId: 'NANTES', parent: 'CAGE-1' });
  for (const [index, code] of codes.entries())
    scan(600 + index, 'transporting', [code], { siteId: 'NANTES', outcome: 'delivered' });
  rig.clock.advance(begin + dayMs - rig.clock.now());
}

function costOf(day: number): ReadonlyMap<string, number> {
  work = new Map();
  workDay(day);
  return work;
}

describe('a day of work', () => {
  it('asks the database for as much after many days like it as after a few', () => {
    rig.store.transaction(() => {
      rig.store.places.putSite({ siteId: 'LYON', name: 'Lyon', kind: 'warehouse', lat: 45.75, lon: 4.85 });
      rig.store.places.putSite({ siteId: 'NANTES', name: 'Nantes', kind: 'depot', lat: 47.2, lon: -1.5 });
      rig.store.places.putVehicle({ vehicleId: 'LORRY-1' });
    });
    rig.tracking.world.refresh();
    const days = Array.from({ length: 41 }, (_, day) => costOf(day));
    const [early, late] = [days[26]!, days[40]!];
    const grown = [...late].filter(([source, cost]) => cost > (early.get(source) ?? 0));
    expect(grown).toEqual([]);
  }, 120_000);
});
