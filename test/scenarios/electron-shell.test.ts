import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { builtConsole } from '../support/built-console.ts';
import type { DesktopEvent } from '../support/electron-stand-in/control.ts';
import {
  type DesktopOptions,
  type StandInDesktop,
  startDesktop,
  stopDesktops,
} from '../support/electron-stand-in/desktop.ts';
import { hasMosquitto, startMosquitto } from '../support/mosquitto.ts';
import { connectDevice } from '../support/mqtt-publish.ts';
import { startStation } from '../support/station.ts';
import { pause, until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-desktop-'));

beforeAll(builtConsole, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function freshFolder(): string {
  return mkdtempSync(join(folder, 'data-'));
}

function opened(options: Partial<DesktopOptions> = {}): StandInDesktop {
  return startDesktop({ dataDir: freshFolder(), ...options });
}

/** What the page says of its link to the engine. */
function linkOf(page: Page) {
  return page.getByRole('button', { name: /^(Live|Offline|Connecting|Stale|Degraded|Silent)/ });
}

/** Goes to the screen of vehicles, whichever the page starts with. */
async function showFleet(page: Page): Promise<void> {
  await page.evaluate(() => (window.location.hash = '#/fleet'));
}

async function isLive(page: Page): Promise<void> {
  await linkOf(page).filter({ hasText: 'Live' }).waitFor({ timeout: 60_000 });
}

async function api(desktop: StandInDesktop, path: string, body?: unknown): Promise<unknown> {
  const { url, token } = await desktop.station();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${url}/api/v1${path}`, { headers, ...posted });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}

interface Stats {
  readonly ingest: { readonly received: number; readonly stored: number; readonly pending: number };
}

async function stats(desktop: StandInDesktop): Promise<Stats['ingest']> {
  return ((await api(desktop, '/stats')) as Stats).ingest;
}

/** One program lives through all of these, in this order. */
describe('the desktop window', () => {
  let desktop: StandInDesktop;
  beforeAll(() => {
    desktop = opened({ args: ['waymark://order/WM-77'] });
  });
  afterAll(stopDesktops);

  test('opens at the order of the link it was started with', async () => {
    const page = await desktop.page();
    expect(new URL(page.url()).hash).toBe('#/orders?order=WM-77');
    // As a Mac hands links to a program that runs.
    await desktop.ask('openUrl', { url: 'waymark://order/WM-78' });
    await page.waitForURL((url) => url.hash === '#/orders?order=WM-78');
    await desktop.ask('openUrl', { url: 'waymark://elsewhere/WM-79' });
    await isLive(page);
    expect(new URL(page.url()).hash).toBe('#/orders?order=WM-78');
  });

  test('shows live what a device publishes, through its own port to the engine', async () => {
    const page = await desktop.page();
    await isLive(page);
    await showFleet(page);
    const { brokerUrl, url } = await desktop.station();
    const van = await connectDevice(brokerUrl, 'van-1');
    await van.position(new Date(), 45.76, 4.84);
    await page.getByText('van-1').first().waitFor();
    await van.end();
    expect(desktop.output.stdout).toContain(`Waymark is at ${url}/; devices publish to ${brokerUrl}\n`);
    // Nothing was asked of anywhere else, and the map's tiles came from the program.
    expect(desktop.events.filter(({ type }) => type === 'request')).toEqual([]);
    const isTile = (event: DesktopEvent): boolean => event.type === 'served' && event.url.includes('/tiles/');
    await until('the map is drawn', () => desktop.events.some(isTile));
  });

  test('tells whoever does not look of an alert that needs somebody, and a click leads to it', async () => {
    const page = await desktop.page();
    await isLive(page);
    await desktop.ask('blurWindow');
    const { brokerUrl } = await desktop.station();
    const order = {
      orderNumber: 'WM-1',
      items: [{ name: 'Box', quantity: 1 }],
      parcels: [{ parcelId: 'P-1' }],
      plan: [
        { siteId: 'PARIS', bizStep: 'receiving' },
        { siteId: 'LILLE', bizStep: 'receiving' },
      ],
    };
    await api(desktop, '/orders', order);
    const gate = await connectDevice(brokerUrl, 'gate-1');
    await gate.scan('P-1', 'receiving');
    await gate.end();
    const alert = (): DesktopEvent | undefined =>
      desktop.events.find((event) => event.type === 'notification' && event.title === 'Alert');
    await until('the alert is noticed', () => alert() !== undefined, 90_000);
    expect(alert()).toMatchObject({ body: expect.stringContaining('P-1') as string });
    await desktop.ask('clickNotification', { index: 0 });
    await page.waitForURL((url) => url.hash.startsWith('#/alerts?alert='));
  });

  test('goes with its menu: the engine is restarted in order, the data folder is shown', async () => {
    const page = await desktop.page();
    await isLive(page);
    const first = (await desktop.ask('state')).processes['engine.js'];
    await desktop.ask('clickMenu', { label: 'Restart Engine' });
    await until('another engine runs', async () => {
      const now = (await desktop.ask('state')).processes['engine.js'];
      return now !== undefined && now !== first;
    });
    await isLive(page);
    await desktop.ask('clickMenu', { label: 'Open Data Folder' });
    await until('the folder is opened', () => desktop.events.some(({ type }) => type === 'opened-outside'));
    expect(desktop.events).toContainEqual({ type: 'opened-outside', url: desktop.dataDir });
    expect(readFileSync(join(desktop.dataDir, 'logs', 'desktop.log'), 'utf8')).not.toContain(
      '"level":"error"',
    );
  });

  test('stays honest through a crash of the engine, and comes back with what happened since', async () => {
    const page = await desktop.page();
    await isLive(page);
    await showFleet(page);
    const before = await desktop.station();
    const first = (await desktop.ask('state')).processes['engine.js'];
    await desktop.ask('blurWindow');
    // Both are waited for from before: the engine may be back within a second.
    const honest = Promise.all([
      linkOf(page).filter({ hasText: 'Offline' }).waitFor(),
      page
        .getByRole('status')
        .filter({ hasText: /Not live since/ })
        .waitFor(),
    ]);
    process.kill(first ?? 0, 'SIGKILL');
    await honest;
    await until('the engine runs again', async () => {
      const { processes } = await desktop.ask('state');
      return processes['engine.js'] !== undefined && processes['engine.js'] !== first;
    });
    await isLive(page);
    const after = await desktop.station();
    // Devices and scripts find it where it was.
    expect([after.url, after.brokerUrl]).toEqual([before.url, before.brokerUrl]);
    const van = await connectDevice(after.brokerUrl, 'van-2');
    await van.position(new Date(), 45.76, 4.84);
    await page.getByText('van-2').first().waitFor();
    await van.end();
    expect(readFileSync(join(desktop.dataDir, 'logs', 'desktop.log'), 'utf8')).toContain(
      '"msg":"the engine ended"',
    );
  });

  test('loads the page again when its process dies', async () => {
    const page = await desktop.page();
    await isLive(page);
    await page.goto('chrome://crash').catch(() => undefined);
    await until('the page is there again', async () => {
      const again = await desktop.page().catch(() => undefined);
      return (
        again !== undefined && again !== page && (await linkOf(again).filter({ hasText: 'Live' }).isVisible())
      );
    });
    expect((await desktop.ask('state')).windows).toHaveLength(1);
  });
});

describe('a window of its own', () => {
  afterEach(stopDesktops);

  test('tells whoever does not look that nothing is received, and when it is again', async () => {
    const desktop = opened();
    await isLive(await desktop.page());
    const noticed = (title: string): boolean =>
      desktop.events.some((event) => event.type === 'notification' && event.title === title);
    await desktop.ask('blurWindow');
    await until('it is noticed', async () => {
      const engine = (await desktop.ask('state')).processes['engine.js'];
      if (engine !== undefined) process.kill(engine, 'SIGKILL');
      await pause(200);
      return noticed('Waymark receives nothing');
    });
    await until('it is over', () => noticed('Waymark receives again'), 60_000);
    await desktop.ask('clickNotification', { index: 0 });
    expect((await desktop.ask('state')).windows[0]?.isFocused).toBe(true);
  });

  test('comes back where it was, in reach of the displays there are', async () => {
    const dataDir = freshFolder();
    const displays = [
      { x: 0, y: 0, width: 1920, height: 1040 },
      { x: 1920, y: 0, width: 1920, height: 1040 },
    ];
    const place = { x: 2000, y: 100, width: 1100, height: 700 };
    const first = opened({ dataDir, displays });
    await first.page();
    await first.ask('moveWindow', place);
    await first.stop();
    const second = opened({ dataDir, displays });
    await second.page();
    expect((await second.ask('state')).windows[0]?.bounds).toEqual(place);
    await second.ask('maximizeWindow');
    await second.stop();
    const third = opened({ dataDir, displays: displays.slice(0, 1) });
    await third.page();
    const windowOf = async () => (await third.ask('state')).windows[0];
    await until('the window is shown', async () => (await windowOf())?.isVisible === true);
    expect(await windowOf()).toMatchObject({
      isMaximized: true,
      bounds: { x: 410, y: 170, width: 1100, height: 700 },
    });
  });
});

describe('a second start', () => {
  let first: StandInDesktop;
  beforeAll(() => {
    first = opened();
  });
  afterAll(stopDesktops);

  test('brings the first window forward at its link, and ends', async () => {
    const page = await first.page();
    await isLive(page);
    await first.ask('minimizeWindow');
    const second = opened({ dataDir: first.dataDir, args: ['waymark://order/WM%2F9'] });
    expect(await second.ended).toEqual({ code: 0, signal: null });
    await page.waitForURL((url) => url.hash === '#/orders?order=WM%2F9');
    expect((await first.ask('state')).windows[0]).toMatchObject({ isFocused: true });
    // No page was loaded anew: the one that was there has moved.
    await isLive(page);
  });

  test('without a link says where the first one runs and exits 3', async () => {
    await first.page();
    const { url, pid } = await first.station();
    await first.ask('blurWindow');
    const second = opened({ dataDir: first.dataDir });
    expect(await second.ended).toEqual({ code: 3, signal: null });
    expect(second.output.stderr).toBe(
      `waymark: Another Waymark runs on the data folder ${first.dataDir}, at ${url} (process ${pid}); its window is now in front.\n`,
    );
    await until(
      'the first window is in front',
      async () => (await first.ask('state')).windows[0]?.isFocused === true,
    );
  });

  test('on another data folder is a console of its own', async () => {
    const second = opened();
    await Promise.all([isLive(await first.page()), isLive(await second.page())]);
    expect((await first.station()).url).not.toBe((await second.station()).url);
  });

  test('beside a station on the same folder says where that one is, and exits 3', async () => {
    const dataDir = freshFolder();
    const station = await startStation(['--data', dataDir]);
    try {
      const desktop = opened({ dataDir });
      expect(await desktop.ended).toEqual({ code: 3, signal: null });
      expect(desktop.output.stderr).toContain(
        `waymark: Another Waymark runs on the data folder ${dataDir}, at ${station.url}`,
      );
      expect(desktop.output.stderr).toMatch(/^[^\n]*\n$/);
    } finally {
      await station.stop();
    }
  });
});

describe('a start that cannot be', () => {
  afterEach(stopDesktops);

  test.each([
    [['--nonsense'], 2, /^waymark: unknown option '--nonsense'/],
    [['--port', 'x'], 2, /A port is a whole number/],
    [['--broker', 'mqtt://u:p@h'], 2, /password does not belong in the URL/],
  ])('with %j ends in one sentence', async (args, code, sentence) => {
    const desktop = opened({ args });
    expect(await desktop.ended).toEqual({ code, signal: null });
    expect(desktop.output.stderr).toMatch(sentence);
    expect(desktop.output.stderr).toMatch(/^[^\n]*\n$/);
  });

  test('with a database that is damaged ends in one sentence, and packed shows it in a box', async () => {
    const dataDir = freshFolder();
    writeFileSync(join(dataDir, 'waymark.db'), '');
    const desktop = opened({ dataDir, isPackaged: true });
    expect(await desktop.ended).toEqual({ code: 1, signal: null });
    expect(desktop.output.stderr).toMatch(/^waymark: The database .* is empty \(zero bytes\)[^\n]+\n$/);
    const box = {
      type: 'dialog',
      title: 'Waymark cannot start',
      content: expect.stringContaining('is empty') as string,
    };
    expect(desktop.events).toContainEqual(box);
  });

  test('never gets ready while the entry module waits for it, as with the real one', async () => {
    const dataDir = freshFolder();
    const main = join(dataDir, 'out', 'main', 'index.js');
    const text = "import { app } from 'electron';\nawait app.whenReady();\n";
    mkdirSync(join(main, '..'), { recursive: true });
    writeFileSync(main, text);
    const desktop = startDesktop({ dataDir, main, entryLimitMs: 1000 });
    expect((await desktop.ended).code).toBe(99);
    expect(desktop.output.stderr).toContain('would never get ready');
  });
});

describe('the end of the program', () => {
  afterEach(stopDesktops);

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'at %s drains what was acknowledged, and leaves nothing running',
    async (signal) => {
      const dataDir = freshFolder();
      const desktop = opened({ dataDir });
      await isLive(await desktop.page());
      const { brokerUrl } = await desktop.station();
      const engine = (await desktop.ask('state')).processes['engine.js'] ?? 0;
      const sensor = await connectDevice(brokerUrl, 'T-1');
      let acknowledged = 0;
      const over = new AbortController();
      const publishing = (async () => {
        for (let seq = 0; !over.signal.aborted; seq += 1) {
          await sensor.reading(seq, seq % 7);
          acknowledged += 1;
        }
      })().catch(() => undefined);
      await until('readings flow', () => acknowledged >= 200);
      process.kill(desktop.pid, signal);
      expect(await desktop.ended).toEqual({ code: 0, signal: null });
      over.abort();
      await sensor.end();
      await publishing;
      expect(existsSync(join(dataDir, 'station.json'))).toBe(false);
      expect(() => process.kill(engine, 0)).toThrow();
      expect(desktop.output.stdout).toContain('Stopping…\n');
      const again = opened({ dataDir });
      const { received, stored, pending } = await stats(again);
      expect(pending).toBe(0);
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      expect(received).toBeGreaterThanOrEqual(stored);
    },
  );

  test('comes with the last window, from the tray and from the menu alike', async () => {
    const byWindow = opened();
    await byWindow.page();
    await byWindow.station();
    await byWindow.ask('closeWindow');
    expect(await byWindow.ended).toEqual({ code: 0, signal: null });
    const byTray = opened();
    await isLive(await byTray.page());
    await byTray.ask('clickTray', { label: 'Quit' });
    expect(await byTray.ended).toEqual({ code: 0, signal: null });
    expect([byWindow.output.stderr, byTray.output.stderr]).toEqual(['', '']);
    // The folder is as it was found, but for what belongs there.
    const left = readdirSync(byTray.dataDir).filter((name) => /\.new$|lock-|station\.json/.test(name));
    expect([left, readdirSync(join(byTray.dataDir, 'desktop'))]).toEqual([[], ['window.json']]);
  });
});

describe('the demo', () => {
  afterEach(stopDesktops);

  test('moves a simulated fleet over the map, and ends with the program', async () => {
    const desktop = opened({ args: ['--demo'] });
    const page = await desktop.page();
    await showFleet(page);
    await until('vehicles are heard', async () => {
      const { items } = (await api(desktop, '/vehicles')) as { readonly items: readonly unknown[] };
      return items.length > 3;
    });
    await page.getByText(/\b[1-9]\d* vehicles and trackers/).waitFor();
    const { processes } = await desktop.ask('state');
    expect(Object.keys(processes).toSorted()).toEqual(['engine.js', 'simulator.js']);
    expect(await desktop.stop()).toEqual({ code: 0, signal: null });
    for (const pid of Object.values(processes)) expect(() => process.kill(pid, 0)).toThrow();
  });
});

describe.skipIf(!hasMosquitto)('an external broker with a password', () => {
  afterEach(stopDesktops);
  const password = 'Sésam-öffne-dich-4711';

  /** Mosquitto's own hash of the password, made by its tool. */
  async function guarded() {
    const file = join(freshFolder(), 'passwords');
    writeFileSync(file, `console:${password}\n`);
    const made = spawnSync('mosquitto_passwd', ['-U', file]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    return await startMosquitto(['allow_anonymous false', `password_file ${file}`]);
  }

  async function isConnected(desktop: StandInDesktop): Promise<boolean> {
    const { links } = ((await api(desktop, '/stats')) as { broker: { links: readonly { link: string }[] } })
      .broker;
    return links.every(({ link }) => link === 'connected');
  }

  test('is connected to once the page has given it, and at the next start by itself', async () => {
    const broker = await guarded();
    try {
      const dataDir = freshFolder();
      const url = broker.url.replace('mqtt://', 'mqtt://console@');
      const args = ['--broker', url];
      const desktop = opened({ dataDir, args });
      const page = await desktop.page();
      await linkOf(page).waitFor();
      await page.evaluate(() => (window.location.hash = '#/settings?section=broker'));
      await page.getByLabel(`Password for ${url}`).fill(password);
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByRole('button', { name: 'Forget it' }).waitFor();
      const listed = await page.evaluate(() => window.waymark?.brokerPasswords.list());
      expect(listed).toEqual({ canKeep: true, brokers: [{ url, source: 'kept' }] });
      await until('the broker lets it in', () => isConnected(desktop).catch(() => false), 60_000);
      await desktop.stop();
      const again = opened({ dataDir, args });
      await until('the broker lets it in again', () => isConnected(again).catch(() => false), 60_000);
      await again.stop();
      expect(filesHolding(dataDir, password)).toEqual([]);
      expect(desktop.output.stdout + desktop.output.stderr + again.output.stderr).not.toContain(password);
    } finally {
      await broker.dispose();
    }
  });

  test('is asked for at each start where the computer has no key store', async () => {
    const dataDir = freshFolder();
    const url = 'mqtt://console@127.0.0.1:1';
    const desktop = opened({ dataDir, args: ['--broker', url], keyStore: 'basic_text' });
    const page = await desktop.page();
    const answer = await page.evaluate((to) => window.waymark?.brokerPasswords.set(to.url, to.password), {
      url,
      password,
    });
    expect(answer).toEqual({ canKeep: false, brokers: [{ url, source: 'session' }] });
    expect(filesHolding(dataDir, password)).toEqual([]);
  });
});

/** Files below a folder that hold a text, in UTF-8 or UTF-16. */
function filesHolding(dir: string, text: string): string[] {
  const needles = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(dir, name);
    if (!statSync(path).isFile()) return false;
    const content = readFileSync(path);
    return needles.some((needle) => content.includes(needle));
  });
}
