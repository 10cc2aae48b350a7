import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Page, Request as PageRequest } from 'playwright-core';

import { app, type Preventable, preventable } from './app.ts';
import type { Bounds, WindowState } from './control.ts';
import { ipcMain } from './ipc-main.ts';
import { bindingName, dispatchName, type FromPage, pageScript, type ToPage } from './page-script.ts';
import { cloned, type StandInPort } from './ports.ts';
import { defaultSession, type StandInSession } from './session.ts';
import { browser, fromApp, happened, hooks, readiness, toApp } from './world.ts';

interface WindowOptions extends Partial<Bounds> {
  readonly show?: boolean;
  readonly webPreferences?: Readonly<Record<string, unknown>> & { readonly preload?: string };
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: string };

/** One numbering for the ports of all pages. */
let lastPort = 0;
let lastContents = 0;
export const windows = new Set<BrowserWindow>();

/** The main frame of a window, as IPC events name their sender. */
class StandInFrame {
  readonly #contents: StandInContents;
  readonly parent = null;

  constructor(contents: StandInContents) {
    this.#contents = contents;
  }

  get url(): string {
    return this.#contents.getURL();
  }

  isDestroyed(): boolean {
    return this.#contents.isDestroyed();
  }

  postMessage(channel: string, message: unknown, ports: readonly StandInPort[] = []): void {
    this.#contents.dispatch(channel, [message], ports);
  }

  send(channel: string, ...args: unknown[]): void {
    this.#contents.dispatch(channel, args, []);
  }
}

class StandInContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame = new StandInFrame(this);
  readonly session: StandInSession = defaultSession;
  readonly #preload: string | undefined;
  #page: Promise<Page> | undefined;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #url = '';
  /** The document main itself is loading, which is no navigation of the page's. */
  #loading: string | undefined;
  #isDestroyed = false;
  readonly #ports = new Map<number, { readonly send: (data: unknown) => void; readonly close: () => void }>();
  /** Keeps messages in order: each waits for the one before. */
  #turn: Promise<unknown> = Promise.resolve();
  size: Pick<Bounds, 'width' | 'height'>;

  constructor(preload: string | undefined, size: Pick<Bounds, 'width' | 'height'>) {
    super();
    lastContents += 1;
    this.id = lastContents;
    this.#preload = preload;
    this.size = size;
  }

  getURL(): string {
    return toApp(this.#url);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    this.dispatch(channel, args, []);
  }

  async loadURL(url: string): Promise<void> {
    this.#page ??= this.#open();
    const page = await this.#page;
    this.#loading = fromApp(url);
    this.#url = this.#loading;
    await page.goto(this.#loading, { waitUntil: 'domcontentloaded' });
    this.emit('did-finish-load');
  }

  /** In a fresh page: the one there may have crashed. */
  reload(): void {
    const gone = this.#page;
    this.#page = undefined;
    void this.loadURL(this.getURL()).then(async () => await (await gone)?.close());
  }

  async page(): Promise<Page> {
    this.#page ??= this.#open();
    return await this.#page;
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#closePorts();
    // One that was still being opened while the browser closed is closed with it.
    this.#page?.then((page) => page.close()).catch(() => undefined);
  }

  dispatch(channel: string, args: readonly unknown[], ports: readonly StandInPort[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    const ids = ports.map((port) => {
      lastPort += 1;
      const id = lastPort;
      const ends = port.handOver({
        deliver: (data) => this.#toPage({ kind: 'port-data', port: id, data }),
        closed: () => void this.#ports.delete(id),
      });
      this.#ports.set(id, ends);
      return id;
    });
    this.#toPage({ kind: 'event', channel, args: cloned(args), ports: ids });
  }

  #toPage(message: ToPage): void {
    const text = JSON.stringify(message);
    const dispatch = async (): Promise<void> => {
      const page = await this.#page;
      if (page === undefined || page.isClosed()) return;
      await page.evaluate(
        ([name, json]) =>
          (globalThis as unknown as Record<string, ((text: string) => void) | undefined>)[name]?.(json),
        [dispatchName, text] as const,
      );
    };
    // A page that goes away in between hears nothing more, as with the real one.
    this.#turn = this.#turn.then(dispatch).catch(() => undefined);
  }

  async #open(): Promise<Page> {
    const context = await browser.context;
    const page = await context.newPage();
    await page.setViewportSize(this.size);
    await page.exposeBinding(bindingName, (_source, text: string) =>
      this.#fromPage(JSON.parse(text) as FromPage),
    );
    await page.addInitScript({ content: this.#script() });
    await page.route('**/*', async (route) => {
      const request = route.request();
      if (request.isNavigationRequest() && !this.#mayNavigate(request)) return await route.abort('aborted');
      const answer = await defaultSession.answer(toApp(request.url()), request.method());
      if (answer === undefined) return await route.abort('blockedbyclient');
      return await route.fulfill(answer);
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#url = frame.url();
    });
    page.on('crash', () =>
      this.emit('render-process-gone', preventable(), { reason: 'crashed', exitCode: 5 }),
    );
    return page;
  }

  #script(): string {
    const text = this.#preload === undefined ? '' : readFileSync(this.#preload, 'utf8');
    const names = JSON.stringify({ binding: bindingName, dispatch: dispatchName });
    return `(${pageScript.toString()})(${names}, (require) => { const exports = {}; const module = { exports };\n${text}\n});`;
  }

  #mayNavigate(request: PageRequest): boolean {
    const url = request.url();
    const isMainFrame = request.frame().parentFrame() === null;
    if (isMainFrame && this.#loading !== undefined && this.#loading.split('#')[0] === url.split('#')[0]) {
      this.#loading = undefined;
      return true;
    }
    const event: Preventable & { url: string; isMainFrame: boolean } = preventable({
      url: toApp(url),
      isMainFrame,
    });
    this.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event);
    happened({ type: 'navigation', url: toApp(url), prevented: event.defaultPrevented });
    return !event.defaultPrevented;
  }

  async #fromPage(message: FromPage): Promise<string> {
    switch (message.kind) {
      case 'port-data':
        this.#ports.get(message.port)?.send(message.data);
        return '';
      case 'begin':
        this.#closePorts();
        return '';
      case 'open': {
        const { action } = this.#openHandler({ url: toApp(message.url) });
        happened({ type: 'window-open', url: message.url, action });
        return '';
      }
      case 'send':
        happened({ type: 'page-sent', channel: message.channel });
        ipcMain.deliver(message.channel, this.mainFrame, message.args);
        return '';
      case 'invoke':
        return JSON.stringify(await ipcMain.ask(message.channel, this.mainFrame, message.args));
    }
  }
}

