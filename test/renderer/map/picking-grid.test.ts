import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PickingGrid } from '#renderer/map/picking-grid.ts';

/** Quarters of a pixel: finer differences are no difference on a screen. */
const coordinate = fc.integer({ min: -200, max: 3400 }).map((quarters) => quarters / 4);
const point = fc.record({ x: coordinate, y: coordinate });

/** The view of the tests is 800 by 600, in whole cells of 32. */
function isInView({ x, y }: { readonly x: number; readonly y: number }): boolean {
  return x >= 0 && y >= 0 && x < 800 && y < 608;
}

describe('picking without the GPU', () => {
  it('finds the same points as looking at every one', () => {
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 200 }),
        point,
        fc.integer({ min: 0, max: 90 }),
        (points, at, radius) => {
          const grid = new PickingGrid();
          grid.load(
            points.map(({ x }) => x),
            points.map(({ y }) => y),
            800,
            600,
          );
          const expected = points
            .map((each, index) => ({ each, index, distancePx: Math.hypot(each.x - at.x, each.y - at.y) }))
            .filter(({ each, distancePx }) => isInView(each) && distancePx <= radius)
            .toSorted((a, b) => a.distancePx - b.distancePx || b.index - a.index)
            .map(({ index, distancePx }) => ({ index, distancePx }));
          expect(grid.within(at.x, at.y, radius)).toEqual(expected);
        },
      ),
    );
  });

  it('prefers the marker on top of two in the same place', () => {
    const grid = new PickingGrid();
    grid.load([100, 100], [100, 100], 800, 600);
    expect(grid.nearest(102, 100, 10)).toEqual({ index: 1, distancePx: 2 });
  });

  it('finds nothing where there is nothing', () => {
    const grid = new PickingGrid();
    expect(grid.nearest(10, 10, 50)).toBeUndefined();
    grid.load([500], [500], 800, 600);
    expect([grid.nearest(10, 10, 50), grid.inView]).toEqual([undefined, 1]);
  });
});
