import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hasDisplay } from '../../electron/station/browser.ts';
import { findElectron } from '../../electron/station/electron-host.ts';
import { readStationFile, type StationInfo } from '../../electron/station/station-file.ts';
import { connectDevice } from '../support/mqtt-publish.ts';

/** The flows of test/scenarios/electron-shell.test.ts with the real Electron, wherever there is one and a display. */

const root = join(import.meta.dirname, '..', '..');
const executable = findElectron({ root, env: process.env, platform: process.platform, now: () => 0 });
const folder = mkdtempSync(join(tmpdir(), 'waymark-electron-'));
const running = new Set<ElectronApplication>();

test.skip(
  executable === undefined,
  'Electron has no binary here: it is downloaded at the first start, which needs the internet',
);
test.skip(!hasDisplay(process.platform, process.env), 'there is no display here to show a window on');
test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.afterEach(async () => {
  for (const app of running) await app.close();
  running.clear();
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function freshFolder(): string {
  return mkdtempSync(join(folder, 'data-'));
}

interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
}

async function launch(dataDir: string, ...args: readonly string[]): Promise<ElectronApplication> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return await _electron.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [...sandbox, root, '--data', dataDir, '--port', '0', '--broker-port', '0', ...args],
    cwd: root,
  });
}

async function open(dataDir: string, ...args: readonly string[]): Promise<Opened> {
  const app = await launch(dataDir, ...args);
  running.add(app);
  app.once('close', () => running.delete(app));
  const page = await app.firstWindow();
  await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible({ timeout: 60_000 });
  return { app, page };
}

async function station(dataDir: string): Promise<StationInfo> {
  let info: StationInfo | undefined;
  await expect.poll(() => (info = readStationFile(dataDir)), { timeout: 60_000 }).toBeDefined();
  if (info === undefined) throw new Error('no station.json');
  return info;
}

async function publish(dataDir: string, deviceId: string): Promise<void> {
  const van = await connectDevice((await station(dataDir)).brokerUrl, deviceId);
  await van.position(new Date(), 45.76, 4.84);
  await van.end();
}

test('shows live what a device publishes, on its own scheme, in a sandbox', async () => {
  const dataDir = freshFolder();
  const { app, page } = await open(dataDir, 'waymark://order/WM-77');
  expect(page.url()).toBe('app://waymark/index.html#/orders?order=WM-77');
  await page.evaluate(() => (window.location.hash = '#/fleet'));
  await publish(dataDir, 'van-1');
  await expect(page.getByText('van-1').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('canvas').first()).toBeVisible();
  const inPage = await page.evaluate(() => ['require', 'process'].filter((name) => name in globalThis));
  expect(inPage).toEqual([]);
  const isSandboxed = await app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .every(({ sandboxed }) => sandboxed !== false),
  );
  expect(isSandboxed).toBe(true);
});

test('recovers when the engine is killed', async () => {
  const dataDir = freshFolder();
  const { page } = await open(dataDir);
  await page.evaluate(() => (window.location.hash = '#/fleet'));
  const before = await station(dataDir);
  process.kill(before.pid, 'SIGKILL');
  await expect(page.getByText(/Not live since/)).toBeVisible();
  await expect.poll(async () => (await station(dataDir)).pid, { timeout: 60_000 }).not.toBe(before.pid);
  await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible({ timeout: 60_000 });
  expect((await station(dataDir)).brokerUrl).toBe(before.brokerUrl);
  await publish(dataDir, 'van-2');
  await expect(page.getByText('van-2').first()).toBeVisible({ timeout: 30_000 });
});

test('gives out its own files and no others', async () => {
  const { page } = await open(freshFolder());
  const statuses = await page.evaluate(async () => {
    const paths = ['/index.html', '/..%2f..%2fpackage.json', '/%2fetc/passwd', '/..%5c..%5cpackage.json'];
    return await Promise.all(paths.map(async (path) => (await fetch(path)).status));
  });
  expect(statuses).toEqual([200, 404, 404, 404]);
  const elsewhere = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'loaded',
      () => 'refused',
    ),
  );
  expect(elsewhere).toBe('refused');
});

test('goes nowhere else, opens nothing, and is granted nothing', async () => {
  const { app, page } = await open(freshFolder());
  const before = page.url();
  await page.evaluate(() => {
    globalThis.open('https://evil.example/');
    globalThis.location.href = 'https://evil.example/';
  });
  const permission = await page.evaluate(
    async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
  );
  expect([page.url(), app.windows().length, permission]).toEqual([before, 1, 'denied']);
});

test('is brought forward by a second start, at its link', async () => {
  const dataDir = freshFolder();
  const { app, page } = await open(dataDir);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  // The second ends at once, which is no launch to Playwright.
  await launch(dataDir, 'waymark://order/WM-9').catch(() => undefined);
  await page.waitForURL((url) => url.hash === '#/orders?order=WM-9');
  const isMinimized = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.isMinimized(),
  );
  expect(isMinimized).toBe(false);
});

test('comes back where it was', async () => {
  const dataDir = freshFolder();
  const first = await open(dataDir);
  const size = await first.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setSize(900, 620);
    return window?.getSize();
  });
  await first.app.close();
  const second = await open(dataDir);
  expect(
    await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize()),
  ).toEqual(size);
});

test('drains and ends in order', async () => {
  const dataDir = freshFolder();
  const { app } = await open(dataDir);
  const { pid } = await station(dataDir);
  const child = app.process();
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(readStationFile(dataDir)).toBeUndefined();
  expect(() => process.kill(pid, 0)).toThrow();
});
