import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { timeTicks } from '#renderer/charts/time-ticks.ts';
import { dayMs, hourMs, minuteMs, zoneOffsetMs } from '#shared/domain/time.ts';

function labels(from: string, to: string, options: { timeZone?: string; maxTicks?: number } = {}): string[] {
  const { timeZone = 'UTC', maxTicks = 10 } = options;
  const ticks = timeTicks({ from: Date.parse(from), to: Date.parse(to), timeZone, maxTicks });
  return ticks.map((tick) => (tick.context === undefined ? tick.label : `${tick.label} (${tick.context})`));
}

describe('the ticks of a time axis', () => {
  it('are round minutes in an hour, with the day at the first', () => {
    expect(labels('2026-11-22T13:58:20Z', '2026-11-22T14:58:20Z', { maxTicks: 7 })).toEqual([
      '14:00 (Sun 22 Nov)',
      '14:10',
      '14:20',
      '14:30',
      '14:40',
      '14:50',
    ]);
  });

  it('name the day again where it changes', () => {
    expect(labels('2026-11-22T15:00:00Z', '2026-11-23T15:00:00Z', { maxTicks: 8 })).toEqual([
      '18:00 (Sun 22 Nov)',
      '00:00 (Mon 23 Nov)',
      '06:00',
      '12:00',
    ]);
  });

  it('are seconds when zoomed far in', () => {
    expect(labels('2026-11-22T14:00:00Z', '2026-11-22T14:00:20Z', { maxTicks: 5 })).toEqual([
      '14:00:00 (Sun 22 Nov)',
      '14:00:05',
      '14:00:10',
      '14:00:15',
      '14:00:20',
    ]);
  });

  it('are days in a month, weeks from Monday in a quarter, months in a year, years in a decade', () => {
    expect(labels('2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z')).toHaveLength(8);
    expect(labels('2026-10-20T00:00:00Z', '2026-12-18T00:00:00Z')).toEqual([
      '26 Oct (2026)',
      '2 Nov',
      '9 Nov',
      '16 Nov',
      '23 Nov',
      '30 Nov',
      '7 Dec',
      '14 Dec',
    ]);
    expect(labels('2026-06-15T00:00:00Z', '2027-03-15T00:00:00Z')).toEqual([
      'Jul (2026)',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
      'Dec',
      'Jan (2027)',
      'Feb',
      'Mar',
    ]);
    expect(labels('2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z')[1]).toBe('2021');
  });

  it('follow the wall clock of the zone, half hours off UTC too', () => {
    expect(
      labels('2026-11-22T00:00:00Z', '2026-11-22T04:00:00Z', { timeZone: 'Asia/Kathmandu', maxTicks: 5 }),
    ).toEqual(['06:00 (Sun 22 Nov)', '07:00', '08:00', '09:00']);
  });

  it('skip the hour that does not happen in spring', () => {
    expect(
      labels('2026-03-29T00:00:00+01:00', '2026-03-29T06:00:00+02:00', { timeZone: 'Europe/Berlin' }),
    ).toEqual(['00:00 (Sun 29 Mar)', '01:00', '03:00', '04:00', '05:00', '06:00']);
  });

  it('show the hour that happens twice in autumn twice', () => {
    expect(
      labels('2026-10-25T00:00:00+02:00', '2026-10-25T05:00:00+01:00', { timeZone: 'Europe/Berlin' }),
    ).toEqual(['00:00 (Sun 25 Oct)', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00']);
  });

  it('stay on midnight over a change of the clocks', () => {
    expect(
      labels('2026-10-23T00:00:00+02:00', '2026-10-27T00:00:00+01:00', {
        timeZone: 'Europe/Berlin',
        maxTicks: 6,
      }),
    ).toEqual(['23 Oct (2026)', '24 Oct', '25 Oct', '26 Oct', '27 Oct']);
  });

  it('are never more than asked for, in order, inside the range and on round wall times', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Beirut',
      'America/Havana',
      'Pacific/Apia',
    ];
    const property = fc.property(
      fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2035, 0, 1) }),
      fc.integer({ min: 2, max: 36 }),
      fc.integer({ min: 1, max: 14 }),
      fc.constantFrom(...zones),
      (from, exponent, maxTicks, timeZone) => {
        const to = from + Math.round(1000 * 2 ** exponent * 0.9);
        if (to > Date.UTC(2200, 0, 1)) return;
        const ticks = timeTicks({ from, to, timeZone, maxTicks });
        expect(ticks.length).toBeLessThanOrEqual(Math.min(10, maxTicks));
        const times = ticks.map((tick) => tick.time);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        for (const { time, label } of ticks) {
          expect(time).toBeGreaterThanOrEqual(from);
          expect(time).toBeLessThanOrEqual(to);
          const wall = time + zoneOffsetMs(time, timeZone);
          if (/^\d\d:\d\d$/.test(label)) expect(wall % minuteMs).toBe(0);
          // Midnight itself may be skipped when the clocks go forward at midnight.
          if (/^\d+ [A-Z]/.test(label)) expect(wall % dayMs).toBeLessThanOrEqual(hourMs);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('are none in an empty range', () => {
    expect(labels('2026-11-22T14:00:00Z', '2026-11-22T14:00:00Z')).toEqual([]);
  });
});
