import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const downloadLimitMs = 60_000;
const triedRecentlyMs = 3600_000;
/** An Electron that dies sooner than this by a signal, or cannot be run at all, never showed a window. */
const stillbornMs = 10_000;

export interface ElectronPlace {
  /** The project's folder, which holds node_modules. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly now: () => number;
}

/** The Electron binary, if it is on this computer. */
export function findElectron({ root, env, platform }: ElectronPlace): string | undefined {
  const home = join(root, 'node_modules', 'electron');
  const pathFile = join(home, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : nameOn(platform);
  const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(home, 'dist'), name);
  return existsSync(path) ? path : undefined;
}

function nameOn(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/**
 * The Electron binary, downloaded if need be (its package has no install script). Gives up after a minute, and
 * does not try again within the hour.
 */
export async function obtainElectron(
  place: ElectronPlace,
  say: (line: string) => void,
): Promise<string | undefined> {
  const found = findElectron(place);
  const installer = join(place.root, 'node_modules', 'electron', 'install.js');
  const failedBefore = join(place.root, 'node_modules', '.cache', 'waymark', 'electron-unreachable');
  if (found !== undefined || !existsSync(installer) || isRecent(failedBefore, place.now())) return found;
  say('Fetching the desktop window (Electron), at most a minute…');
  if (await runs(installer)) {
    rmSync(failedBefore, { force: true });
    return findElectron(place);
  }
  mkdirSync(dirname(failedBefore), { recursive: true });
  writeFileSync(failedBefore, '');
  return undefined;
}

function isRecent(file: string, now: number): boolean {
  return existsSync(file) && now - statSync(file).mtimeMs < triedRecentlyMs;
}

function runs(script: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], {
      stdio: 'ignore',
      timeout: downloadLimitMs,
      killSignal: 'SIGKILL',
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

export type WindowOutcome =
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'never-shown'; readonly why: string };

/** Runs the console in its window until it is closed, handing the flags and signals through. */
export function runWindow(
  executable: string,
  root: string,
  args: readonly string[],
  now: () => number,
): Promise<WindowOutcome> {
  return new Promise((resolve) => {
    const begin = now();
    const child = spawn(executable, [root, ...args], { stdio: 'inherit' });
    let asked = false;
    const ask = (signal: NodeJS.Signals): void => {
      asked = true;
      child.kill(signal);
    };
    process.on('SIGINT', ask).on('SIGTERM', ask);
    const done = (outcome: WindowOutcome): void => {
      process.off('SIGINT', ask).off('SIGTERM', ask);
      resolve(outcome);
    };
    child.on('error', (error) => done({ kind: 'never-shown', why: error.message }));
    child.on('exit', (code, signal) => {
      const stillborn = !asked && now() - begin < stillbornMs && (signal !== null || (code ?? 0) > 125);
      if (stillborn) done({ kind: 'never-shown', why: signal ?? `exit code ${code}` });
      else done({ kind: 'ended', exitCode: code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0) });
    });
  });
}
