import { extractAll, listPackage } from '@electron/asar';
import { getCurrentFuseWire, FuseV1Options } from '@electron/fuses';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { wantedFuses } from '../support/builder-config.ts';
import { builtConsole, projectRoot } from '../support/built-console.ts';
import { startDesktop } from '../support/electron-stand-in/desktop.ts';
import { connectDevice } from '../support/mqtt-publish.ts';
import { until } from '../support/until.ts';

/** What the package holds, made with a stub in place of Electron's binary, which is not to be had everywhere. */

const folder = mkdtempSync(join(tmpdir(), 'waymark-package-'));
const unpacked = join(folder, 'dist', 'linux-unpacked');
const resources = join(unpacked, 'resources');
let entries: readonly string[];

beforeAll(async () => {
  await builtConsole();
  const stub = makeStub();
  const output = await build([
    '--linux',
    'dir',
    `-c.electronDist=${stub}`,
    `-c.directories.output=${join(folder, 'dist')}`,
  ]);
  if (!existsSync(join(resources, 'app.asar'))) throw new Error(output);
  entries = listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) =>
    name.replaceAll('\\', '/'),
  );
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything electron-builder looks for in Electron's own folder, and a binary with its wire of fuses. */
function makeStub(): string {
  const stub = join(folder, 'electron-dist');
  mkdirSync(join(stub, 'locales'), { recursive: true });
  mkdirSync(join(stub, 'resources'));
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 9]),
    Buffer.from('101100011'),
  ]);
  writeFileSync(join(stub, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), wire]), {
    mode: 0o755,
  });
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'version',
    join('locales', 'en-US.pak'),
    join('locales', 'de.pak'),
  ]) {
    writeFileSync(join(stub, name), 'stub');
  }
  return stub;
}

async function build(args: readonly string[]): Promise<string> {
  const cli = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => {
    child.once('close', resolve);
  });
  return output;
}

/** First parts of the names below a folder of the archive. */
function below(prefix: string): string[] {
  const parts = entries
    .filter((name) => name.startsWith(`${prefix}/`))
    .map((name) => name.slice(prefix.length + 1).split('/')[0] ?? '');
  return [...new Set(parts)].toSorted();
}

describe('the package', () => {
  test('holds the build, the icons, and the packages it loads at run time, and nothing else', () => {
    expect([...new Set(entries.map((name) => name.split('/')[1] ?? ''))].toSorted()).toEqual([
      'node_modules',
      'out',
      'package.json',
      'resources',
    ]);
    expect(below('/out')).toEqual(['main', 'preload', 'renderer']);
    expect(below('/out/main')).toEqual(expect.arrayContaining(['engine.js', 'index.js', 'simulator.js']));
    expect(below('/out/preload')).toEqual(['index.cjs']);
    expect(entries).toContain('/out/renderer/index.html');
    expect(below('/resources')).toEqual(['icons']);
  });

  test('has every package of the manifest and none of those that only build', () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const packed = new Set([
      ...below('/node_modules'),
      ...['@fastify', '@jitl'].flatMap((scope) =>
        below(`/node_modules/${scope}`).map((name) => `${scope}/${name}`),
      ),
    ]);
    expect(Object.keys(manifest.dependencies).filter((name) => !packed.has(name))).toEqual([]);
    const tools = [
      'electron',
      'vite',
      'typescript',
      'vitest',
      'react',
      'maplibre-gl',
      'playwright-core',
      'electron-builder',
    ];
    expect(tools.filter((name) => packed.has(name))).toEqual([]);
  });

  test('has no sources, no maps, no secrets, and is small', () => {
    const unwanted = entries.filter((name) =>
      /\.(?:ts|mts|cts|tsx|map|pmtiles|db|log)$|\.env|station\.json|\/deps\/|\/test\//.test(name),
    );
    expect(unwanted).toEqual([]);
    // A third of it draws reports: fonts of many scripts, and what sets them. The holidays of all countries are 2 MB.
    expect(statSync(join(resources, 'app.asar')).size).toBeLessThan(39_000_000);
  });

  test('has native parts of this platform alone, beside the archive where they can be loaded', () => {
    const native = entries.filter((name) => name.endsWith('.node'));
    expect(native.length).toBeGreaterThan(0);
    const own = new RegExp(`/linux-${process.arch}(?:\\.node$|/)`);
    expect(native.filter((name) => !own.test(name))).toEqual([]);
    expect(native.filter((name) => !existsSync(join(resources, 'app.asar.unpacked', name)))).toEqual([]);
    // A thread sees the disk only: the one that makes backups loads it from there.
    const sqlite = join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3', 'lib', 'index.js');
    expect(existsSync(sqlite)).toBe(true);
  });

  test('has the map beside the archive', () => {
    expect(existsSync(join(resources, 'basemap', 'world.pmtiles'))).toBe(true);
  });

  test('has its fuses set in the binary itself', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'waymark'));
    const names = Object.keys(wantedFuses) as (keyof typeof wantedFuses)[];
    const found = names.map((name) => {
      const key = FuseV1Options[(name[0]?.toUpperCase() + name.slice(1)) as keyof typeof FuseV1Options];
      return [name, String.fromCharCode(Number(wire[key])) === '1'];
    });
    expect(Object.fromEntries(found)).toEqual(wantedFuses);
  });

  test('runs from what is in the archive', async () => {
    const app = join(resources, 'extracted');
    extractAll(join(resources, 'app.asar'), app);
    const desktop = startDesktop({
      dataDir: join(folder, 'data'),
      main: join(app, 'out', 'main', 'index.js'),
      isPackaged: true,
    });
    try {
      const page = await desktop.page();
      await page.getByRole('button', { name: /^Live/ }).waitFor();
      const van = await connectDevice((await desktop.station()).brokerUrl, 'van-1');
      await van.position(new Date(), 45.76, 4.84);
      await page.evaluate(() => (window.location.hash = '#/fleet'));
      await page.getByText('van-1').first().waitFor();
      await van.end();
      await until('the map is drawn', () =>
        desktop.events.some(
          (event) => event.type === 'served' && event.url.includes('/tiles/') && event.status === 200,
        ),
      );
    } finally {
      expect(await desktop.stop()).toEqual({ code: 0, signal: null });
    }
    expect(desktop.output.stderr).toBe('');
  });
});
