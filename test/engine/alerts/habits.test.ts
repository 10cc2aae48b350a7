import { describe, expect, it } from 'vitest';

import { Habits } from '#engine/alerts/habits.ts';
import type { Journey } from '#engine/tracking/journey.ts';
import { seenAt } from '#engine/alerts/journey-case.ts';

/** A parcel that came to the hub and left it again after so many minutes. */
function journey(minutes: number, heardAfterMinutes = 0): ReadonlyMap<string, Journey> {
  const events = [seenAt(0, 'receiving', 'H'), seenAt(minutes, 'departing', 'H')].map(({ scan }) => ({
    scan: { ...scan, recordTime: scan.eventTime + heardAfterMinutes * 60_000 },
    via: 'P',
    state: 'at-site' as const,
  }));
  return new Map([['P', { events, stays: [] }]]);
}

describe('what is usual', () => {
  it('is unknown until twenty journeys have shown it', () => {
    const habits = new Habits();
    for (let order = 0; order < 19; order += 1) habits.learn(order, journey(60));
    expect([habits.dwellMs('H'), habits.gapMs('H receiving')]).toEqual([undefined, 24 * 3_600_000]);
    habits.learn(19, journey(60));
    expect(habits.dwellMs('H')).toEqual({ usual: 3_600_000, limit: expect.any(Number) as number });
  });

  it('leaves room for longer stays than the few that are known, less with each', () => {
    const limitAfter = (count: number): number => {
      const habits = new Habits();
      for (let order = 0; order < count; order += 1) habits.learn(order, journey(60));
      return habits.dwellMs('H')!.limit;
    };
    expect(limitAfter(20)).toBeGreaterThan(limitAfter(100));
    expect(limitAfter(400)).toBeGreaterThan(1.25 * 3_600_000);
  });

  it('is how long nothing is heard, where devices report hours later', () => {
    const habits = new Habits();
    for (let order = 0; order < 20; order += 1) habits.learn(order, journey(60, 600));
    expect(habits.dwellMs('H')!.usual).toBe(660 * 60_000);
    expect(habits.gapMs('H receiving')).toBeGreaterThan(660 * 60_000);
  });

  it('is learned from when it happened where it was made up for days later', () => {
    const habits = new Habits();
    for (let order = 0; order < 20; order += 1) habits.learn(order, journey(60, 3 * 24 * 60));
    expect(habits.dwellMs('H')!.usual).toBe(3_600_000);
  });

  it('is assumed by the promise while unknown: a day at least, three at most', () => {
    const habits = new Habits();
    const hours = [undefined, -5, 30, 100, 1000].map((left) =>
      habits.gapMs('H receiving', left === undefined ? undefined : left * 3_600_000),
    );
    expect(hours.map((gap) => gap / 3_600_000)).toEqual([24, 24, 24, 70, 72]);
  });

  it('is told in whole milliseconds, as alerts keep their times', () => {
    const habits = new Habits();
    for (let order = 0; order < 40; order += 1)
      habits.learn(order, journey(200 + Math.round(order * 8571.3) / 60_000));
    const { limit } = habits.dwellMs('H')!;
    expect([limit, habits.gapMs('H receiving')].every(Number.isInteger)).toBe(true);
  });
});
