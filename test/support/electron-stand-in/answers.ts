import { app, preventable } from './app.ts';
import type { Ask, Question, Questions } from './control.ts';
import { ipcMain } from './ipc-main.ts';
import { askScheme, defaultSession, schemes } from './session.ts';
import { clickMenu, clickNotification, clickTray, currentTray, menuLabels } from './surroundings.ts';
import { processes } from './utility-process.ts';
import { type BrowserWindow, windows } from './windows.ts';
import { tell } from './world.ts';

type Answers = {
  readonly [Q in Question]: (
    params: Questions[Q]['params'],
  ) => Promise<Questions[Q]['answer']> | Questions[Q]['answer'];
};

function only(): BrowserWindow {
  const [window] = windows;
  if (window === undefined) throw new Error('there is no window');
  return window;
}

const answers: Answers = {
  state: () => {
    const tray = currentTray();
    return {
      windows: [...windows].map((window) => window.state()),
      processes: Object.fromEntries([...processes].map(([name, child]) => [name, child.pid ?? 0])),
      menu: menuLabels(),
      tray: tray && { toolTip: tray.toolTip, labels: tray.items.map(({ label }) => label ?? '-') },
      schemes,
      channels: ipcMain.channels(),
      isSandboxed: app.isSandboxed,
      userData: app.getPath('userData'),
    };
  },
  pageRequest: async ({ url, method = 'GET' }) => {
    const response = await askScheme(url, method);
    if (response === undefined) throw new Error(`no handler for ${url}`);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    };
  },
  permission: async ({ permission, from }) => {
    const contents = from === undefined ? only().webContents : { getURL: () => from };
    const requested = await new Promise<boolean>((resolve) => {
      defaultSession.onRequest(contents, permission, resolve);
    });
    const capture = await new Promise<unknown>((resolve) => {
      defaultSession.onCapture({}, resolve);
    });
    return {
      requested,
      checked: defaultSession.onCheck(contents, permission),
      device: defaultSession.onDevice({ deviceType: 'usb' }),
      capture,
    };
  },
  call: async ({ channel, args, kind, url, isMainFrame }) => {
    const sent: string[] = [];
    const parent = isMainFrame ? null : { url: 'app://waymark/index.html', parent: null };
    const frame = { url, parent, isDestroyed: () => false, postMessage: (name: string) => sent.push(name) };
    if (kind === 'invoke') return { ...(await ipcMain.ask(channel, frame, args)), sent };
    ipcMain.deliver(channel, frame, args);
    return { sent };
  },
  clickMenu: ({ label }) => clickMenu(label),
  clickTray: ({ label }) => clickTray(label),
  clickNotification: ({ index }) => clickNotification(index),
  closeWindow: () => only().close(),
  moveWindow: (bounds) => only().setBounds(bounds),
  blurWindow: () => only().blur(),
  minimizeWindow: () => only().minimize(),
  maximizeWindow: () => only().maximize(),
  attachWebview: () => {
    const event = preventable();
    only().webContents.emit('will-attach-webview', event, {}, {});
    return { prevented: event.defaultPrevented };
  },
  openUrl: ({ url }) => void app.emit('open-url', preventable(), url),
};

async function answer({ id, question, params }: Ask): Promise<void> {
  try {
    // The test asks through the typed `Questions`, which match these answers.
    const reply = answers[question] as (params: unknown) => unknown;
    tell({ id, answer: await reply(params) });
  } catch (error) {
    tell({ id, error: String(error) });
  }
}

/** Answers the test from now on. */
export function answerTest(): void {
  process.on('message', (ask: Ask) => void answer(ask));
}
