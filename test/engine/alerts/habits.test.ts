import { describe, expect, it } from 'vitest';

import { Habits } from '#engine/alerts/habits.ts';
import type { Journey } from '#engine/tracking/journey.ts';
import { seenAt } from '#engine/alerts/journey-case.ts';

/** A parcel that came to the hub and left it again after so many minutes. */
function journey(minutes: number): ReadonlyMap<string, Journey> {
  const events = [seenAt(0, 'receiving', 'H'), seenAt(minutes, 'departing', 'H')].map(({ scan }) => ({
    scan,
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
    expect(habits.dwellMs('H')).toEqual({ usual: 3_600_000, limit: 105 * 60_000 });
  });

  it('is told in whole milliseconds, as alerts keep their times', () => {
    const habits = new Habits();
    for (let order = 0; order < 40; order += 1)
      habits.learn(order, journey(200 + Math.round(order * 8571.3) / 60_000));
    const { limit } = habits.dwellMs('H')!;
    expect([limit, habits.gapMs('H receiving')].every(Number.isInteger)).toBe(true);
  });
});
