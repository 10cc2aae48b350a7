import { describe, expect, it } from 'vitest';

import {
  codeEnd,
  formatAge,
  formatBytes,
  formatClock,
  formatCoordinates,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatHeading,
  formatNumber,
  formatOffset,
  formatQuantity,
  formatRate,
  formatSpeed,
  formatTimeShort,
  formatUtc,
  formatZoneOffset,
  quantityLabel,
} from '#renderer/text/format.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('ages', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [3_000, '3 s'],
    [59_999, '59 s'],
    [minute, '1 min'],
    [4 * minute + 59_000, '4 min'],
    [2 * hour + 5 * minute, '2 h 05 min'],
    [47 * hour, '47 h 00 min'],
    [3 * day + 5 * hour, '3 d'],
    [1500 * day, '1,500 d'],
    [-400, '0 s'],
    [-3_000, 'in 3 s'],
    [-2 * hour, 'in 2 h 00 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [0.2, '0.2 s'],
    [10, '10 s'],
    [90, '1 min 30 s'],
    [900, '15 min'],
    [21_600, '6 h'],
    [90_061, '1 d 1 h'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('gives a clock offset its sign', () => {
    expect([formatOffset(2.44), formatOffset(-3600), formatOffset(0)]).toEqual(['+2.4 s', '−1 h', '+0.0 s']);
  });
});

describe('numbers', () => {
  it('keeps fixed decimals, groups digits and uses a real minus sign', () => {
    expect([formatNumber(12345.678, 1), formatNumber(-4, 2), formatNumber(0, 1)]).toEqual([
      '12,345.7',
      '−4.00',
      '0.0',
    ]);
  });

  it('never shows a negative zero', () => {
    expect(formatNumber(-0.04, 1)).toBe('0.0');
  });

  it('shows each quantity with its own unit and decimals', () => {
    expect(formatQuantity('Temperature', 4.25, 'CEL')).toEqual({ value: '4.3', unit: '°C' });
    expect(formatQuantity('RelativeHumidity', 61, 'P1')).toEqual({ value: '61.0', unit: '%RH' });
    expect(formatQuantity('DoorOpen', 0, null)).toEqual({ value: 'closed', unit: '' });
  });

  it('shows a quantity nobody has described in the unit it came with, as precisely as it came', () => {
    expect(formatQuantity('co2_level', 412.5, '59')).toEqual({ value: '412.5', unit: 'ppm' });
    expect(formatQuantity('Wobble', 3, 'ZZ9')).toEqual({ value: '3', unit: 'ZZ9' });
    expect(formatQuantity('Wobble', 3, null)).toEqual({ value: '3', unit: '' });
  });

  it('does not pretend that a value in another unit is in the usual one', () => {
    expect(formatQuantity('Temperature', 40, 'FAH')).toEqual({ value: '40', unit: 'FAH' });
  });

  it('names types nobody has described', () => {
    expect([
      quantityLabel('RelativeHumidity'),
      quantityLabel('co2_level'),
      quantityLabel('VocIndex'),
    ]).toEqual(['Humidity', 'Co2 level', 'Voc index']);
  });

  it('shows speed in km/h and course with its point of the compass', () => {
    expect(formatSpeed(15)).toEqual({ value: '54', unit: 'km/h' });
    expect([formatHeading(0), formatHeading(278), formatHeading(359), formatHeading(-90)]).toEqual([
      '0° N',
      '278° W',
      '359° N',
      '270° W',
    ]);
  });

  it('shows coordinates to the metre, distances and sizes to what matters', () => {
    expect(formatCoordinates(-33.8688197, 151.2092955)).toBe('−33.86882, 151.20930');
    expect(
      [formatDistance(0), formatDistance(999), formatDistance(12_340), formatDistance(250_000)].map(joined),
    ).toEqual(['0 m', '999 m', '12.3 km', '250 km']);
    expect(
      [formatBytes(0), formatBytes(999), formatBytes(1_234_567), formatBytes(999_950_000)].map(joined),
    ).toEqual(['0 B', '999 B', '1.2 MB', '1.0 GB']);
  });

  it('does not show a trickle of messages as nothing', () => {
    expect([formatRate(0), formatRate(0.3), formatRate(1234)].map(joined)).toEqual([
      '0 /s',
      '0.3 /s',
      '1,234 /s',
    ]);
  });
});

describe('times', () => {
  const winter = Date.UTC(2026, 10, 22, 13, 2, 11);
  const summer = Date.UTC(2026, 6, 1, 22, 30, 0);

  it('are in the zone, with the offset that applied at that instant', () => {
    expect(formatDateTime(winter, 'Europe/Berlin')).toBe('2026-11-22 14:02:11 +01:00');
    expect(formatDateTime(summer, 'Europe/Berlin')).toBe('2026-07-02 00:30:00 +02:00');
    expect(formatDateTime(winter, 'America/New_York')).toBe('2026-11-22 08:02:11 −05:00');
    expect(formatZoneOffset(winter, 'Asia/Kathmandu')).toBe('+05:45');
    expect(formatUtc(winter)).toBe('2026-11-22 13:02:11 UTC');
    expect(formatClock(winter, 'UTC')).toBe('13:02:11');
  });

  it('name the day only when it is another one in that zone', () => {
    const now = Date.UTC(2026, 6, 2, 8, 0, 0);
    expect(formatTimeShort(summer, 'Europe/Berlin', now)).toBe('00:30:00');
    expect(formatTimeShort(summer, 'UTC', now)).toBe('2026-07-01 22:30:00');
  });
});

describe('a code that is too long for its column', () => {
  it('shows its end; names and short codes stay whole', () => {
    expect(codeEnd('795213210252203914')).toBe('…0252203914');
    expect(['WM-25220702374', 'wh-lys-hall-t1', 'Lyon Saint-Priest warehouse'].map(codeEnd)).toEqual([
      'WM-25220702374',
      'wh-lys-hall-t1',
      'Lyon Saint-Priest warehouse',
    ]);
  });
});

function joined({ value, unit }: { readonly value: string; readonly unit: string }): string {
  return `${value} ${unit}`;
}
