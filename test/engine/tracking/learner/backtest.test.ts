import { describe, expect, it } from 'vitest';

import { backtest, replay } from '#engine/tracking/learner/backtest.ts';
import { seededRandom } from '#engine/tracking/learner/boosting.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 5);
const columns = { from: 'handed_over', to: 'delivered', promised: 'promised' };
const header = 'order,handed_over,delivered,promised,region,km,transit_hours,left_hub,last_status';

interface Row {
  readonly order: string;
  readonly from: number;
  readonly end: number;
  readonly region: string;
  readonly km: number;
}

/** Orders whose duration follows region and distance, with noise; slower in the second half. */
function orders(count: number, seed: number): Row[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * 2 * hourMs + Math.floor(random() * hourMs);
    const region = ['north', 'south', 'east'][Math.floor(random() * 3)]!;
    const km = 50 + Math.floor(random() * 900);
    const regime = index > count / 2 ? 1.3 : 1;
    const hours = (10 + km / 30 + (region === 'north' ? 15 : 0)) * regime * (0.7 + 0.6 * random());
    return { order: `O-${index}-${seed}`, from, end: from + Math.round(hours * hourMs), region, km };
  });
}

function csv(rows: readonly Row[]): string {
  const iso = (at: number): string => (Number.isNaN(at) ? '' : new Date(at).toISOString());
  const lines = rows.map(({ order, from, end, region, km }) =>
    [
      order,
      iso(from),
      iso(end),
      iso(from + 100 * hourMs),
      region,
      km,
      Number.isNaN(end) ? '' : ((end - from) / hourMs).toFixed(1),
      iso(Number.isNaN(end) ? NaN : from + (end - from) / 3),
      Number.isNaN(end) ? 'moving' : 'done',
    ].join(','),
  );
  return [header, ...lines].join('\n');
}

describe('a back-test', () => {
  const all = orders(700, 1).map((row, index) =>
    index % 20 === 7 && index < 500 ? { ...row, end: NaN } : row,
  );
  const history = csv(all.slice(0, 500));
  const test = all.slice(500);

  it('beats the best simple guess and holds its interval on orders that follow region and distance', () => {
    const { result, leftOut } = backtest(history, csv(test), columns);
    expect(result).toMatchObject({ n: 200, skipped: 0 });
    expect(result.mae).toBeLessThan(0.8 * result.baselineMae);
    expect(Math.abs(result.coverage80 - 0.8)).toBeLessThan(0.12);
    expect(result.promisedMae).toBeGreaterThan(result.mae);
    expect(leftOut.map(({ column }) => column)).toEqual([
      'order',
      'transit_hours',
      'left_hub',
      'last_status',
    ]);
  });

  it('says the same of an order whatever happens after it started', () => {
    const asOf = test[100]!.from;
    const shift = seededRandom(9);
    const later = (row: Row): Row =>
      row.end > asOf ? { ...row, end: row.end + Math.ceil(shift() * 900 * hourMs) } : row;
    const before = replay(history, csv(test), columns);
    const after = replay(csv(all.slice(0, 500).map(later)), csv(test.map(later)), columns);
    const saidBy = ({ said, course }: typeof before): unknown[] =>
      said.filter((_, row) => course.from[row]! <= asOf).filter((each) => each !== undefined);
    expect(saidBy(after)).toEqual(saidBy(before));
    expect(saidBy(before).length).toBeGreaterThan(100);
  });

  it('learns from what a test order turned out to be once it has ended', () => {
    const known = test[100]!.from;
    const slower = test.map((row) =>
      row.end < known ? { ...row, end: row.from + (row.end - row.from) / 3 } : row,
    );
    const last = (rows: readonly Row[]): unknown => replay(history, csv(rows), columns).said.at(-1);
    expect(last(slower)).not.toEqual(last(test));
  });

  it('counts rows without a start or an end as skipped and reads a start from two columns and minutes', () => {
    const two = (rows: readonly Row[]): string =>
      [
        'day,clock,minutes,km',
        ...rows.map(({ from, end, km }) => {
          const [day, clock] = new Date(from).toISOString().slice(0, 19).split('T');
          return `${day},${clock},${Number.isNaN(end) ? '' : Math.round((end - from) / 60_000)},${km}`;
        }),
        '2026-03-30,NaN,600,100',
        '2026-03-30,10:00,,100',
      ].join('\n');
    const { result } = backtest(two(all.slice(0, 500)), two(test), {
      from: 'day+clock',
      targetMinutes: 'minutes',
    });
    expect(result).toMatchObject({ n: 200, skipped: 2 });
    expect(result).not.toHaveProperty('promisedMae');
  });

  it('skips a row that starts before enough was known, and answers the others all the same', () => {
    const early = { ...test[0]!, from: start - 400 * hourMs };
    const { result } = backtest(history, csv([early, ...test]), columns);
    expect(result).toMatchObject({ n: 200, skipped: 1 });
    expect(() => backtest(history, csv([early]), columns)).toThrow('fewer than 30 outcomes were known');
  });

  it('names a column that is missing', () => {
    expect(() => backtest(history, csv(test), { from: 'picked', to: 'delivered' })).toThrow(
      "the history has no column 'picked'",
    );
  });
});
