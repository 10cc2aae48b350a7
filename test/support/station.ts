import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readStationFile, type StationInfo } from '../../electron/station/station-file.ts';

const entry = join(import.meta.dirname, '..', '..', 'electron', 'station', 'start.ts');
// After a kill under load the log of the database is read again first, and the machine may be busy with others.
const startLimitMs = 180_000;
const stopLimitMs = 60_000;

/** What a test expects a JSON body to look like; the test itself is what checks it. */
export type Json = Readonly<Record<string, unknown>>;

export interface ApiAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** The body, parsed where it is JSON. */
  readonly body: Body;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real program as a process of its own, on free ports and, unless told otherwise, a fresh data folder. */
export interface TestStation {
  readonly url: string;
  readonly openUrl: string;
  readonly token: string;
  readonly brokerUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Calls the HTTP API as its owner; `path` is what follows `/api/v1`. */
  api<Body = Json>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>>;
  /** Settles when the process has ended. */
  readonly ended: Promise<Exit>;
  /** Sends SIGTERM, waits for the end, and removes the data folder where it was made here. */
  stop(): Promise<Exit>;
  /** Kills it at once; the data folder stays. */
  kill9(): Promise<Exit>;
}

export interface ProgramRun {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<Exit>;
}

const living = new Set<ChildProcess>();
const folders = new Set<string>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-station-'));
  folders.add(folder);
  return folder;
}

/** Runs the program with exactly these arguments, for starts that are to fail. */
export function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): ProgramRun {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = once(child, 'close').then(([code, signal]): Exit => {
    living.delete(child);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return { child, output, ended };
}

/** Starts a station and waits until it serves. `args` come after the defaults and win over them. */
export async function startStation(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<TestStation> {
  const given = args.indexOf('--data');
  const ownFolder = given === -1 ? makeFolder() : undefined;
  const dataDir = ownFolder ?? args[given + 1] ?? '';
  const defaults = ['--station', '--no-open', '--no-build', '--port', '0', '--broker-port', '0'];
  const run = runProgram(
    [...defaults, ...(ownFolder === undefined ? [] : ['--data', ownFolder]), ...args],
    env,
  );
  const info = await served(run, dataDir);
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    run.child.kill(signal);
    return await inTime(run.ended, stopLimitMs, `the station did not end after ${signal}`, run);
  };
  return {
    ...info,
    dataDir,
    get stdout() {
      return run.output.stdout;
    },
    get stderr() {
      return run.output.stderr;
    },
    api: (method, path, body) => callApi(info, method, path, body),
    ended: run.ended,
    async stop() {
      const exit = await end('SIGTERM');
      if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
      return exit;
    },
    kill9: () => end('SIGKILL'),
  };
}

async function served(run: ProgramRun, dataDir: string): Promise<StationInfo> {
  let hasEnded = false;
  void run.ended.then(() => (hasEnded = true));
  const poll = async (): Promise<StationInfo> => {
    for (;;) {
      if (hasEnded)
        throw new Error(`the station ended before it served:\n${run.output.stderr}${run.output.stdout}`);
      const info = readStationFile(dataDir);
      if (info !== undefined && info.pid === run.child.pid && run.output.stdout.includes('Waymark is at '))
        return info;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return await inTime(poll(), startLimitMs, 'the station did not serve in time', run);
}

async function callApi<Body>(
  { url, token }: StationInfo,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer<Body>> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json');
  const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, body: parsed as Body };
}

async function inTime<T>(promise: Promise<T>, limitMs: number, what: string, run: ProgramRun): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      run.child.kill('SIGKILL');
      reject(new Error(`${what}:\n${run.output.stderr}${run.output.stdout}`));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
