import { readFileSync } from 'node:fs';

import type { Timers } from '#shared/contract/timers.ts';

import { writePrivately } from '../station/private-file.ts';
import type { DesktopLog } from './desktop-log.ts';
import { type Area, WindowPlace } from './window-place.ts';

/** As much of a `BrowserWindow` as tells where it is. */
export interface PlacedWindow {
  getNormalBounds(): Area;
  isMaximized(): boolean;
  isFullScreen(): boolean;
  isDestroyed(): boolean;
  on(event: 'resize' | 'move' | 'maximize' | 'unmaximize' | 'close', listener: () => void): unknown;
}

/** Dragging a window tells of every pixel; one write when it rests is enough. */
const restMs = 500;

/** Where the window was when it was last written down; undefined the first time, or when the file is damaged. */
export function recallPlace(path: string): WindowPlace | undefined {
  try {
    return WindowPlace.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // No file, or half of one: the window opens where a new one would.
    return undefined;
  }
}

/** Writes down where the window is whenever it has come to rest, and when it closes. */
export function rememberPlace(
  window: PlacedWindow,
  path: string,
  { timers, log }: { readonly timers: Timers; readonly log: DesktopLog },
): void {
  let cancel: (() => void) | undefined;
  const write = (): void => {
    cancel?.();
    cancel = undefined;
    if (window.isDestroyed()) return;
    const { x, y, width, height } = window.getNormalBounds();
    const place = {
      x,
      y,
      width,
      height,
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
    };
    try {
      writePrivately(path, JSON.stringify(place satisfies WindowPlace));
    } catch (error) {
      log.warn('where the window is could not be written down', { error: String(error) });
    }
  };
  const writeSoon = (): void => {
    cancel?.();
    cancel = timers.after(restMs, write);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event, writeSoon);
  window.on('close', write);
}
