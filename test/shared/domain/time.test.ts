import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { localToUtc, parseDeviceTime, toIso, zoneOffsetMs } from '#shared/domain/time.ts';

function parse(raw: unknown, zone = 'UTC') {
  const parsed = parseDeviceTime(raw, zone);
  return parsed.ok ? [toIso(parsed.time), parsed.zoneAssumed] : 'refused';
}

describe('a device’s time', () => {
  it.each([
    ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00.250Z', '2026-11-23T08:00:00.250Z'],
    ['2026-11-23T09:00:00+01:00', '2026-11-23T08:00:00Z'],
    ['2026-11-23T09:00:00+0100', '2026-11-23T08:00:00Z'],
    ['2026-11-23 03:30:00-04:30', '2026-11-23T08:00:00Z'],
    [1_795_420_800, '2026-11-23T08:00:00Z'],
    [1_795_420_800.5, '2026-11-23T08:00:00.500Z'],
    [1_795_420_800_000, '2026-11-23T08:00:00Z'],
    ['1795420800', '2026-11-23T08:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    [0, '1970-01-01T00:00:00Z'],
  ])('%s is %s', (raw, iso) => expect(parse(raw)).toEqual([iso, false]));

  it.each([
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-23T24:00:01Z',
    null,
    true,
    Number.NaN,
    Infinity,
    {},
    '8:00',
  ])('%s is refused', (raw) => expect(parse(raw)).toBe('refused'));

  it('without a zone is local time, and says so', () => {
    expect(parse('2026-07-01T10:00:00', 'Europe/Paris')).toEqual(['2026-07-01T08:00:00Z', true]);
    expect(parse('2026-12-01T10:00:00', 'Europe/Paris')).toEqual(['2026-12-01T09:00:00Z', true]);
    expect(parse('2026-12-01T10:00:00', 'Asia/Kathmandu')).toEqual(['2026-12-01T04:15:00Z', true]);
  });

  it('in the hour that comes twice is the earlier one', () => {
    expect(parse('2026-10-25T02:30:00', 'Europe/Paris')).toEqual(['2026-10-25T00:30:00Z', true]);
  });

  it('in the hour that is skipped is what the clock would have shown', () => {
    expect(parse('2026-03-29T02:30:00', 'Europe/Paris')).toEqual(['2026-03-29T01:30:00Z', true]);
  });

  it('goes there and back for every instant of a zone outside folds', () => {
    const zones = fc.constantFrom(
      'Europe/Paris',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    );
    const instants = fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 });
    fc.assert(
      fc.property(zones, instants, (zone, second) => {
        const instant = second * 1000;
        const back = localToUtc(instant + zoneOffsetMs(instant, zone), zone);
        expect(back + zoneOffsetMs(back, zone)).toBe(instant + zoneOffsetMs(instant, zone));
        expect(instant - back).toBeGreaterThanOrEqual(0);
        expect(instant - back).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (raw) => void parseDeviceTime(raw, 'UTC')),
      { numRuns: 2000 },
    );
  });
});
