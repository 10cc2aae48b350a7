import fc from 'fast-check';
import { expect, it } from 'vitest';

import { distanceM, isWithinM } from '#shared/domain/geo.ts';

const place = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});
/** Mostly near each other, where both short answers and the exact one are asked for. */
const pair = fc.oneof(
  fc.tuple(place, place),
  fc
    .tuple(
      place,
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    )
    .map(
      ([a, north, east]) =>
        [a, { lat: Math.max(-90, Math.min(90, a.lat + north)), lon: a.lon + east }] as const,
    ),
);

it('says of two places whether they are within a distance, as the distance itself says', () => {
  fc.assert(
    fc.property(
      pair,
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      ([a, b], limit, share) => {
        const apart = distanceM(a, b);
        for (const limitM of [limit, apart * share])
          if (Math.abs(apart - limitM) > 1e-6) expect(isWithinM(a, b, limitM)).toBe(apart <= limitM);
      },
    ),
    { numRuns: 2000 },
  );
});
