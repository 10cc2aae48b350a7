import { describe, expect, it } from 'vitest';

import {
  countStates,
  defaultSort,
  formatSort,
  matcherOf,
  nameOf,
  parseSort,
  parseStates,
  subtitleOf,
} from '#renderer/screens/fleet/fleet-rows.ts';
import { formatViewpoint, parseViewpoint } from '#renderer/screens/fleet/fleet-viewpoint.ts';
import { placeWords, searchWords } from '#renderer/screens/fleet/place-words.ts';
import { publishCommand } from '#renderer/screens/fleet/publish-command.ts';
import type { VehicleStateRow } from '#shared/contract/types.ts';

function row(vehicleId: string, change: Partial<VehicleStateRow> = {}): VehicleStateRow {
  return { vehicleId, tracker: false, deviceIds: [`gw-${vehicleId}`], trail: [], state: 'moving', ...change };
}

const rows = [
  row('truck-1', { name: 'Rhein 1', plate: 'K-WM 1001' }),
  row('truck-2', { name: 'Rhein 2', state: 'alert' }),
  row('van-1', { plate: 'BN-X 7', state: 'stopped' }),
];

function found(search: string, states: ReturnType<typeof parseStates> = []): string[] {
  const isShown = matcherOf({ search, states });
  return rows.filter((each) => isShown?.(each) ?? true).map(({ vehicleId }) => vehicleId);
}

describe('the list of vehicles', () => {
  it('is filtered by every word in any name, plate or id, and by state', () => {
    expect(found('rhein 1001')).toEqual(['truck-1']);
    expect(found('GW-VAN')).toEqual(['van-1']);
    expect(found('', ['alert', 'stopped'])).toEqual(['truck-2', 'van-1']);
    expect(found('rhein', ['stopped'])).toEqual([]);
    expect(matcherOf({ search: '  ', states: [] })).toBeUndefined();
  });

  it('names a vehicle by what people call it', () => {
    expect(rows.map((each) => [nameOf(each), subtitleOf(each)])).toEqual([
      ['Rhein 1', 'K-WM 1001'],
      ['Rhein 2', 'truck-2'],
      ['BN-X 7', 'van-1'],
    ]);
    expect(subtitleOf(row('solo'))).toBeUndefined();
  });

  it('counts its states', () => {
    expect(Object.fromEntries(countStates(rows))).toEqual({ moving: 1, alert: 1, stopped: 1 });
  });

  it('keeps its order and filters in the address', () => {
    expect(parseSort(formatSort({ column: 'age', direction: 'descending' }))).toEqual({
      column: 'age',
      direction: 'descending',
    });
    expect([parseSort('nonsense.desc'), parseSort(undefined), formatSort(defaultSort)]).toEqual([
      defaultSort,
      defaultSort,
      undefined,
    ]);
    expect(parseStates('silent,alert,whatever')).toEqual(['alert', 'silent']);
  });
});

describe('the view in the address', () => {
  it('comes back as it was, to a pixel', () => {
    expect(parseViewpoint(formatViewpoint({ zoom: 14.25, lat: 50.941_23, lon: -6.958_31 }))).toEqual({
      zoom: 14.25,
      lat: 50.941_23,
      lon: -6.958_31,
    });
    expect(formatViewpoint({ zoom: 2, lat: 10.123, lon: 0 })).toBe('2.00/10.1/0.0');
  });

  it.each(['', '5/91/0', '5/50', 'a/b/c', '5/50/', '99/0/0', undefined])(
    'is ignored where it is no place: %s',
    (text) => {
      expect(parseViewpoint(text)).toBeUndefined();
    },
  );
});

describe('a position in words', () => {
  const place = { name: 'Le Mans', country: 'FR', population: 143_000, lat: 48, lon: 0.2 };

  it('says in, or how far and where from', () => {
    expect(placeWords({ place, distanceM: 900, bearingDeg: 10 })).toBe('in Le Mans, France');
    expect(placeWords({ place, distanceM: 4230, bearingDeg: 40 })).toBe(
      '4.2 km north-east of Le Mans, France',
    );
    expect(placeWords({ place: { ...place, country: '' }, distanceM: 240_000, bearingDeg: 359 })).toBe(
      '240 km north of Le Mans',
    );
  });

  it('admits what it does not know', () => {
    expect([searchWords({ status: 'searching' }), searchWords({ status: 'none' })]).toEqual([
      undefined,
      'no town within reach',
    ]);
    expect(searchWords({ status: 'failed' })).toContain('not known');
  });
});

describe('the command for a first position', () => {
  it('names the real broker', () => {
    expect(publishCommand('mqtt://127.0.0.1:1884')).toMatch(
      /^mosquitto_pub -h 127\.0\.0\.1 -p 1884 -q 1 -t waymark\/v1\/\S+\/position -m '\{.*\}'$/,
    );
    expect(publishCommand('mqtts://ops@broker.example')).toContain(
      "-h broker.example -p 8883 --tls-use-os-certs -u 'ops' -P PASSWORD",
    );
    expect(publishCommand('mqtt://[::1]:1883')).toContain('-h ::1 -p 1883');
  });
});