export type { StandInContents };

/** `BrowserWindow`, on a page of a real browser. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: StandInContents;
  readonly #options: WindowOptions;
  #bounds: Bounds;
  #isVisible: boolean;
  #isFocused = false;
  #isMaximized = false;
  #isMinimized = false;
  #isFullScreen = false;
  #isDestroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    const preload = options.webPreferences?.preload;
    if (preload !== undefined && !existsSync(preload))
      throw new Error(`Unable to load preload script: ${preload}`);
    this.#options = options;
    this.#bounds = { x: 0, y: 0, width: 800, height: 600, ...options };
    this.#isVisible = options.show ?? true;
    this.webContents = new StandInContents(preload, this.#bounds);
    windows.add(this);
    app.emit('web-contents-created', preventable(), this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  async loadURL(url: string): Promise<void> {
    await readiness.promise;
    await this.webContents.loadURL(url);
    if (!this.#isDestroyed) this.emit('ready-to-show');
  }

  show(): void {
    this.#isVisible = true;
    this.focus();
  }

  focus(): void {
    this.#isFocused = true;
    this.emit('focus');
  }

  blur(): void {
    this.#isFocused = false;
    this.emit('blur');
  }

  isFocused(): boolean {
    return this.#isFocused && !this.#isMinimized;
  }

  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }

  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  setFullScreen(isFullScreen: boolean): void {
    this.#isFullScreen = isFullScreen;
  }

  isFullScreen(): boolean {
    return this.#isFullScreen;
  }

  getNormalBounds(): Bounds {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    const { x, y, width, height } = this.#bounds;
    return { x, y, width, height };
  }

  setBounds(bounds: Bounds): void {
    this.#bounds = bounds;
    this.emit('move');
    this.emit('resize');
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.webContents.destroy();
    windows.delete(this);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }

  state(): WindowState {
    return {
      url: this.webContents.getURL(),
      bounds: this.getNormalBounds(),
      isVisible: this.#isVisible,
      isFocused: this.isFocused(),
      isMaximized: this.#isMaximized,
      options: { webPreferences: {}, ...this.#options },
    };
  }
}

hooks.on('exit', () => {
  for (const window of windows) window.webContents.destroy();
});
