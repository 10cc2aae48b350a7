import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { recallPlace, rememberPlace } from '../../electron/main/window-memory.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { silentDesktopLog } from '../support/silent-desktop-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-window-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class FakeWindow extends EventEmitter {
  bounds = { x: 1, y: 2, width: 900, height: 700 };
  getNormalBounds = () => this.bounds;
  isMaximized = () => false;
  isFullScreen = () => false;
  isDestroyed = () => false;
}

describe('the memory of where the window was', () => {
  it('is written once the window has come to rest, for its owner alone', () => {
    const path = join(folder, 'rest.json');
    const window = new FakeWindow();
    const timers = createFakeClock();
    rememberPlace(window, path, { timers, log: silentDesktopLog });
    for (let x = 0; x < 50; x += 1) {
      window.bounds = { ...window.bounds, x };
      window.emit('move');
      timers.advance(10);
    }
    expect(recallPlace(path)).toBeUndefined();
    timers.advance(500);
    expect(recallPlace(path)).toEqual({ ...window.bounds, isMaximized: false, isFullScreen: false });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(timers.pendingTimers()).toBe(0);
  });

  it('is written when the window closes', () => {
    const path = join(folder, 'close.json');
    const window = new FakeWindow();
    const timers = createFakeClock();
    rememberPlace(window, path, { timers, log: silentDesktopLog });
    window.emit('move');
    window.emit('close');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ x: 1, width: 900 });
    expect(timers.pendingTimers()).toBe(0);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"x":1}',
    '{"x":1,"y":2,"width":-5,"height":3,"isMaximized":false,"isFullScreen":false}',
    '{"x":1e9,"y":0,"width":1,"height":1,"isMaximized":false,"isFullScreen":false}',
  ])('is nothing where the file holds %j', (text) => {
    const path = join(folder, 'damaged.json');
    writeFileSync(path, text);
    expect(recallPlace(path)).toBeUndefined();
  });
});
