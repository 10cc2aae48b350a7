import { describe, expect, it } from 'vitest';

import type { JudgedPrediction } from '#engine/store/predictions.ts';
import { scoreOf, scoresBy, scoresByTimeOut } from '#engine/tracking/scorecard.ts';

const minute = 60_000;

function prediction(orderKey: number, made: number, p50: number, delivered: number): JudgedPrediction {
  return {
    orderKey,
    made: made * minute,
    state: 'packed',
    model: 'like-orders-1',
    p10: (p50 - 10) * minute,
    p50: p50 * minute,
    p90: (p50 + 10) * minute,
    delivered: delivered * minute,
    site: orderKey === 1 ? 'LYON' : 'DIJON',
    lane: '',
    carrier: '',
    service: '',
    driver: '',
  };
}

const rows = [
  prediction(1, 0, 130, 120),
  prediction(1, 90, 125, 120),
  prediction(2, 0, 300, 330),
  prediction(2, 60, 340, 330),
];

describe('the scorecard of estimates', () => {
  it('measures error, bias, coverage and how far estimates jump', () => {
    expect(scoreOf(rows)).toEqual({
      n: 4,
      orders: 2,
      mae: 13.75 * minute,
      median: 10 * minute,
      p90: 30 * minute,
      bias: 1.25 * minute,
      coverage80: 0.75,
      jitter: 5 * minute,
    });
    expect(scoreOf([])).toBeUndefined();
    expect(scoreOf(rows.slice(0, 1))?.jitter).toBeUndefined();
  });

  it('tells sites apart, and time out as it was from time out as it was said', () => {
    expect(scoresBy(rows, 'site').map(({ name, n }) => [name, n])).toEqual([
      ['DIJON', 2],
      ['LYON', 2],
    ]);
    expect(scoresByTimeOut(rows, 'delivered').map(({ name, n }) => [name, n])).toEqual([
      ['< 1 h', 1],
      ['1–4 h', 1],
      ['4–12 h', 2],
    ]);
    const early = [prediction(3, 0, 50, 70)];
    expect(scoresByTimeOut(early, 'p50')[0]?.name).toBe('< 1 h');
    expect(scoresByTimeOut(early, 'delivered')[0]?.name).toBe('1–4 h');
  });
});
