import { EventEmitter } from 'node:events';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { appPath, appVersion, browser, hooks, readiness, setup } from './world.ts';

/** A preventable event, as Electron hands them to listeners. */
export interface Preventable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(fields?: T): Preventable & T {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
    ...(fields as T),
  };
  return event;
}

interface SecondStart {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly data: unknown;
}

class StandInApp extends EventEmitter {
  readonly isPackaged = setup.isPackaged;
  readonly #paths = new Map<string, string>();
  #isReady = false;
  #isExiting = false;
  isSandboxed = false;
  #lock: string | undefined;

  constructor() {
    super();
    void this.#becomeReady();
  }

  async #becomeReady(): Promise<void> {
    await readiness.promise;
    this.#isReady = true;
    this.emit('ready');
    if (this.#lock !== undefined) this.#watchForOthers();
  }

  whenReady(): Promise<void> {
    return readiness.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getVersion(): string {
    return appVersion();
  }

  getAppPath(): string {
    return appPath;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.isSandboxed = true;
  }

  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  /** A file in the user's folder takes the place of Chromium's socket there. */
  requestSingleInstanceLock(data: unknown): boolean {
    const folder = this.getPath('userData');
    const lock = join(folder, 'stand-in-lock');
    if (isHeld(lock)) {
      const second: SecondStart = { argv: process.argv, folder: process.cwd(), data };
      const file = join(folder, `stand-in-second-${process.pid}`);
      writeFileSync(`${file}.new`, JSON.stringify(second));
      renameSync(`${file}.new`, `${file}.json`);
      return false;
    }
    rmSync(lock, { force: true });
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    this.#lock = lock;
    return true;
  }

  #watchForOthers(): void {
    const folder = this.getPath('userData');
    setInterval(() => {
      for (const name of readdirSync(folder).filter((entry) => /^stand-in-second-\d+\.json$/.test(entry))) {
        const second = JSON.parse(readFileSync(join(folder, name), 'utf8')) as SecondStart;
        rmSync(join(folder, name));
        this.emit('second-instance', preventable(), second.argv, second.folder, second.data);
      }
    }, 20).unref();
  }

  quit(): void {
    const event = preventable();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }

  /** Everything ends with it: windows, processes beside it, the browser. */
  exit(code = 0): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    hooks.emit('exit');
    if (this.#lock !== undefined) rmSync(this.#lock, { force: true });
    const closed = browser.isOpening ? browser.context.then((context) => context.close()) : Promise.resolve();
    void closed.finally(() => process.exit(code));
  }
}

function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch {
    // None, or one whose program has died.
    return false;
  }
}

export const app = new StandInApp();

// As Electron does on its own where a program has no handlers of its own.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
