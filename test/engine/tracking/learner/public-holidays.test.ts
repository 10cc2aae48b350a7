import { describe, expect, it } from 'vitest';

import { countryAt, holidaysOf } from '#engine/tracking/learner/public-holidays.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;

describe('days off', () => {
  it('are those a country keeps in each year, fixed and by Easter', () => {
    const france = holidaysOf('FR', 2026, 2027);
    expect(france.get(day('2026-05-01'))).toBe('public');
    expect(france.get(day('2026-04-06'))).toBe('public');
    expect(france.get(day('2027-03-29'))).toBe('public');
    expect(france.has(day('2026-05-04'))).toBe(false);
    expect(france.has(day('2025-12-25'))).toBe(false);
  });

  it('are told from days that are only named, and a day kept for a few hours is none', () => {
    const brazil = holidaysOf('BR', 2017, 2017);
    expect(brazil.get(day('2017-02-28'))).toBe('bank');
    expect(brazil.has(day('2017-06-12'))).toBe(false);
    expect(brazil.has(day('2017-12-24'))).toBe(false);
  });

  it('are none of a country that is not known', () => {
    expect(holidaysOf('XX', 2026, 2026)).toEqual(new Map());
  });
});

describe('a place', () => {
  it('lies in a country, or at sea', () => {
    expect(countryAt(47.32, 5.04)).toBe('FR');
    expect(countryAt(-23.55, -46.63)).toBe('BR');
    expect(countryAt(45, -30)).toBeUndefined();
  });
});
