import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { silentLog } from '#engine/log.ts';

import { hasDisplay } from '../../electron/station/browser.ts';
import { buildWhenStale } from '../../electron/station/console-build.ts';
import { startDemo } from '../../electron/station/demo.ts';
import { findElectron, obtainElectron, runWindow } from '../../electron/station/electron-host.ts';
import { Failure } from '../../electron/station/failure.ts';
import { firstStopSignal } from '../../electron/station/signals.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-host-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let root: string;
let said: string[];
const say = (line: string): void => void said.push(line);

beforeEach(() => {
  root = mkdtempSync(join(folder, 'project-'));
  said = [];
});

function write(path: string, text: string): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A script that notes that it ran. */
const count = (name: string) => `import { appendFileSync } from 'node:fs'; appendFileSync('${name}', 'x');`;

function build(host: 'station' | 'window' = 'station'): Promise<string> {
  let shown = '';
  return buildWhenStale({ root, for: host, say, show: (output) => (shown += output) }).then(() => shown);
}

const place = (now: number) => ({ root, env: {}, platform: 'linux' as const, now: () => now });

function executable(script: string): string {
  const path = write('electron', `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const still = () => 0;

function fleet(script: string) {
  write('package.json', '{"type":"module"}');
  write('electron/simulator/main.ts', script);
  return startDemo({
    root,
    brokerUrl: 'mqtt://127.0.0.1:1',
    stationUrl: 'http://127.0.0.1:2',
    stationFile: '/data/station.json',
    log: silentLog,
    say,
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the build before a start', () => {
  beforeEach(() => {
    write('package.json', '{"type":"module"}');
    write('renderer/main.tsx', 'one');
    write('electron/main/index.ts', 'one');
    write('resources/build-basemap.ts', count('basemap-runs'));
    write(
      'node_modules/electron-vite/bin/electron-vite.js',
      `${count('builds')} import { mkdirSync, writeFileSync } from 'node:fs'; mkdirSync('out/renderer', { recursive: true }); writeFileSync('out/renderer/index.html', '');`,
    );
  });

  test('runs at the first start and then only when a source changed', async () => {
    await build();
    await build();
    expect([read('builds'), said]).toEqual(['x', ['Building the console (first start)…']]);
    write('renderer/main.tsx', 'two');
    await build();
    await build();
    expect([read('builds'), said.at(-1)]).toEqual(['xx', 'Building the console (its sources changed)…']);
  });

  test('a station needs no build where only the window changed, a window does', async () => {
    await build();
    write('electron/main/index.ts', 'two');
    await build('station');
    expect(read('builds')).toBe('x');
    await build('window');
    expect(read('builds')).toBe('xx');
  });

  test('runs anew when what it made is gone', async () => {
    await build();
    rmSync(join(root, 'out', 'renderer'), { recursive: true });
    await build();
    expect(read('builds')).toBe('xx');
  });

  test('runs once when two start at once', async () => {
    await Promise.all([build(), build(), build('window')]);
    expect(read('builds')).toBe('x');
  });

  test('takes over the turn of a process that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('exit', resolve));
    write('out/.building', String(dead.pid));
    await build();
    expect([read('builds'), existsSync(join(root, 'out', '.building'))]).toEqual(['x', false]);
  });

  test('that fails shows its output and is not taken for a build', async () => {
    write(
      'node_modules/electron-vite/bin/electron-vite.js',
      "console.error('main.tsx: no such thing'); process.exit(3);",
    );
    let shown = '';
    const failing = buildWhenStale({ root, for: 'station', say, show: (output) => (shown += output) });
    await expect(failing).rejects.toThrow(
      new Failure(
        1,
        'The console could not be built: node_modules/electron-vite/bin/electron-vite.js ended with 3 (its output is above).',
      ),
    );
    expect(shown).toContain('main.tsx: no such thing');
    await expect(build()).rejects.toThrow('could not be built');
  });
});

describe('the choice between window and browser', () => {
  test('a display is needed on Linux', () => {
    expect([
      hasDisplay('linux', {}),
      hasDisplay('linux', { DISPLAY: '' }),
      hasDisplay('linux', { DISPLAY: ':0' }),
      hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' }),
      hasDisplay('darwin', {}),
      hasDisplay('win32', {}),
    ]).toEqual([false, false, true, true, true, true]);
  });

  const installer = 'node_modules/electron/install.js';
  const succeeds =
    "require('node:fs').mkdirSync(__dirname + '/dist'); require('node:fs').writeFileSync(__dirname + '/dist/electron', ''); require('node:fs').writeFileSync(__dirname + '/path.txt', 'electron');";

  test('a binary that is there is taken without a download', async () => {
    const binary = write('node_modules/electron/dist/electron', '');
    write('node_modules/electron/path.txt', 'electron');
    write(installer, 'process.exit(1)');
    expect([findElectron(place(0)), await obtainElectron(place(0), say), said]).toEqual([binary, binary, []]);
  });

  test('one elsewhere can be named', () => {
    const binary = write('elsewhere/electron', '');
    expect(findElectron({ ...place(0), env: { ELECTRON_OVERRIDE_DIST_PATH: dirname(binary) } })).toBe(binary);
  });

  test('a missing one is downloaded', async () => {
    write(installer, succeeds);
    expect(await obtainElectron(place(0), say)).toBe(join(root, 'node_modules/electron/dist/electron'));
    expect(said).toHaveLength(1);
  });

  test('a download that failed is not tried again within the hour', async () => {
    write(installer, 'process.exit(1)');
    const now = Date.now();
    expect(await obtainElectron(place(now), say)).toBeUndefined();
    write(installer, succeeds);
    expect(await obtainElectron(place(now + 3_500_000), say)).toBeUndefined();
    expect(said).toHaveLength(1);
    expect(await obtainElectron(place(now + 3_700_000), say)).toBeDefined();
  });

  test('without the package there is none', async () => {
    expect(await obtainElectron(place(0), say)).toBeUndefined();
    expect(said).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('the window', () => {
  test('gets the flags, and its exit code is ours', async () => {
    const path = executable(`echo "$@" > ${root}/args; exit 3`);
    expect(await runWindow(path, root, ['--data', 'here', '--demo'], still)).toEqual({
      kind: 'ended',
      exitCode: 3,
    });
    expect(read('args')).toBe(`${root} --data here --demo\n`);
  });

  test.each(['exit 127', 'kill -TRAP $$'])('was never shown when it dies at once: %s', async (script) => {
    expect(await runWindow(executable(script), root, [], still)).toMatchObject({ kind: 'never-shown' });
  });

  test('was never shown when it cannot be run', async () => {
    expect(await runWindow(join(root, 'absent'), root, [], still)).toMatchObject({ kind: 'never-shown' });
  });

  test('was shown when it dies later', async () => {
    let now = 0;
    const path = executable('kill -SEGV $$');
    expect(await runWindow(path, root, [], () => (now += 11_000))).toEqual({ kind: 'ended', exitCode: 139 });
  });
});

describe('a request to stop', () => {
  test('is one press when npm repeats it at once, and hurries when it comes again', async () => {
    const clock = createFakeClock();
    const source = new EventEmitter();
    let hurries = 0;
    const stop = firstStopSignal(source, clock, () => (hurries += 1));
    source.emit('SIGINT');
    await stop;
    clock.advance(100);
    source.emit('SIGINT');
    expect(hurries).toBe(0);
    clock.advance(1000);
    source.emit('SIGTERM');
    expect(hurries).toBe(1);
  });
});

describe('the simulated fleet', () => {
  test('is told where to publish, and ends quietly when told to', async () => {
    const demo = fleet(
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('args', import.meta.url), process.argv.slice(2).join(' ')); setInterval(() => {}, 1000);",
    );
    const args = join(root, 'electron/simulator/args');
    await expect
      .poll(() => existsSync(args) && readFileSync(args, 'utf8'), { timeout: 30_000 })
      .toBe(
        '--broker mqtt://127.0.0.1:1 --seed 1 --speed 1 --station http://127.0.0.1:2 --token-file /data/station.json',
      );
    demo.stop();
    expect(said).toEqual([]);
  });

  test('says so when it dies, with its last words', async () => {
    fleet("process.stderr.write('no broker there\\n'); process.exitCode = 4;");
    await expect
      .poll(() => said, { timeout: 30_000 })
      .toEqual(['The simulated fleet ended (exit code 4: no broker there); the console goes on without it.']);
  });

  test('does not outlive a station that is killed', async () => {
    write('package.json', '{"type":"module"}');
    write(
      'electron/simulator/main.ts',
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('pid', import.meta.url), String(process.pid)); setInterval(() => {}, 1000);",
    );
    const demo = join(import.meta.dirname, '..', '..', 'electron', 'station', 'demo.ts');
    const options = { root, brokerUrl: 'mqtt://127.0.0.1:1', stationUrl: '', stationFile: '' };
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { startDemo } from ${JSON.stringify(demo)};
       const log = { info() {}, warn() {}, error() {} };
       startDemo({ ...${JSON.stringify(options)}, log, say() {} });
       setInterval(() => {}, 1000);`,
    ]);
    const pidFile = join(root, 'electron/simulator/pid');
    await expect
      .poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8'), { timeout: 30_000 })
      .toMatch(/^\d+$/);
    parent.kill('SIGKILL');
    await expect
      .poll(() => isRunning(Number(readFileSync(pidFile, 'utf8'))), { timeout: 30_000 })
      .toBe(false);
  });
});
