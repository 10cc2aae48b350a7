import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Failure } from './failure.ts';

/** Everything the built page depends on; a window's main process is made of electron/ too. */
const pageInputs = [
  'renderer',
  'shared',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const windowInputs = [...pageInputs, 'electron'];
const steps = [
  ['resources/build-basemap.ts'],
  ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
] as const;
const waitForOtherMs = 300_000;

export interface BuildOptions {
  readonly root: string;
  readonly for: 'station' | 'window';
  readonly say: (line: string) => void;
  /** Takes what the build wrote, when it failed. */
  readonly show: (output: string) => void;
}

/** Builds the console when what is in `out/` was made from other sources; two starts at once build once. */
export async function buildWhenStale(options: BuildOptions): Promise<void> {
  if (isCurrent(options)) return;
  const out = join(options.root, 'out');
  mkdirSync(out, { recursive: true });
  const unlock = await takeTurn(join(out, '.building'));
  try {
    if (isCurrent(options)) return;
    options.say(
      existsSync(stampPath(options.root))
        ? 'Building the console (its sources changed)…'
        : 'Building the console (first start)…',
    );
    const stamp = stampOf(options.root);
    for (const step of steps) await run(options, step);
    writeFileSync(stampPath(options.root), JSON.stringify(stamp));
  } finally {
    unlock();
  }
}

interface Stamp {
  readonly station: string;
  readonly window: string;
}

function stampPath(root: string): string {
  return join(root, 'out', '.built-from.json');
}

function stampOf(root: string): Stamp {
  return { station: hashOf(root, pageInputs), window: hashOf(root, windowInputs) };
}

function isCurrent(options: BuildOptions): boolean {
  const { root } = options;
  if (!existsSync(join(root, 'out', 'renderer', 'index.html')) || !existsSync(stampPath(root))) return false;
  const inputs = options.for === 'station' ? pageInputs : windowInputs;
  return readStamp(root)[options.for] === hashOf(root, inputs);
}

function readStamp(root: string): Partial<Stamp> {
  try {
    // Only compared with hashes, so whatever else the file may hold is simply not current.
    return JSON.parse(readFileSync(stampPath(root), 'utf8')) as Partial<Stamp>;
  } catch {
    return {};
  }
}

/** Hashes names and contents: times of files change with every checkout. */
function hashOf(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesUnder(root, input)).sort()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  const entries = readdirSync(full, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !isBuilt(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Results of the build that lie between its sources. */
function isBuilt(name: string): boolean {
  return name.endsWith('.pmtiles') || name.endsWith('.tsbuildinfo');
}

async function run(options: BuildOptions, [script, ...args]: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(options.root, script ?? ''), ...args], {
    cwd: options.root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'no exit code'));
  });
  if (code === 0) return;
  options.show(output);
  throw new Failure(1, `The console could not be built: ${script} ended with ${code} (its output is above).`);
}

/** Waits while another process builds; a turn left behind by a process that died is taken over. */
async function takeTurn(path: string): Promise<() => void> {
  for (let waitedMs = 0; waitedMs < waitForOtherMs; waitedMs += 250) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await sleep(250);
  }
  throw new Failure(
    1,
    `Another process has been building the console for minutes; if none is, remove ${path}.`,
  );
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function isAbandoned(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
