import { describe, expect, it } from 'vitest';

import { dueInOpenTime } from '#engine/alerts/closures.ts';
import type { ScanActivity } from '#engine/store/scan-activity.ts';

const hour = 3_600_000;

/** Scans at these hours. */
function activityOf(hours: readonly number[]): ScanActivity {
  const times = hours.map((each) => each * hour).toSorted((a, b) => a - b);
  const within = (from: number, to: number): number[] => times.filter((time) => time > from && time <= to);
  return {
    lastWithin: (from, to) => within(from, to).at(-1),
    firstAfter: (from) => within(from, Infinity)[0],
    hasAtLeast: (count, from, to) => within(from, to).length >= count,
  };
}

/** Four scans an hour, the last of them at the end. */
function busy(fromHour: number, toHour: number): number[] {
  return Array.from({ length: (toHour - fromHour) * 4 }, (_, index) => fromHour + (index + 1) / 4);
}

function dueAfter(hours: readonly number[], from: number, length: number, now: number): number {
  return dueInOpenTime(activityOf(hours), from * hour, length * hour, now * hour) / hour;
}

describe('time in which anybody works', () => {
  it('is all of it where there are scans around the clock, and at night', () => {
    expect(dueAfter(busy(0, 100), 20, 30, 100)).toBe(50);
    expect(dueAfter([...busy(0, 20), ...busy(31, 44), ...busy(55, 70)], 20, 30, 70)).toBe(50);
  });

  it('stands still over a weekend', () => {
    const hours = [...busy(0, 40), ...busy(90, 140)];
    expect(dueAfter(hours, 30, 24, 140)).toBe(104.25);
    expect(dueAfter(hours, 95, 24, 140)).toBe(119);
  });

  it('stands still until now while the weekend lasts', () => {
    expect(dueAfter(busy(0, 40), 30, 24, 80)).toBeGreaterThan(80);
    expect(dueAfter(busy(0, 40), 30, 24, 45)).toBe(54);
  });

  it('goes on where so little is scanned that a pause says nothing', () => {
    expect(dueAfter([10, 20, 100], 20, 24, 90)).toBe(44);
  });

  it('stands still over each of two closures', () => {
    const hours = [...busy(0, 24), ...busy(48, 72), ...busy(96, 120)];
    expect(dueAfter(hours, 20, 50, 140)).toBe(20 + 50 + 24.25 + 24.25);
  });
});
