import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';

import type { Bounds, DesktopEvent, ToTest } from './control.ts';

/** How one desktop is set up; from the environment of its process. */
export interface StandInSetup {
  /** The built main script. */
  readonly main: string;
  readonly args: readonly string[];
  readonly isPackaged: boolean;
  readonly displays: readonly Bounds[];
  /** What Linux would name as its key store. */
  readonly keyStore: string;
  /** Where the browser keeps its things. */
  readonly browserDir: string;
  readonly chromium: string;
  /** Real Electron does not get ready while its entry module waits for that, and says nothing about it: here it ends. */
  readonly entryLimitMs: number;
}

/** The page's origin in a browser that knows no scheme of the program's own. */
export const standInOrigin = 'https://waymark.test';

export const setup = JSON.parse(process.env['STAND_IN_SETUP'] ?? '{}') as StandInSetup;

/** The folder that holds package.json, as `app.getAppPath` gives it. */
export const appPath = join(dirname(setup.main), '..', '..');

const pending = Promise.withResolvers<BrowserContext>();

/** The browser that shows the windows; opened with the program, and awaited by whoever needs it. */
export const browser = {
  context: pending.promise,
  isOpening: false,
  open(context: Promise<BrowserContext>): void {
    browser.isOpening = true;
    context.then(pending.resolve, pending.reject);
  },
};

/** Settled when the entry module has been evaluated to its end, as with the real one. */
export const readiness = Promise.withResolvers<void>();
export const hooks = new EventEmitter();

export function tell(message: ToTest): void {
  process.send?.(message);
}

export function happened(event: DesktopEvent): void {
  tell({ event });
}

/** As the page's own address is known to the program. */
export function toApp(url: string): string {
  return url.startsWith(`${standInOrigin}/`) ? url.replace(standInOrigin, 'app://waymark') : url;
}

export function fromApp(url: string): string {
  return url.replace(/^app:\/\/waymark(?=\/)/, standInOrigin);
}

export function appVersion(): string {
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
