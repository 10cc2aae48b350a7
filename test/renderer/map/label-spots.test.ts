import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type LabelledMark, type LabelSpot, labelSpots } from '#renderer/map/label-spots.ts';

const view = { width: 600, height: 300 };
const label = { width: 80, height: 16 };

function mark(x: number, y: number, over: Partial<LabelledMark> = {}): LabelledMark {
  return { x, y, radius: 6, label, prefers: 'below', ...over };
}

function boxOf({ x, y, label: size }: LabelledMark, { left, top }: LabelSpot) {
  const { width = 0, height = 0 } = size ?? {};
  return { left: x + left, top: y + top, right: x + left + width, bottom: y + top + height };
}

describe('labels on a map', () => {
  it('stand where they are preferred while nothing is in the way', () => {
    const marks = [mark(300, 150), mark(100, 50, { prefers: 'above' }), mark(500, 50, { label: undefined })];
    expect(labelSpots(marks, view)).toEqual([{ left: -40, top: 9 }, { left: -40, top: -25 }, undefined]);
  });

  it('go to another side where one before them or another mark is, and stay in the picture', () => {
    const marks = [mark(300, 150), mark(310, 160), mark(300, 292)];
    expect(labelSpots(marks, view)).toEqual([
      { left: -40, top: -25 },
      { left: -40, top: 9 },
      { left: -40, top: -25 },
    ]);
  });

  it('are left out where there is no room, the first ones never for later ones', () => {
    const crowd = Array.from({ length: 12 }, () => mark(300, 150));
    const spots = labelSpots(crowd, view);
    expect(spots.map((spot) => spot !== undefined)).toEqual(crowd.map((_, index) => index < 4));
  });

  it('never cover one another or the mark of another', () => {
    const anyMark = fc.record({
      x: fc.integer({ min: 0, max: view.width }),
      y: fc.integer({ min: 0, max: view.height }),
      radius: fc.constantFrom(6, 11),
      prefers: fc.constantFrom('above' as const, 'below' as const),
      label: fc.option(fc.record({ width: fc.integer({ min: 10, max: 200 }), height: fc.constant(16) }), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(fc.array(anyMark, { maxLength: 15 }), (marks) => {
        const boxes = labelSpots(marks, view).flatMap((spot, at) =>
          spot === undefined ? [] : [{ at, ...boxOf(marks[at]!, spot) }],
        );
        for (const box of boxes) {
          const others = [
            ...boxes.filter(({ at }) => at !== box.at),
            ...marks.flatMap(({ x, y, radius }, at) =>
              at === box.at
                ? []
                : [{ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }],
            ),
          ];
          for (const other of others)
            expect(
              box.left < other.right &&
                other.left < box.right &&
                box.top < other.bottom &&
                other.top < box.bottom,
            ).toBe(false);
        }
      }),
    );
  });
});
