import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  dialog,
  nativeTheme,
  screen,
} from 'electron';
import { join } from 'node:path';

import { desktopChannels } from '#shared/contract/desktop.ts';
import type { Timers } from '#shared/contract/timers.ts';

import type { DesktopLog } from './desktop-log.ts';
import type { PagePlace } from './navigation-policy.ts';
import type { ProgramFolders } from './program-folders.ts';
import { recallPlace, rememberPlace } from './window-memory.ts';
import { placeWindow, smallest, type WindowPlace } from './window-place.ts';

export interface ConsoleWindowOptions {
  readonly place: PagePlace;
  readonly folders: ProgramFolders;
  /** Where it is written down where the window was. */
  readonly memoryPath: string;
  readonly timers: Timers;
  readonly log: DesktopLog;
}

/** The console's one window: opened when asked for, brought forward when it is there. */
export interface ConsoleWindow {
  /** Shows it, at a place of the page given as a hash; without one, where it is. */
  show(hash?: string): void;
  isWatched(): boolean;
  /** Closes it without asking the page. */
  close(): void;
}

/** A page that dies this often within the span is not reloaded again. */
const mostDeaths = 3;
const deathSpanMs = 60_000;

export function createConsoleWindow(options: ConsoleWindowOptions): ConsoleWindow {
  let window: BrowserWindow | undefined;
  const open = (hash: string): void => {
    const opened = openWindow(options, hash);
    window = opened;
    opened.once('closed', () => (window = undefined));
  };
  return {
    show(hash) {
      if (window === undefined) return open(hash ?? '');
      if (hash !== undefined) window.webContents.send(desktopChannels.goTo, hash);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isWatched: () => window?.isFocused() ?? false,
    close() {
      // `destroy` tells nobody; the window's place is written down at `close`.
      window?.close();
    },
  };
}

function openWindow(options: ConsoleWindowOptions, hash: string): BrowserWindow {
  const { memoryPath, place, log } = options;
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const where = placeWindow(recallPlace(memoryPath), displays);
  const window = new BrowserWindow(windowOptions(options, where));
  rememberPlace(window, memoryPath, options);
  reviveWhenDead(window, options);
  window.once('ready-to-show', () => {
    if (where.isMaximized) window.maximize();
    if (where.isFullScreen) window.setFullScreen(true);
    window.show();
  });
  window.loadURL(`${place.url}${hash}`).catch((error: unknown) => {
    log.error('the page could not be loaded', { error: String(error) });
    if (!window.isDestroyed()) window.show();
  });
  return window;
}

function windowOptions(
  { folders }: ConsoleWindowOptions,
  { x, y, width, height }: WindowPlace,
): BrowserWindowConstructorOptions {
  return {
    x,
    y,
    width,
    height,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Waymark',
    icon: join(folders.iconDir, 'waymark.png'),
    autoHideMenuBar: true,
    // What is seen before the page has drawn: no flash of the other theme.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161a' : '#ffffff',
    webPreferences: {
      preload: folders.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from the internet.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  };
}

/** Loads the page again after its process died, unless it dies again and again. */
function reviveWhenDead(window: BrowserWindow, { timers, log }: ConsoleWindowOptions): void {
  const deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = timers.now();
    deaths.push(now);
    const recent = deaths.filter((at) => now - at < deathSpanMs).length;
    log.error('the page ended', { reason, exitCode, recent });
    if (recent <= mostDeaths) return window.webContents.reload();
    const message = `The page ended ${recent} times within a minute (${reason}). The engine goes on; start Waymark again, or see logs/desktop.log in the data folder.`;
    return dialog.showErrorBox('The Waymark window cannot be shown', message);
  });
}
