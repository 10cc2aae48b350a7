import { describe, expect, it } from 'vitest';

import { compareText, readCompare } from '#renderer/screens/sensors/compare.ts';
import {
  filterSensors,
  isStale,
  type SensorItem,
  sensorItems,
  sortTypes,
  staleAfterOf,
  valueOf,
} from '#renderer/screens/sensors/sensor-items.ts';
import type { DeviceStateRow, SensorStateRow, SiteRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;

type Values = Readonly<
  Record<string, readonly [value: number, minutesAgo: number, recordedMinutesAgo?: number]>
>;

function sensor(id: string, values: Values, change: Partial<SensorStateRow> = {}): SensorStateRow {
  const latest = Object.entries(values).map(([type, [value, ago, recorded = ago]]) => ({
    type,
    value,
    uom: null,
    time: toIso(now - ago * minute),
    recordTime: toIso(now - recorded * minute),
    quality: [],
  }));
  const time =
    latest
      .map((each) => each.time)
      .sort()
      .at(-1) ?? toIso(0);
  return { sensorId: id, deviceId: id.split('#')[0] ?? id, latest, time, ...change };
}

function device(deviceId: string, change: Partial<DeviceStateRow>): DeviceStateRow {
  return {
    deviceId,
    format: 'native',
    hasKey: false,
    kinds: ['reading'],
    ...change,
    messages: { stored: 1, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 },
  };
}

function items(
  sensors: readonly SensorStateRow[],
  devices: readonly DeviceStateRow[] = [],
  sites: readonly SiteRow[] = [],
): readonly SensorItem[] {
  return sensorItems({
    sensors,
    devices: new Map(devices.map((row) => [row.deviceId, row])),
    sites: new Map(sites.map((row) => [row.siteId, row])),
  });
}

function one(row: SensorStateRow, rows: readonly DeviceStateRow[] = []): SensorItem {
  const [item] = items([row], rows);
  if (item === undefined) throw new Error('A row makes an item.');
  return item;
}

describe('a sensor', () => {
  it('is stale after twice its rhythm and a minute', () => {
    const devices = [device('a', { cadenceS: 60 })];
    expect(isStale(one(sensor('a', { Temperature: [4, 3] }), devices), now)).toBe(false);
    expect(isStale(one(sensor('a', { Temperature: [4, 3.1] }), devices), now)).toBe(true);
  });

  it('is not stale while nobody knows its rhythm and it is not long silent', () => {
    expect(isStale(one(sensor('a', { Temperature: [4, 30] })), now)).toBe(false);
  });

  it('is given more time when its channels report in turn', () => {
    const rows = ['1', '2', '3', '4'].map((channel) =>
      sensor(`a#${channel}`, { Temperature: [4, 6] }, { channel }),
    );
    expect(items(rows, [device('a', { cadenceS: 60 })]).some((item) => isStale(item, now))).toBe(false);
    expect(items(rows.slice(0, 1), [device('a', { cadenceS: 60 })]).some((item) => isStale(item, now))).toBe(
      true,
    );
  });

  it('does not stay fresh because its clock runs ahead', () => {
    const ahead = sensor('a', { Temperature: [4, -600, 10] });
    expect(isStale(one(ahead, [device('a', { cadenceS: 60 })]), now)).toBe(true);
  });

  it('has a stale value when one of its probes has fallen silent, but not because its battery is reported daily', () => {
    const devices = [device('a', { cadenceS: 60 })];
    expect(isStale(one(sensor('a', { Temperature: [4, 1], BatteryLevel: [90, 1200] }), devices), now)).toBe(
      false,
    );
    expect(isStale(one(sensor('a', { Temperature: [4, 60], RelativeHumidity: [50, 1] }), devices), now)).toBe(
      true,
    );
    const battery = one(sensor('a', { BatteryLevel: [90, 5] }), devices);
    expect(battery.row.latest.map((value) => staleAfterOf(battery, value))).toEqual([3 * minute]);
  });

  it('stays the same object while nothing about it changes', () => {
    const rows = [sensor('a', { Temperature: [0, 1] })];
    expect(items(rows)[0]).toBe(items(rows)[0]);
    expect(items(rows)[0]).not.toBe(items(rows, [device('a', { cadenceS: 1 })])[0]);
  });

  it('may measure zero', () => {
    expect(valueOf(one(sensor('a', { Temperature: [0, 1] })), 'Temperature')?.value).toBe(0);
  });
});

describe('the filter of sensors', () => {
  const site: SiteRow = { siteId: 'DC-1', name: 'Köln hub', kind: 'warehouse', lat: 0, lon: 0 };
  const all = items(
    [
      sensor('fridge-1', { Temperature: [4, 1] }, { siteId: 'DC-1', name: 'Pharmacy' }),
      sensor('door-1', { DoorOpen: [1, 1] }),
      sensor('freezer-1', { Temperature: [-18, 500] }, { siteId: 'DC-1' }),
    ],
    [],
    [site],
  );
  const nothing = { q: '', site: '', quantity: '', staleOnly: false };
  const found = (filter: Partial<typeof nothing>): string[] =>
    filterSensors(all, { ...nothing, ...filter }, now).map((item) => item.row.sensorId);

  it('finds words in names, ids and sites', () => {
    expect(found({ q: 'köln PHARM' })).toEqual(['fridge-1']);
    expect(found({ q: 'door' })).toEqual(['door-1']);
    expect(found({ q: 'nobody' })).toEqual([]);
  });

  it('takes sites, quantities and what is stale', () => {
    expect(found({ site: 'DC-1' })).toEqual(['fridge-1', 'freezer-1']);
    expect(found({ site: '-' })).toEqual(['door-1']);
    expect(found({ quantity: 'DoorOpen' })).toEqual(['door-1']);
    expect(found({ staleOnly: true })).toEqual(['freezer-1']);
  });

  it('shows known quantities first', () => {
    expect(sortTypes(['zeta', 'BatteryLevel', 'Temperature', 'alpha', 'BatteryLevel'])).toEqual([
      'Temperature',
      'BatteryLevel',
      'alpha',
      'zeta',
    ]);
  });
});

describe('the sensors of a comparison', () => {
  const all = items(['a', 'b,1', 'c#2', 'd'].map((id) => sensor(id, { Temperature: [1, 1] })));
  const read = (text: string | undefined): string[] =>
    readCompare(text, { items: all, sensorId: 'a' }).map((item) => item.row.sensorId);

  it('survive the address whatever their ids', () => {
    expect(read(compareText(['b,1', 'c#2']))).toEqual(['b,1', 'c#2']);
  });

  it('are two at most, known, and others', () => {
    expect(read('a,nobody,d,d,c%232,b%2C1')).toEqual(['d', 'c#2']);
    expect(read('%E0%A4%A')).toEqual([]);
    expect(read(undefined)).toEqual([]);
  });
});
