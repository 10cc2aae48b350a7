import { describe, expect, it } from 'vitest';

import type { FaultId } from '../../../electron/simulator/faults/fault.ts';
import { faultIds } from '../../../electron/simulator/faults/fault.ts';
import { faults } from '../../../electron/simulator/faults/index.ts';
import type { TruthEntry } from '../../../electron/simulator/truth.ts';
import { sensors } from '../../../electron/simulator/world/devices.ts';
import type { Item } from '../../../electron/simulator/world/item.ts';
import { waveItems } from '../../../electron/simulator/world/wave-items.ts';
import type { MessageItem } from './collect.ts';
import { itemsOf, morningMs, worldOf } from './collect.ts';

/** 08:30 to 17:30 in Paris: every device's trouble begins in it. */
const shift = { fromMs: morningMs - 1.5 * 3_600_000, hours: 9, ordersPerDay: 40 };

interface Told {
  readonly deviceId: string;
  readonly atMs: number;
  readonly trueMs: number;
  readonly saidMs: number;
  readonly text: string;
  readonly item: MessageItem;
}

/** Messages without the counters that shift when something is added before them. */
function toldOf(items: readonly Item[]): Map<string, Told> {
  const told = new Map<string, Told>();
  for (const item of items) {
    const said = item.type === 'message' ? item.said[0] : undefined;
    if (item.type !== 'message' || said === undefined) continue;
    const { payload, topic } = item.message;
    const text =
      said.kind === 'scan' ? payload.replaceAll(/,?"(boot|seq|eventNum)":("[^"]*"|\d+)/g, '') : payload;
    const { deviceId, trueMs, saidMs } = said;
    told.set(`${item.atMs} ${topic} ${text}`, { deviceId, trueMs, saidMs, atMs: item.atMs, text, item });
  }
  return told;
}

function truthOf(items: readonly Item[]): TruthEntry[] {
  return items.flatMap((item) => (item.type === 'truth' ? [item.entry] : []));
}

type Run = (faults: readonly FaultId[]) => Item[];

/** Everything that is published from morning to evening, after the opening. */
const wholeShift: Run = (chosen) =>
  [...itemsOf({ ...shift, faults: chosen })].filter(
    (item) => item.type !== 'message' || item.atMs > shift.fromMs,
  );

/** A whole day's orders with their scans, from the first label to the last second attempt. */
const oneWave: Run = (chosen) => waveItems(worldOf({ faults: chosen, ordersPerDay: 400 }).plan(20_779));

const calm = new Map([oneWave, wholeShift].map((run) => [run, run([])]));
const calmTold = new Map([...calm].map(([run, items]) => [run, toldOf(items)]));

function difference(
  fault: FaultId,
  run: Run,
): { added: Told[]; removed: Told[]; truth: TruthEntry[]; items: Item[] } {
  const items = run([fault]);
  const told = toldOf(items);
  const before = calmTold.get(run) ?? new Map<string, Told>();
  const known = new Set(truthOf(calm.get(run) ?? []).map((entry) => JSON.stringify(entry)));
  return {
    added: [...told].filter(([key]) => !before.has(key)).map(([, entry]) => entry),
    removed: [...before].filter(([key]) => !told.has(key)).map(([, entry]) => entry),
    truth: truthOf(items).filter((entry) => !known.has(JSON.stringify(entry))),
    items,
  };
}

function within(entry: TruthEntry, atMs: number): boolean {
  return atMs >= (entry.fromMs ?? 0) && atMs < (entry.toMs ?? Number.POSITIVE_INFINITY);
}

/** Leaves out an excursion that had begun before the first reading of the run. */
const seenBegin = (entry: string): boolean => Number(entry.split(' ')[1]) > shift.fromMs + 180_000;

const texts = (told: readonly Told[]): string[] =>
  told.map((entry) => `${entry.deviceId} ${entry.text}`).sort();

const devicesIn = (told: readonly Told[]): Set<string> => new Set(told.map((entry) => entry.deviceId));
const parcelsIn = ({ item }: Told): string[] =>
  item.said.flatMap((said) =>
    (said.scans ?? []).flatMap((scan) => scan.parcels.map((parcel) => parcel.parcelId)),
  );

describe('faults', () => {
  it('are all registered once', () => {
    expect(faults.map((fault) => fault.id).sort()).toEqual([...faultIds].sort());
  });

  it('raise nothing but late orders when there are none', () => {
    expect(new Set([...calm.values()].flatMap(truthOf).map((entry) => entry.kind))).toEqual(
      new Set(['late', 'late-predicted']),
    );
  });

  it('have an order, a parcel or a device to themselves when all are on', () => {
    const all = truthOf(oneWave(faultIds)).filter(({ detail }) => detail['optional'] !== true);
    const ofParcels = new Map<string, Set<string>>();
    for (const { subject, kind } of all.filter((entry) => entry.subject.type === 'parcel'))
      ofParcels.set(subject.id, (ofParcels.get(subject.id) ?? new Set()).add(kind));
    const together = new Set([...ofParcels.values()].map((kinds) => [...kinds].sort().join(' ')));
    // What one fault brings about together, and nothing else.
    expect([...together].filter((kinds) => kinds.includes(' ')).sort()).toEqual([
      'dwell-exceeded wrong-site wrong-vehicle',
      'impossible-travel two-places-at-once wrong-site',
      'missing-scan moved-without-scan',
    ]);
  });

  it.each([
    ['missed-truck', oneWave, ['departure-missed', 'wrong-vehicle']],
    ['late-departure', oneWave, ['departure-missed']],
    ['breakdown', oneWave, ['vehicle-stopped']],
    ['detour', oneWave, ['route-deviation']],
    ['lost-parcel', oneWave, ['dwell-exceeded', 'stalled']],
    ['cloned-label', oneWave, ['impossible-travel', 'two-places-at-once', 'wrong-site']],
    ['swapped-steps', oneWave, ['out-of-sequence']],
    ['wrong-door', oneWave, ['delivered-elsewhere']],
    ['false-delivery', oneWave, ['scan-after-delivery']],
    ['miscount', oneWave, ['quantity-mismatch']],
    ['misread-label', oneWave, ['bad-check-digit']],
    ['foreign-parcel', oneWave, ['unknown-code']],
    ['overcooling', oneWave, ['freeze', 'temperature-excursion']],
    ['bad-probe', oneWave, ['sensor-fault']],
    ['drifting-sensor', oneWave, ['sensor-disagreement']],
    ['weak-battery', oneWave, ['battery-low']],
    ['bad-address', oneWave, ['address-mismatch']],
    ['side-trip', oneWave, ['geofence', 'route-deviation']],
    ['unscanned-loading', oneWave, ['missing-scan', 'moved-without-scan']],
    ['carrier-error', oneWave, ['carrier-disagrees']],
  ] as const)('%s says what it did and what should be noticed of it', (fault, run, kinds) => {
    const { truth } = difference(fault, run);
    const told = truth.filter(
      ({ kind, detail }) => kind !== 'late' && kind !== 'late-predicted' && detail['optional'] !== true,
    );
    expect([...new Set(told.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
    for (const { atMs, fromMs = atMs, toMs } of told) {
      expect(atMs).toBeGreaterThanOrEqual(fromMs);
      if (toMs !== undefined) expect(toMs).toBeGreaterThan(fromMs);
    }
  });

  it.each(['swapped-steps', 'wrong-door', 'false-delivery', 'miscount', 'cloned-label'] as const)(
    '%s changes scans of the parcels it names, and of no others',
    (fault) => {
      const { added, removed, truth } = difference(fault, oneWave);
      const named = new Set(truth.map(({ subject }) => subject.id));
      const touched = [...added, ...removed].flatMap(parcelsIn);
      expect(touched.length).toBeGreaterThan(2);
      expect(touched.filter((parcelId) => !named.has(parcelId))).toEqual([]);
    },
  );

  it.each(['misread-label', 'foreign-parcel'] as const)('%s adds scans of codes nobody has', (fault) => {
    const { added, removed, truth } = difference(fault, oneWave);
    expect(removed).toEqual([]);
    const codes = added.flatMap(({ item }) =>
      item.said.flatMap(({ scans = [] }) => scans.flatMap((scan) => scan.codes)),
    );
    expect(codes.map((code) => code.slice(-18)).sort()).toEqual(
      truth.map(({ subject }) => subject.id.slice(-18)).sort(),
    );
  });

  it.each(['gps-dropout', 'dead-sensor'] as const)(
    '%s takes away what a device would have said, and nothing else',
    (fault) => {
      const { added, removed, truth } = difference(fault, wholeShift);
      expect(added).toEqual([]);
      expect(removed.length).toBeGreaterThan(20);
      expect(truth.length).toBeGreaterThan(0);
      expect(new Set(truth.map((entry) => entry.kind))).toEqual(
        new Set([fault === 'gps-dropout' ? 'device-silent' : 'sensor-silent']),
      );
      const unexplained = removed.filter(
        ({ deviceId, trueMs }) =>
          !truth.some((entry) => entry.subject.id === deviceId && within(entry, trueMs)),
      );
      expect(unexplained).toEqual([]);
      for (const { subject, fromMs = 0, atMs } of truth) {
        expect(removed.some((entry) => entry.deviceId === subject.id)).toBe(true);
        expect(atMs).toBeGreaterThan(fromMs + 60_000);
      }
    },
  );

  it('gps-jump displaces single fixes and asks for no alert', () => {
    const { added, removed, truth } = difference('gps-jump', wholeShift);
    expect(truth.every((entry) => entry.kind === 'fact' && entry.detail['fact'] === 'bad-fixes')).toBe(true);
    expect(added.length).toBe(removed.length);
    expect(added.length).toBeGreaterThanOrEqual(truth.length);
    expect(added.every(({ item }) => item.said[0]?.fix?.good === false)).toBe(true);
    const fixes = added.map(({ item, trueMs }) => ({ vehicleId: item.said[0]?.fix?.vehicleId, trueMs }));
    expect(
      fixes.filter(
        ({ vehicleId, trueMs }) =>
          !truth.some((entry) => entry.subject.id === vehicleId && within(entry, trueMs)),
      ),
    ).toEqual([]);
  });

  it('clock-skew shifts the times a device says by one offset', () => {
    const { added, removed, truth } = difference('clock-skew', wholeShift);
    expect(added.length).toBe(removed.length);
    const required = truth.filter(({ detail }) => detail['optional'] !== true);
    expect(required.map((entry) => entry.kind)).toEqual(required.map(() => 'clock-skew'));
    const offsets = new Map<string, Set<number>>();
    for (const { deviceId, saidMs, trueMs } of added) {
      offsets.set(deviceId, (offsets.get(deviceId) ?? new Set()).add(Math.round((saidMs - trueMs) / 1000)));
    }
    const claimed = new Set(truth.map((entry) => `${entry.subject.id} ${String(entry.detail['offsetS'])}`));
    for (const [deviceId, own] of offsets)
      for (const offsetS of own) expect(claimed).toContain(`${deviceId} ${offsetS}`);
    expect(offsets.size).toBeGreaterThanOrEqual(2);
  });

  it('late-sync changes when scans arrive, not what they say', () => {
    const { added, removed, truth } = difference('late-sync', oneWave);
    const told = truth.filter(({ kind }) => kind === 'late-sync');
    const delivered = removed.filter((entry) => added.some((late) => late.text === entry.text));
    expect(texts(delivered)).toEqual(
      texts(added.filter((late) => removed.some((entry) => entry.text === late.text))),
    );
    expect(added.length).toBeGreaterThan(5);
    expect(truth.filter(({ kind, detail }) => kind !== 'late-sync' && detail['optional'] !== true)).toEqual(
      [],
    );
    const claimed = new Set(told.map((entry) => entry.subject.id));
    expect([...devicesIn(added)].filter((id) => !claimed.has(id))).toEqual([]);
    expect(added.every(({ atMs, trueMs }) => atMs > trueMs)).toBe(true);
  });

  it('lost-scans take single parcels out of scans, each known by its next step', () => {
    const { added, removed, truth: all, items } = difference('lost-scans', oneWave);
    const truth = all.filter(({ detail }) => detail['optional'] !== true);
    expect(truth.length).toBeGreaterThan(2);
    expect(new Set(truth.map((entry) => entry.kind))).toEqual(new Set(['missing-scan']));
    const missing = new Set(truth.map((entry) => entry.subject.id));
    const gone = removed.flatMap(parcelsIn).filter((id) => !added.flatMap(parcelsIn).includes(id));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter((id) => !missing.has(id))).toEqual([]);
    for (const entry of truth) {
      const again = items.some(
        (item) =>
          item.type === 'message' &&
          item.said.some(
            (said) =>
              said.trueMs === entry.toMs &&
              (said.scans ?? []).some((scan) =>
                scan.parcels.some((parcel) => parcel.parcelId === entry.subject.id),
              ),
          ),
      );
      expect(again).toBe(true);
    }
  });

  it('duplicate-scans add scans and messages sent again, and take nothing away', () => {
    const { added, removed, truth } = difference('duplicate-scans', oneWave);
    expect(removed).toEqual([]);
    const resent = added.filter(({ item }) => item.said[0]?.resent === true);
    expect(resent.length).toBeGreaterThan(0);
    const repeats = added.filter((entry) => !resent.includes(entry));
    const claimed = new Set(truth.map((entry) => `${entry.subject.id} ${entry.toMs}`));
    expect(new Set(truth.map((entry) => entry.kind))).toEqual(new Set(['duplicate-scan']));
    expect(
      repeats.filter((entry) => !parcelsIn(entry).every((id) => claimed.has(`${id} ${entry.trueMs}`))),
    ).toEqual([]);
  });

  it('wrong-site touches the misrouted parcels only, and leaves them at the wrong centre', () => {
    const { added, removed, truth } = difference('wrong-site', oneWave);
    const wrong = truth.filter((entry) => entry.kind === 'wrong-site');
    expect(wrong.length).toBeGreaterThan(2);
    const lost = new Set(wrong.map((entry) => entry.subject.id));
    expect(added.flatMap(parcelsIn).some((id) => lost.has(id))).toBe(true);
    // A parcel that left its load lets the next one move up in the portal's messages: compare steps, not seconds.
    const others = (told: readonly Told[]): string[] =>
      told
        .flatMap((entry) => entry.item.said.flatMap((said) => said.scans ?? []))
        .flatMap((scan) =>
          scan.parcels
            .filter(({ parcelId }) => !lost.has(parcelId))
            .map(({ parcelId }) => `${parcelId} ${scan.event}`),
        );
    expect(others(added).sort()).toEqual(others(removed).sort());
    for (const { detail } of wrong) expect(detail['siteId']).not.toBe(detail['plannedSiteId']);
  });

  it('traffic-jam delays the rest of two tours', () => {
    const { added, removed, truth } = difference('traffic-jam', oneWave);
    const vans = new Set(
      truth.filter((entry) => entry.subject.type === 'vehicle').map((entry) => entry.subject.id),
    );
    expect(vans.size).toBeGreaterThan(0);
    const strangers = [...devicesIn([...added, ...removed])].filter(
      (id) => !id.endsWith('returns') && ![...vans].some((van) => id.endsWith(van.toLowerCase())),
    );
    expect(strangers).toEqual([]);
    expect([...new Set(truth.map((entry) => entry.kind))].sort()).toEqual([
      'fact',
      'late',
      'late-predicted',
      'vehicle-stopped',
    ]);
    const predicted = truth.filter(
      ({ kind, detail }) => kind === 'late-predicted' && detail['optional'] !== true,
    );
    expect(predicted.length).toBeGreaterThan(2);
    for (const entry of predicted) expect(entry.atMs).toBeLessThan(entry.toMs ?? 0);
  });

  it('door-open warms the rooms it names; the excursions are those of the readings sent', () => {
    const { added, removed, truth, items } = difference('door-open', wholeShift);
    expect(added.length).toBe(removed.length);
    const rooms = new Set(truth.map((entry) => entry.detail['chamberId']));
    const roomOf = new Map(sensors.map((sensor) => [sensor.deviceId, sensor.chamber.chamberId]));
    expect([...devicesIn(added)].filter((id) => !rooms.has(roomOf.get(id)))).toEqual([]);
    const claimed = truth
      .filter((entry) => entry.kind === 'temperature-excursion')
      .map((entry) => `${entry.subject.id} ${entry.fromMs} ${entry.atMs}`);
    expect(claimed.length).toBeGreaterThan(3);
    expect(recountExcursions(items).filter(seenBegin).sort()).toEqual(claimed.filter(seenBegin).sort());
  });
});

/** Excursions of native thermometers, counted from what was published: above 8 °C for ten minutes on end. */
function recountExcursions(items: readonly Item[]): string[] {
  const cool = new Set(
    sensors
      .filter((sensor) => sensor.chamber.kind !== 'hall' && sensor.kind === 'sensor')
      .map((sensor) => sensor.deviceId),
  );
  const begin = new Map<string, number>();
  const told = new Set<string>();
  const found: string[] = [];
  for (const item of items) {
    const said = item.type === 'message' ? item.said[0] : undefined;
    if (item.type !== 'message' || said === undefined || said.kind !== 'reading' || !cool.has(said.deviceId))
      continue;
    const celsius = temperatureIn(item.message.payload);
    if (celsius === undefined || celsius <= 8) {
      begin.delete(said.deviceId);
      told.delete(said.deviceId);
      continue;
    }
    const since = begin.get(said.deviceId) ?? said.trueMs;
    begin.set(said.deviceId, since);
    if (said.trueMs - since < 600_000 || told.has(said.deviceId)) continue;
    told.add(said.deviceId);
    found.push(`${said.deviceId} ${since} ${said.trueMs}`);
  }
  return found;
}

/** The temperature in a payload of any of the sensors' formats. */
function temperatureIn(payload: string): number | undefined {
  const plain = /"temperature(?:C)?":(-?[\d.]+)/.exec(payload)?.[1];
  if (plain !== undefined) return Number(plain);
  const frame = /FF990405([0-9A-F]{4})/.exec(payload)?.[1];
  return frame === undefined ? undefined : Buffer.from(frame, 'hex').readInt16BE() * 0.005;
}
