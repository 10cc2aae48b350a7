import fc from 'fast-check';
import { expect, it } from 'vitest';

import { placeLabels } from '#renderer/charts/label-places.ts';
import { turnedSpan } from '#renderer/charts/use-chart-wheel.ts';

it('moves labels no further than is needed for none to touch another', () => {
  const room = { least: 10, most: 100, apart: 13 };
  expect(placeLabels([50], room)).toEqual([50]);
  expect(placeLabels([50, 52], room)).toEqual([50, 63]);
  expect(placeLabels([99, 98], room)).toEqual([100, 87]);
  expect(placeLabels([-5, 300, 40], room)).toEqual([10, 100, 40]);
});

it('keeps every label in the room and as far apart as the room allows', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { maxLength: 12 }), (wanted) => {
      const places = placeLabels(wanted, { least: 10, most: 100, apart: 13 }).toSorted((a, b) => a - b);
      const apart = Math.min(13, 90 / Math.max(1, places.length - 1));
      for (const [index, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(place).toBeLessThanOrEqual(100 + 1e-6);
        if (index > 0) expect(place - places[index - 1]!).toBeGreaterThanOrEqual(apart - 1e-6);
      }
    }),
  );
});

it('zooms with the wheel around the instant pointed at, and moves along sideways', () => {
  const span = { from: 0, to: 90 * 86_400_000 };
  const at = span.to / 3;
  const near = turnedSpan(span, { at, deltaX: 0, deltaY: -100 });
  expect(near.to - near.from).toBeCloseTo((span.to - span.from) / 1.25, 3);
  expect((at - near.from) / (near.to - near.from)).toBeCloseTo(1 / 3, 9);
  const back = turnedSpan(near, { at, deltaX: 0, deltaY: 100 });
  expect(back.from).toBeCloseTo(span.from, 3);
  expect(back.to).toBeCloseTo(span.to, 3);
  expect(turnedSpan({ from: 0, to: 1000 }, { at: 500, deltaX: 0, deltaY: -900 })).toEqual({
    from: 0,
    to: 1000,
  });
  expect(turnedSpan({ from: 0, to: 1000 }, { at: 500, deltaX: 200, deltaY: 3 })).toEqual({
    from: 200,
    to: 1200,
  });
});
