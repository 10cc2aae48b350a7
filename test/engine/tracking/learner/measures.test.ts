import { expect, it } from 'vitest';

import { measure } from '#engine/tracking/learner/measures.ts';

it('measures error, bias, coverage and pinball loss in the unit of the forecasts', () => {
  const measured = measure([
    { actual: 10, p10: 6, p50: 8, p90: 12 },
    { actual: 4, p10: 6, p50: 8, p90: 12 },
    { actual: 20, p10: 6, p50: 10, p90: 20 },
  ]);
  expect(measured).toMatchObject({
    n: 3,
    medianAbsoluteError: 4,
    p90AbsoluteError: 10,
    coverage80: 2 / 3,
  });
  expect(measured.mae).toBeCloseTo(16 / 3);
  expect(measured.bias).toBeCloseTo(8 / 3);
  // By hand: (0.4 + 1 + 0.2) + (1.8 + 2 + 0.8) + (1.4 + 5 + 0), a third of it per order.
  expect(measured.pinball).toBeCloseTo((1.6 + 4.6 + 6.4) / 9);
});
