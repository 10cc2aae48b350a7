import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Area, placeWindow, smallest, type WindowPlace } from '../../electron/main/window-place.ts';

const first: Area = { x: 0, y: 25, width: 1920, height: 1040 };
const second: Area = { x: 1920, y: 0, width: 2560, height: 1400 };
const usual: WindowPlace = {
  x: 100,
  y: 100,
  width: 1200,
  height: 800,
  isMaximized: false,
  isFullScreen: false,
};

describe('where the window opens', () => {
  it('is the middle of the first display at first', () => {
    expect(placeWindow(undefined, [first, second])).toEqual({
      x: 240,
      y: 95,
      width: 1440,
      height: 900,
      isMaximized: false,
      isFullScreen: false,
    });
  });

  it('is where it was, on whichever display', () => {
    expect(placeWindow(usual, [first, second])).toEqual(usual);
    const other = { ...usual, x: 2500, y: 10, isMaximized: true };
    expect(placeWindow(other, [first, second])).toEqual(other);
  });

  it('is the middle of the first display when the one it was on is gone', () => {
    const other = { ...usual, x: 2500, y: 10, isMaximized: true };
    expect(placeWindow(other, [first])).toEqual({ ...other, x: 360, y: 145 });
  });

  it('is back in reach when its upper edge is not', () => {
    for (const lost of [{ y: -50 }, { y: 1060 }, { x: -1150 }, { x: 1890 }]) {
      expect(placeWindow({ ...usual, ...lost }, [first])).toEqual({ ...usual, x: 360, y: 145 });
    }
  });

  it('is no larger than the display and no smaller than the console can be', () => {
    expect(placeWindow({ ...usual, width: 5000, height: 3000 }, [first])).toMatchObject(first);
    expect(placeWindow({ ...usual, width: 100, height: 100 }, [first])).toMatchObject(smallest);
  });

  it('is somewhere even without a display', () => {
    expect(placeWindow(usual, [])).toMatchObject({ width: 1200, height: 800 });
  });

  it('can always be taken hold of', () => {
    const size = fc.integer({ min: 1, max: 6000 });
    const place = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
      width: size,
      height: size,
      isMaximized: fc.boolean(),
      isFullScreen: fc.boolean(),
    });
    fc.assert(
      fc.property(place, fc.subarray([first, second], { minLength: 1 }), (was, displays) => {
        const { x, y, width } = placeWindow(was, displays);
        const isReachable = displays.some(
          (display) =>
            y >= display.y &&
            y + 40 <= display.y + display.height &&
            Math.min(x + width, display.x + display.width) - Math.max(x, display.x) >= 120,
        );
        expect(isReachable).toBe(true);
      }),
    );
  });
});
