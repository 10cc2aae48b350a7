import { expect, it } from 'vitest';

import { caseOf, seenAt } from '#engine/alerts/journey-case.ts';
import { missingScan } from '#engine/alerts/rules/missing-scan.ts';

it('a plan without times stands beside the scan it disagrees with, at its time', () => {
  const plan = ['packing', 'departing'].map((bizStep) => ({
    siteId: 'A',
    bizStep,
    plannedTime: undefined,
    vehicleId: undefined,
  }));
  const [span] = missingScan.evaluate(
    caseOf([seenAt(9, 'departing', 'A'), seenAt(60, 'receiving', 'B')], { plan }),
  );
  const [planned, seen] = span!.detail.sides.map(({ claims }) => claims[0]!);
  expect(planned?.text).toBe('packing at A');
  expect(planned?.time).toBe(seen?.time);
  expect(planned?.time).toBeGreaterThan(0);
});
