import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { latOf, lonOf, mercatorX, mercatorY } from '#renderer/map/mercator.ts';
import { glideTo, isGliding, longestGlideMs, placeAt, standAt } from '#renderer/map/motion.ts';

const cologne = { lon: 6.96, lat: 50.94 };
const near = { lon: 6.961, lat: 50.94 };

function isBetween(value: number, one: number, other: number): boolean {
  return value >= Math.min(one, other) - 1e-12 && value <= Math.max(one, other) + 1e-12;
}

describe('the movement of a marker', () => {
  it('stands at its first fix', () => {
    const motion = standAt(cologne.lon, cologne.lat, 1000);
    expect(placeAt(motion, 5000)).toEqual({ x: mercatorX(cologne.lon), y: mercatorY(cologne.lat) });
    expect(isGliding(motion, 1000)).toBe(false);
  });

  it('goes from fix to fix in the time between their arrivals, at most a second', () => {
    const first = standAt(cologne.lon, cologne.lat, 0);
    expect(glideTo(first, near.lon, near.lat, 200).durationMs).toBe(200);
    expect(glideTo(first, near.lon, near.lat, 30_000).durationMs).toBe(longestGlideMs);
    const motion = glideTo(first, near.lon, near.lat, 30_000);
    expect(lonOf(placeAt(motion, 30_500).x)).toBeCloseTo(6.9605, 6);
  });

  it('never goes beyond the newest fix, and never outside the line between the two', () => {
    const position = fc.record({
      lon: fc.double({ min: 6.95, max: 6.97, noNaN: true }),
      lat: fc.double({ min: 50.93, max: 50.95, noNaN: true }),
    });
    fc.assert(
      fc.property(
        position,
        position,
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: -100, max: 9000 }),
        (a, b, gap, later) => {
          const motion = glideTo(standAt(a.lon, a.lat, 0), b.lon, b.lat, gap);
          const { x, y } = placeAt(motion, gap + later);
          expect(
            isBetween(x, mercatorX(a.lon), mercatorX(b.lon)) &&
              isBetween(y, mercatorY(a.lat), mercatorY(b.lat)),
          ).toBe(true);
          if (later >= longestGlideMs) expect(x).toBeCloseTo(mercatorX(b.lon), 12);
        },
      ),
    );
  });

  it('goes on from where it is drawn when a fix comes in the middle of a glide', () => {
    const first = glideTo(standAt(cologne.lon, cologne.lat, 0), near.lon, near.lat, 1000);
    const drawn = placeAt(first, 1400);
    const second = glideTo(first, 6.962, 50.94, 1400);
    expect(placeAt(second, 1400)).toEqual(drawn);
  });

  it('stays as it is when the fix is the same place again', () => {
    const motion = glideTo(standAt(cologne.lon, cologne.lat, 0), near.lon, near.lat, 500);
    expect(glideTo(motion, near.lon, near.lat, 900)).toBe(motion);
  });

  it('shows a jump in the data as a jump', () => {
    const motion = glideTo(standAt(cologne.lon, cologne.lat, 0), 4.84, 45.76, 1000);
    expect(isGliding(motion, 1000)).toBe(false);
    expect(latOf(placeAt(motion, 1000).y)).toBeCloseTo(45.76, 9);
  });
});
