import { expect, it } from 'vitest';

import { courseOf, featuresOf } from '#engine/tracking/learner/history-features.ts';
import { pastOrders, readHistory } from '#engine/tracking/learner/history-table.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 5);
const iso = (hours: number): string => new Date(start + hours * hourMs).toISOString();

it('tells how generous a promise is from what came before the start as well, however long that took', () => {
  // Every promise is 240 hours from the order but the last, which is 360; each waits for its hand-over for longer.
  const lines = Array.from({ length: 8 }, (_, index) => {
    const ordered = 100 * index;
    return [
      iso(ordered),
      iso(ordered + 5 * index),
      iso(ordered + 200),
      iso(ordered + (index === 7 ? 360 : 240)),
      'north',
    ];
  });
  const table = readHistory(
    [['ordered', 'handed', 'delivered', 'promised', 'region'], ...lines].map(String).join('\n'),
  );
  const course = courseOf(pastOrders(table, { from: 'handed', to: 'delivered', promised: 'promised' }));
  const plan = { numbers: [], categories: [], pastTimes: [0], plannedTimes: [], places: [], leftOut: [] };
  const none = new Map<string, Float64Array>();
  const levels = { following: none, guesses: none, levels: none, pace: new Float64Array(8) };
  const categories = [{ name: 'region', values: lines.map(() => 'north') }];
  const { names, columns } = featuresOf(course, plan, table, { categories, levels, toWork: (at) => at });
  const said = (name: string): number[] => Array.from(columns[names.indexOf(name)]!.subarray(5));
  expect(said('promise since ordered, beside the last ones')).toEqual([1, 1, 1.5]);
  expect(said('promise since ordered, beside the last ones of its region')).toEqual([1, 1, 1.5]);
});
