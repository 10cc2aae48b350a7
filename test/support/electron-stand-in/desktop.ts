import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

import { readStationFile, type StationInfo } from '../../../electron/station/station-file.ts';
import { until } from '../until.ts';
import type { Bounds, DesktopEvent, Question, Questions, ToTest } from './control.ts';
import type { StandInSetup } from './world.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const stopLimitMs = 30_000;

/** The browser that shows the pages. */
export const chromiumPath = process.env['PLAYWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium';

export interface DesktopOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly displays?: readonly Bounds[];
  readonly keyStore?: string;
  readonly isPackaged?: boolean;
  /** The built main script, where it is not the project's. */
  readonly main?: string;
  readonly entryLimitMs?: number;
}

export interface DesktopExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The program on the stand-in for Electron, in a process of its own. */
export interface StandInDesktop {
  readonly pid: number;
  readonly dataDir: string;
  readonly events: readonly DesktopEvent[];
  readonly output: { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<DesktopExit>;
  ask<Q extends Question>(
    question: Q,
    ...params: Questions[Q]['params'] extends undefined ? [] : [Questions[Q]['params']]
  ): Promise<Questions[Q]['answer']>;
  /** The window's page, from the first time it shows one. */
  page(): Promise<Page>;
  /** `station.json`, once the engine answers. */
  station(): Promise<StationInfo>;
  /** Stops it as a signal from the system does, and waits for its end. */
  stop(): Promise<DesktopExit>;
}

const living = new Set<StandInDesktop>();

/** Starts it with the built main, on free ports; `ready` is awaited only by `page`. */
export function startDesktop(options: DesktopOptions): StandInDesktop {
  const browserDir = mkdtempSync(join(tmpdir(), 'waymark-browser-'));
  const child = startProcess(options, browserDir);
  const events: DesktopEvent[] = [];
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const asks = listen(child, events);
  let browser: Promise<Browser> | undefined;
  const ended = async (): Promise<DesktopExit> => {
    const [code, signal] = (await once(child, 'close')) as [DesktopExit['code'], DesktopExit['signal']];
    living.delete(desktop);
    await (await browser)?.close();
    rmSync(browserDir, { recursive: true, force: true, maxRetries: 5 });
    return { code, signal };
  };
  const desktop: StandInDesktop = {
    pid: child.pid ?? 0,
    dataDir: options.dataDir,
    events,
    output,
    ended: ended(),
    ask: (question, ...params) => asks(question, params[0]),
    async page() {
      await until(
        'the window opens',
        () => isOver(child, output) || events.some(({ type }) => type === 'ready'),
      );
      const ready = events.find((event) => event.type === 'ready');
      browser ??= chromium.connectOverCDP(ready?.devTools ?? '');
      const [context] = (await browser).contexts();
      const ours = (): Page | undefined =>
        context?.pages().find((page) => page.url().startsWith('https://waymark.test/'));
      await until('the window shows the page', () => ours() !== undefined);
      // Waited for above.
      return ours()!;
    },
    async station() {
      let info: StationInfo | undefined;
      await until('the engine answers', () => {
        info = isOver(child, output) ? undefined : readStationFile(options.dataDir);
        return info !== undefined;
      });
      return info!;
    },
    async stop() {
      child.kill('SIGTERM');
      return await desktop.ended;
    },
  };
  living.add(desktop);
  return desktop;
}

/** Stops what a test has left running; one that does not stop is killed, and the test fails. */
export async function stopDesktops(): Promise<void> {
  const left = [...living];
  for (const desktop of left) void desktop.stop();
  const stuck = await Promise.all(left.map(endsInTime));
  if (stuck.includes(true)) throw new Error('a program did not stop');
}

async function endsInTime(desktop: StandInDesktop): Promise<boolean> {
  let isStuck = false;
  const timer = setTimeout(() => {
    isStuck = true;
    process.kill(desktop.pid, 'SIGKILL');
  }, stopLimitMs);
  await desktop.ended;
  clearTimeout(timer);
  return isStuck;
}

function startProcess(options: DesktopOptions, browserDir: string): ChildProcess {
  const setup: StandInSetup = {
    main: options.main ?? join(root, 'out', 'main', 'index.js'),
    args: ['--data', options.dataDir, '--port', '0', '--broker-port', '0', ...(options.args ?? [])],
    isPackaged: options.isPackaged ?? false,
    displays: options.displays ?? [{ x: 0, y: 0, width: 1920, height: 1040 }],
    keyStore: options.keyStore ?? 'gnome_libsecret',
    browserDir,
    chromium: chromiumPath,
    entryLimitMs: options.entryLimitMs ?? 10_000,
  };
  return fork(join(import.meta.dirname, 'entry.ts'), [], {
    env: { ...process.env, ...options.env, STAND_IN_SETUP: JSON.stringify(setup) },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** A program that has ended answers nothing more. */
function isOver(child: ChildProcess, { stderr }: { readonly stderr: string }): boolean {
  if (child.exitCode === null && child.signalCode === null) return false;
  throw new Error(`the program ended (${child.exitCode ?? child.signalCode}): ${stderr}`);
}

type Settle = { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void };

function listen(child: ChildProcess, events: DesktopEvent[]) {
  const asked = new Map<number, Settle>();
  let lastId = 0;
  child.on('message', (message: ToTest) => {
    if ('event' in message) {
      events.push(message.event);
      return;
    }
    const settle = asked.get(message.id);
    asked.delete(message.id);
    if ('error' in message) settle?.reject(new Error(message.error));
    else settle?.resolve(message.answer as never);
  });
  return <Q extends Question>(question: Q, params: unknown): Promise<Questions[Q]['answer']> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      asked.set(lastId, { resolve, reject });
      child.send({ id: lastId, question, params });
    });
}
