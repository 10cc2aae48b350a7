import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { putProfile } from '#renderer/alerts/device-profile.ts';
import { centreOf, circleRing, withCorner } from '#renderer/map/site-shapes.ts';
import { readUntil } from '#renderer/screens/alerts/shelve-until.ts';
import {
  limitProblems,
  newLimit,
  profileDraftOf,
  profileProblems,
  profilePut,
  readNumber,
} from '#renderer/screens/settings/profile-draft.ts';
import {
  cornersText,
  readCorners,
  siteDraftOf,
  siteProblems,
  sitePut,
} from '#renderer/screens/settings/site-draft.ts';
import type { DeviceStateRow, SiteRow, TemperatureProfileRow } from '#shared/contract/types.ts';
import { distanceM } from '#shared/domain/geo.ts';

const profile: TemperatureProfileRow = {
  id: 'cool',
  name: 'Cool',
  builtIn: false,
  limits: [
    {
      side: 'above',
      value: 8,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'consecutive',
      forS: 600,
      clearValue: 7.5,
      clearForS: 120,
      severity: 'high',
      scope: 'leg',
    },
    {
      side: 'below',
      value: -0.5,
      inclusive: true,
      quantity: 'Temperature',
      mode: 'cumulative',
      forS: 90,
      windowS: 86_400,
      severity: 'critical',
    },
  ],
};

describe('the form of a profile', () => {
  it('gives back what it was opened with', () => {
    const { builtIn: _builtIn, ...put } = profile;
    expect(profilePut(profileDraftOf(profile))).toEqual(put);
  });

  it('says what is wrong with a limit', () => {
    const draft = { ...newLimit(0), value: 'eight', forMin: '', clearValue: '9' };
    expect(Object.keys(limitProblems(draft))).toEqual(['value', 'forMin']);
    expect(Object.keys(limitProblems({ ...draft, value: '8', forMin: '0' }))).toEqual([
      'forMin',
      'clearValue',
    ]);
    expect(limitProblems({ ...draft, value: '−8,5', forMin: '10', clearValue: '' })).toEqual({});
  });

  it('takes no id that others have or that is no name', () => {
    const draft = { ...profileDraftOf(profile), name: '' };
    expect(Object.keys(profileProblems(draft, new Set(['cool'])))).toEqual(['id', 'name']);
    expect(Object.keys(profileProblems({ ...draft, id: 'a b', name: 'x' }, new Set()))).toEqual(['id']);
  });

  it('reads numbers as people write them and nothing else', () => {
    expect(['8', '−2,5', ' +.5 ', '0'].map(readNumber)).toEqual([8, -2.5, 0.5, 0]);
    expect(['', '1e3', '0x10', '1 2', '--1', 'NaN'].map(readNumber)).toEqual(Array(6).fill(undefined));
  });
});

