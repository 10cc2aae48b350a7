import { afterEach, describe, expect, it } from 'vitest';

import { Habits } from '#engine/alerts/habits.ts';
import { seenAt } from '#engine/alerts/journey-case.ts';
import type { Store } from '#engine/store/store.ts';
import type { Journey } from '#engine/tracking/journey.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

/** A parcel that came to the hub and left it again after so many minutes. */
function journey(minutes: number, heardAfterMinutes = 0): ReadonlyMap<string, Journey> {
  const events = [seenAt(0, 'receiving', 'H'), seenAt(minutes, 'departing', 'H')].map(({ scan }) => ({
    scan: { ...scan, recordTime: scan.eventTime + heardAfterMinutes * minuteMs },
    via: 'P',
    state: 'at-site' as const,
  }));
  return new Map([['P', { events, stays: [] }]]);
}

/** When orders ended, and a time at which that is known. */
const ended = 40 * hourMs;
const later = 50 * hourMs;

describe('what is usual', () => {
  const ends: (() => void)[] = [];
  afterEach(() => ends.splice(0).forEach((end) => end()));

  function opened(): { readonly habits: Habits; readonly store: Store } {
    const folder = temporaryFolder();
    const store = openTestStore(folder.path);
    ends.push(() => {
      store.close();
      folder.remove();
    });
    return { habits: new Habits(store), store };
  }

  function taught(count: number, of: (order: number) => ReadonlyMap<string, Journey>): Habits {
    const { habits } = opened();
    for (let order = 0; order < count; order += 1) habits.learn(order, ended, of(order));
    return habits;
  }

  it('is unknown until twenty journeys have shown it', () => {
    const habits = taught(19, () => journey(60));
    expect([habits.dwellMs('H', later), habits.gapMs('H receiving', later).limit]).toEqual([
      undefined,
      24 * hourMs,
    ]);
    habits.learn(19, ended, journey(60));
    expect(habits.dwellMs('H', later)?.usual).toBe(hourMs);
  });

  it('leaves room for longer stays than the few that are known, less with each', () => {
    const limitAfter = (count: number): number => taught(count, () => journey(60)).dwellMs('H', later)!.limit;
    expect(limitAfter(20)).toBeGreaterThan(limitAfter(100));
    expect(limitAfter(400)).toBeGreaterThan(1.25 * hourMs);
  });

  it('is told by when things happened, with how much later they are heard where devices report hours later', () => {
    const habits = taught(20, () => journey(60, 600));
    expect(habits.dwellMs('H', later)?.usual).toBe(hourMs);
    expect(habits.dwellMs('H', later)?.late).toBe(15 * hourMs);
    expect(habits.gapMs('H receiving', later)).toEqual({
      ...taught(20, () => journey(60)).gapMs('H receiving', later),
      late: 15 * hourMs,
    });
  });

  it('does not take what came when nobody had listened for heard late', () => {
    const { habits, store } = opened();
    store.alerts.putDeafTime(30 * minuteMs, 650 * minuteMs);
    for (let order = 0; order < 20; order += 1) habits.learn(order, ended, journey(60, 600));
    // It happened after an hour, was heard after eleven, and could be after 650 minutes.
    expect(habits.dwellMs('H', later)?.late).toBe(15 * minuteMs);
  });

  it('takes what was made up for days later for no habit of hearing late', () => {
    expect(taught(20, () => journey(60, 3 * 24 * 60)).dwellMs('H', later)?.late).toBe(0);
  });

  it('is assumed by the promise while unknown: a day at least, three at most', () => {
    const { habits } = opened();
    const hours = [undefined, -5, 30, 100, 1000].map(
      (left) => habits.gapMs('H receiving', later, left === undefined ? undefined : left * hourMs).limit,
    );
    expect(hours.map((gap) => gap / hourMs)).toEqual([24, 24, 24, 70, 72]);
  });

  it('is told in whole milliseconds, as alerts keep their times', () => {
    const habits = taught(40, (order) => journey(200 + Math.round(order * 8571.3) / 60_000));
    const { limit } = habits.dwellMs('H', later)!;
    expect([limit, habits.gapMs('H receiving', later).limit].every(Number.isInteger)).toBe(true);
  });

  it('of an instant is what had ended by the full quarter of an hour before it, whatever order it was heard of in', () => {
    const orders = Array.from({ length: 60 }, (_, order) => ({
      order,
      ended: (order + 1) * hourMs,
      journey: journey(10 + order),
    }));
    const answers = [orders, orders.toReversed()].map((list) => {
      const { habits } = opened();
      for (const each of list) habits.learn(each.order, each.ended, each.journey);
      return [20.2, 20.25, 40.5, 70].map((hours) => habits.dwellMs('H', hours * hourMs));
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]!.map((known) => known?.usual)).toEqual(
      [undefined, 19, 29, 39].map((minutes) => minutes && minutes * minuteMs),
    );
  });

  it('is taught anew by an order that changes after it ended, and not by one that did not end after all', () => {
    const habits = taught(21, () => journey(60));
    expect(habits.learn(3, ended, journey(60))).toBeUndefined();
    expect(habits.learn(3, ended - 5 * hourMs, journey(30))).toBe(ended - 4.75 * hourMs);
    expect(habits.forget(3)).toBe(ended - 4.75 * hourMs);
    expect(habits.forget(4)).toBe(ended + hourMs / 4);
    expect(habits.dwellMs('H', later)).toBeUndefined();
  });

  it('is the same after a start', () => {
    const { habits, store } = opened();
    for (let order = 0; order < 30; order += 1)
      habits.learn(order, ended + order * hourMs, journey(60 + order));
    const again = new Habits(store);
    for (const hours of [62, 65.5, 90])
      expect(again.dwellMs('H', hours * hourMs)).toEqual(habits.dwellMs('H', hours * hourMs));
  });
});
