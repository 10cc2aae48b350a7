import { describe, expect, it } from 'vitest';

import {
  type ColdItem,
  coldItems,
  coldRank,
  type ColdState,
  coldStateOf,
} from '#renderer/screens/cold-chain/cold-items.ts';
import { distanceWords } from '#renderer/screens/cold-chain/distance-words.ts';
import type {
  DeviceStateRow,
  ProfileLimitRow,
  SensorStateRow,
  TemperatureProfileRow,
} from '#shared/contract/types.ts';

import { alertRow } from './alert-row.ts';

const now = Date.parse('2026-11-22T08:00:00.000Z');

function limit(
  side: 'above' | 'below',
  value: number,
  patch: Partial<ProfileLimitRow> = {},
): ProfileLimitRow {
  return {
    side,
    value,
    inclusive: false,
    quantity: 'Temperature',
    mode: 'consecutive',
    forS: 600,
    severity: 'high',
    ...patch,
  };
}

const cool: TemperatureProfileRow = {
  id: 'cool',
  name: 'Cool',
  builtIn: false,
  limits: [limit('above', 8), limit('below', 2, { inclusive: true })],
};

function device(deviceId: string, profileId?: string): DeviceStateRow {
  return {
    deviceId,
    format: 'waymark',
    hasKey: false,
    messages: { stored: 1, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 },
    kinds: ['reading'],
    expectedEveryS: 60,
    ...(profileId === undefined ? {} : { channels: { '': { temperatureProfileId: profileId } } }),
  };
}

function sensor(deviceId: string, value: number | undefined, ageMin = 0): SensorStateRow {
  const time = new Date(now - ageMin * 60_000).toISOString();
  const latest = { type: 'Temperature', uom: 'CEL', time, recordTime: time, quality: [] };
  return { sensorId: deviceId, deviceId, latest: value === undefined ? [] : [{ ...latest, value }], time };
}

function itemOf(
  value: number | undefined,
  ageMin = 0,
  more: Partial<Parameters<typeof coldItems>[0]> = {},
): ColdItem {
  const [item] = coldItems({
    sensors: [sensor('s', value, ageMin)],
    devices: new Map([['s', device('s', 'cool')]]),
    vehicles: new Map(),
    associations: [],
    sites: new Map(),
    profiles: [cool],
    alerts: [],
    ...more,
  });
  if (item === undefined) throw new Error('nothing is watched');
  return item;
}

describe('the state of a watched sensor', () => {
  it.each<[ColdState, number, string]>([
    ['ok', 5, '3.0 °C inside'],
    ['near', 7.6, '0.4 °C inside'],
    ['near', 8, 'at the limit'],
    ['out', 8.1, '0.1 °C beyond'],
    ['out', 2, 'at the limit'],
    ['near', 2.1, '0.1 °C inside'],
    ['out', -3, '5.0 °C beyond'],
  ])('is %s at %d °C', (state, value, words) => {
    const item = itemOf(value);
    expect([coldStateOf(item, now), distanceWords(item)]).toEqual([state, words]);
  });

  it('is silent when nothing came for longer than usual, and when nothing ever came', () => {
    expect(coldStateOf(itemOf(5, 10), now)).toBe('silent');
    expect(coldStateOf(itemOf(undefined), now)).toBe('silent');
  });

  it('is a fault, not a temperature, while a fault is open', () => {
    const alerts = [alertRow('f', { kind: 'sensor-fault', deviceId: 's' })];
    expect(coldStateOf(itemOf(85, 0, { alerts }), now)).toBe('fault');
  });

  it('sorts the worst first and, within one state, the closest to its limit', () => {
    const items = [itemOf(5), itemOf(7.9), itemOf(9), itemOf(7.5), itemOf(12), itemOf(5, 30)];
    const sorted = items.toSorted((a, b) => coldRank(a, now) - coldRank(b, now));
    expect(sorted.map(({ value }) => value?.value)).toEqual([12, 9, 5, 7.9, 7.5, 5]);
  });
});

describe('what is watched', () => {
  it('has the profile of its own channel, else that of its vehicle; without one it is not watched', () => {
    const vehicle = {
      vehicleId: 'T1',
      tracker: false,
      deviceIds: ['tracker'],
      trail: [],
      state: 'moving' as const,
      temperatureProfileId: 'deep',
    };
    const items = coldItems({
      sensors: [sensor('a', 5), sensor('b', 5), sensor('c', 5), sensor('tracker', undefined)],
      devices: new Map([
        ['a', device('a', 'cool')],
        ['b', device('b')],
        ['c', device('c')],
      ]),
      vehicles: new Map([['T1', vehicle]]),
      associations: ['a', 'b'].map((deviceId) => ({
        associationId: deviceId,
        deviceId,
        subject: { type: 'vehicle' as const, id: 'T1' },
        from: '2026-11-01T00:00:00Z',
      })),
      sites: new Map(),
      profiles: [cool],
      alerts: [],
    });
    expect(
      items.map(({ deviceId, profileId, fromVehicleId }) => [deviceId, profileId, fromVehicleId]),
    ).toEqual([
      ['a', 'cool', undefined],
      ['b', 'deep', 'T1'],
    ]);
  });
});