describe('the form of a site', () => {
  const circle: SiteRow = {
    siteId: 'A',
    name: 'Depot',
    kind: 'depot',
    lat: 45.7312345,
    lon: 4.95,
    radiusM: 400,
    timeZone: 'Europe/Paris',
    gln: '4012345000009',
  };
  const ring: [number, number][] = [
    [4, 45],
    [4.01, 45],
    [4.01, 45.01],
    [4, 45.01],
    [4, 45],
  ];
  const polygon: SiteRow = {
    siteId: 'B',
    name: 'Yard',
    kind: 'warehouse',
    lat: 45.005,
    lon: 4.005,
    area: { type: 'Polygon', coordinates: [ring] },
  };

  it('gives back a circle as it was opened', () => {
    expect(sitePut(siteDraftOf(circle))).toEqual(circle);
  });

  it('gives back a polygon with its centre', () => {
    const put = sitePut(siteDraftOf(polygon));
    expect(put?.area).toEqual(polygon.area);
    expect([put?.lat, put?.lon]).toEqual([expect.closeTo(45.005, 9), expect.closeTo(4.005, 9)]);
  });

  it('says what is missing', () => {
    const draft = siteDraftOf(undefined);
    expect(Object.keys(siteProblems(draft, new Set()))).toEqual(['siteId', 'name', 'place']);
    const wrong = {
      ...draft,
      siteId: 'A',
      name: 'x',
      shape: 'polygon' as const,
      timeZone: 'Mars/Base',
      gln: '12',
    };
    expect(Object.keys(siteProblems(wrong, new Set(['A'])))).toEqual([
      'siteId',
      'corners',
      'timeZone',
      'gln',
    ]);
  });

  it('reads corners as it writes them', () => {
    const degree = (most: number) => fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((n) => n / 1e7);
    const corner = fc.record({ lat: degree(90), lon: degree(180) });
    fc.assert(
      fc.property(fc.array(corner, { maxLength: 12 }), (corners) => {
        expect(readCorners(cornersText(corners))).toEqual(
          corners.map(({ lat, lon }) => ({ lat: lat + 0, lon: lon + 0 })),
        );
      }),
    );
    expect(readCorners('45, 4\nnowhere')).toBeUndefined();
    expect(readCorners('95, 4')).toBeUndefined();
  });
});

describe('the shapes of sites', () => {
  it('draw a circle whose every corner is at its radius', () => {
    const centre = { lat: 60, lon: 10 };
    const distances = circleRing(centre, 500).map(([lon, lat]) => distanceM(centre, { lat, lon }));
    expect(Math.max(...distances.map((metres) => Math.abs(metres - 500)))).toBeLessThan(2);
  });

  it('put a new corner into the side it is nearest to', () => {
    const square = [
      { lat: 0, lon: 0 },
      { lat: 0, lon: 1 },
      { lat: 1, lon: 1 },
      { lat: 1, lon: 0 },
    ];
    const added = { lat: 0.5, lon: 1.1 };
    expect(withCorner(square, added).indexOf(added)).toBe(2);
    expect(centreOf(square)).toEqual({ lat: 0.5, lon: 0.5 });
    expect(centreOf([])).toBeUndefined();
  });
});

describe('giving a sensor a profile', () => {
  it('leaves every other setting of its device as it is', () => {
    const row: DeviceStateRow = {
      deviceId: 'd',
      format: 'waymark',
      kind: 'logger',
      siteId: 'A',
      heardSiteId: 'A',
      timeZone: 'Europe/Paris',
      expectedEveryS: 60,
      hasKey: true,
      messages: { stored: 1, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 },
      kinds: ['reading'],
      channels: { in: { name: 'Inside' }, out: { temperatureProfileId: 'x' } },
    };
    expect(putProfile(row, 'in', 'cool')).toEqual({
      deviceId: 'd',
      kind: 'logger',
      timeZone: 'Europe/Paris',
      expectedEveryS: 60,
      channels: { in: { name: 'Inside', temperatureProfileId: 'cool' }, out: { temperatureProfileId: 'x' } },
    });
    expect(putProfile(row, 'out', undefined).channels).toEqual({ in: { name: 'Inside' } });
  });
});

describe('shelving', () => {
  const clock = { now: () => Date.parse('2026-11-22T08:00:00Z'), timeZone: 'Europe/Paris' };

  it('always has an end that is ahead', () => {
    expect(readUntil({ period: 'shift', ownUntil: '' }, clock)).toEqual({
      time: Date.parse('2026-11-22T16:00:00Z'),
    });
    expect(readUntil({ period: 'own', ownUntil: '2026-11-22 10:00' }, clock)).toEqual({
      time: Date.parse('2026-11-22T09:00:00Z'),
    });
    expect(readUntil({ period: 'own', ownUntil: '2026-11-22 08:00' }, clock).problem).toBeDefined();
    expect(readUntil({ period: 'own', ownUntil: 'tomorrow' }, clock).problem).toBeDefined();
  });
});
