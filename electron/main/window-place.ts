import { z } from 'zod';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const Whole = z.number().int().min(-100_000).max(100_000);

/** Where a window was: its place when neither maximised nor on the full screen, and whether it was. */
export const WindowPlace = z.object({
  x: Whole,
  y: Whole,
  width: Whole.positive(),
  height: Whole.positive(),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});

export type WindowPlace = z.output<typeof WindowPlace>;

/** Smaller than this the console is of no use. */
export const smallest = { width: 800, height: 560 } as const;

const usual = { width: 1440, height: 900 } as const;
/** As much of a window as must be on a display for someone to take hold of it. */
const grip = { width: 120, height: 40 } as const;

/**
 * Where to open the window: where it was, if enough of its top edge is on a display that is there now, and no
 * larger than that display; else in the middle of the first one.
 */
export function placeWindow(was: WindowPlace | undefined, displays: readonly Area[]): WindowPlace {
  const home = was === undefined ? undefined : displays.find((display) => holdsGrip(was, display));
  if (was !== undefined && home !== undefined) return { ...was, ...fitted(was, home) };
  const first = displays[0] ?? { x: 0, y: 0, ...usual };
  const size = was ?? { ...usual, isMaximized: false, isFullScreen: false };
  const { isMaximized, isFullScreen } = size;
  return { ...centred(size, first), isMaximized, isFullScreen };
}

function holdsGrip({ x, y, width }: Area, display: Area): boolean {
  const across = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
  const isTopOn = y >= display.y && y + grip.height <= display.y + display.height;
  return across >= grip.width && isTopOn;
}

function sizeOn({ width, height }: Pick<Area, 'width' | 'height'>, display: Area) {
  return {
    width: Math.min(Math.max(width, smallest.width), display.width),
    height: Math.min(Math.max(height, smallest.height), display.height),
  };
}

/** As it was where that fits; one that has to shrink moves inside. */
function fitted(area: Area, display: Area): Area {
  const size = sizeOn(area, display);
  const x = size.width === display.width ? display.x : area.x;
  const y = Math.min(area.y, display.y + display.height - size.height);
  return { x, y: Math.max(display.y, y), ...size };
}

function centred(size: Pick<Area, 'width' | 'height'>, display: Area): Area {
  const { width, height } = sizeOn(size, display);
  const x = display.x + Math.round((display.width - width) / 2);
  const y = display.y + Math.round((display.height - height) / 2);
  return { x, y, width, height };
}
