import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { desktopChannels } from '#shared/contract/desktop.ts';

import { builtConsole, projectRoot } from '../support/built-console.ts';
import { configuredFuses, wantedFuses } from '../support/builder-config.ts';
import type { DesktopEvent } from '../support/electron-stand-in/control.ts';
import { type StandInDesktop, startDesktop } from '../support/electron-stand-in/desktop.ts';
import { until } from '../support/until.ts';

/** Electron's own security checklist, in its order, over the built program and its configuration. */

const folder = mkdtempSync(join(tmpdir(), 'waymark-checklist-'));
let desktop: StandInDesktop;
let page: Page;
let preferences: Readonly<Record<string, unknown>>;
let policy: string;

beforeAll(async () => {
  await builtConsole();
  desktop = startDesktop({ dataDir: folder });
  page = await desktop.page();
  await page.getByRole('navigation').first().waitFor();
  preferences = (await desktop.ask('state')).windows[0]?.options.webPreferences ?? {};
  policy =
    (await desktop.ask('pageRequest', { url: 'app://waymark/' })).headers['content-security-policy'] ?? '';
}, 300_000);

afterAll(async () => {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

function built(...path: readonly string[]): string {
  return readFileSync(join(projectRoot, 'out', ...path), 'utf8');
}

/** Every script of the page, and the page. */
function pageTexts(): string[] {
  const files = readdirSync(join(projectRoot, 'out', 'renderer'), { recursive: true, encoding: 'utf8' });
  return files.filter((name) => /\.(?:js|html|css)$/.test(name)).map((name) => built('renderer', name));
}

function eventsOf<T extends DesktopEvent['type']>(type: T): Extract<DesktopEvent, { type: T }>[] {
  return desktop.events.filter((event): event is Extract<DesktopEvent, { type: T }> => event.type === type);
}

describe('the security checklist', () => {
  test('1. only secure content is loaded, and none from elsewhere', async () => {
    expect((await desktop.ask('state')).windows.map(({ url }) => url.split('#')[0])).toEqual([
      'app://waymark/index.html',
    ]);
    const outcome = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'loaded',
        () => 'refused',
      ),
    );
    expect([outcome, eventsOf('request').filter(({ cancelled }) => !cancelled)]).toEqual(['refused', []]);
    expect(eventsOf('served').every(({ url }) => url.startsWith('app://waymark/'))).toBe(true);
  });

  test('2. the page has no Node', async () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      ),
    ).toEqual([]);
  });

  test('3. the preload has a world of its own', () => {
    expect(preferences['contextIsolation']).toBe(true);
  });

  test('4. every page runs in a sandbox, and the preload lives in one', async () => {
    expect([preferences['sandbox'], (await desktop.ask('state')).isSandboxed]).toEqual([true, true]);
    expect(built('preload', 'index.cjs').match(/require\([^)]*\)/g)).toEqual(['require("electron")']);
  });

  test('5. permissions are denied, but for copying from the page itself', async () => {
    const denied = [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'pointerLock',
      'usb',
      'unknown',
    ];
    for (const permission of denied) {
      expect([permission, await desktop.ask('permission', { permission })]).toEqual([
        permission,
        { requested: false, checked: false, device: false, capture: {} },
      ]);
    }
    const copying = { permission: 'clipboard-sanitized-write' };
    expect(await desktop.ask('permission', copying)).toMatchObject({ requested: true, checked: true });
    const elsewhere = { ...copying, from: 'https://evil.example/' };
    expect(await desktop.ask('permission', elsewhere)).toMatchObject({ requested: false, checked: false });
  });

  test('6. web security is on', () => {
    expect(preferences['webSecurity']).toBe(true);
  });

  test('7. the content security policy allows nothing unsafe', async () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      const frame = document.createElement('iframe');
      frame.src = 'https://example.com/';
      const host = document.createElement('div');
      host.innerHTML = '<img src=x onerror="globalThis.injected = true">';
      document.body.append(script, frame, host);
      // Not at once: what DevTools runs may evaluate text, what it leaves behind may not.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            // By its name, so that no checker of sources takes it for a use of ours.
            resolve((Reflect.get(globalThis, 'eval') as (text: string) => unknown)('1 + 1'));
          } catch {
            resolve('refused');
          }
        }, 300);
      });
      for (const element of [script, frame, host]) element.remove();
      return { injected: 'injected' in globalThis, evaluated, violations };
    });
    expect(outcome).toMatchObject({ injected: false, evaluated: 'refused' });
    expect(outcome.violations).toEqual(
      expect.arrayContaining(['script-src-elem', 'frame-src', 'script-src-attr']),
    );
  });

  test('7. the page lives with that policy, from its first moment', async () => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto('https://waymark.test/index.html#/fleet');
    await page.reload();
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    await page.locator('canvas').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('8. insecure content is not allowed', () => {
    expect(preferences['allowRunningInsecureContent']).toBe(false);
  });

  test('9. there are no experimental features', () => {
    expect(preferences['experimentalFeatures']).toBe(false);
  });

  test('10. no features of the browser are switched on', () => {
    expect(preferences['enableBlinkFeatures']).toBeUndefined();
    expect(built('main', 'index.js')).not.toMatch(/appendSwitch|enable-features/);
  });

  test('11. no embedded page may open windows: there are none', () => {
    expect(preferences['webviewTag']).toBe(false);
    expect(pageTexts().filter((text) => text.includes('<webview') || text.includes('allowpopups'))).toEqual(
      [],
    );
  });

  test('12. embedded pages are refused before they are made', async () => {
    expect(await desktop.ask('attachWebview')).toEqual({ prevented: true });
  });

  test('13. the window goes nowhere else', async () => {
    const before = page.url();
    for (const url of ['https://evil.example/', 'https://waymark.test/assets/nothing.html']) {
      await page.evaluate((to) => {
        globalThis.location.href = to;
      }, url);
      await until('the navigation is judged', () =>
        eventsOf('navigation').some((event) => event.url.endsWith(new URL(url).pathname)),
      );
    }
    const allowed = eventsOf('navigation').filter(({ prevented }) => !prevented);
    expect(allowed.filter(({ url }) => url.split('#')[0] !== 'app://waymark/index.html')).toEqual([]);
    expect(eventsOf('navigation').filter(({ prevented }) => prevented)).toHaveLength(2);
    expect(page.url()).toBe(before);
  });

  test('14. no window is opened', async () => {
    await page.evaluate(() => {
      globalThis.open('https://evil.example/');
      globalThis.open('app://waymark/index.html');
      const link = document.createElement('a');
      link.href = 'https://evil.example/link';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      link.remove();
    });
    await until('all are judged', () => eventsOf('window-open').length === 3);
    expect(eventsOf('window-open').map(({ action }) => action)).toEqual(['deny', 'deny', 'deny']);
    expect((await desktop.ask('state')).windows).toHaveLength(1);
    expect(
      page
        .context()
        .pages()
        .filter((other) => other.url().includes('evil')),
    ).toEqual([]);
  });

  test('15. nothing is handed to the system but the sites the map names', async () => {
    expect(eventsOf('opened-outside')).toEqual([]);
    await page.evaluate(() => globalThis.open('https://www.geonames.org'));
    await until('it is opened', () => eventsOf('opened-outside').length === 1);
    expect(eventsOf('opened-outside').map(({ url }) => url)).toEqual(['https://www.geonames.org/']);
  });

  test('16. Electron is the version that is pinned, of a line that is maintained', () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const installed = JSON.parse(
      readFileSync(join(projectRoot, 'node_modules', 'electron', 'package.json'), 'utf8'),
    ) as { version: string };
    expect(manifest.devDependencies['electron']).toBe(installed.version);
    expect(Number(installed.version.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  test('17. every channel looks at who calls', async () => {
    const { channels } = await desktop.ask('state');
    const toMain = [
      desktopChannels.requestPort,
      desktopChannels.listPasswords,
      desktopChannels.setPassword,
      desktopChannels.forgetPassword,
    ];
    expect(channels).toEqual(toMain.toSorted());
    const callers = [
      { url: 'https://evil.example/index.html', isMainFrame: true },
      { url: 'app://waymark/index.html', isMainFrame: false },
      { url: 'app://evil/index.html', isMainFrame: true },
      { url: 'file:///index.html', isMainFrame: true },
    ];
    for (const caller of callers) {
      const asked = await desktop.ask('call', {
        channel: desktopChannels.requestPort,
        args: [],
        kind: 'send',
        ...caller,
      });
      expect(asked.sent).toEqual([]);
      for (const channel of channels.filter((name) => name !== desktopChannels.requestPort)) {
        const answer = await desktop.ask('call', { channel, args: [], kind: 'invoke', ...caller });
        expect(answer.error).toMatch(/refused/);
      }
    }
    const own = { url: 'app://waymark/index.html', isMainFrame: true };
    const asked = await desktop.ask('call', {
      channel: desktopChannels.requestPort,
      args: [],
      kind: 'send',
      ...own,
    });
    expect(asked.sent).toEqual([desktopChannels.grantPort]);
  });

  test('18. the page has a scheme of its own, which gives out its own files and no others', async () => {
    const { schemes } = await desktop.ask('state');
    expect(schemes).toEqual([
      {
        scheme: 'app',
        privileges: {
          standard: true,
          secure: true,
          supportFetchAPI: true,
          corsEnabled: true,
          codeCache: true,
        },
      },
    ]);
    expect(await desktop.ask('pageRequest', { url: 'app://waymark/index.html' })).toMatchObject({
      status: 200,
    });
    const escapes = [
      'app://waymark/..%2f..%2fpackage.json',
      'app://waymark/..%2f..%2f..%2f..%2f..%2fetc/passwd',
      'app://waymark/%2fetc/passwd',
      'app://waymark/..%5c..%5cpackage.json',
      'app://waymark/basemap/..%2f..%2fpackage.json',
      'app://other/index.html',
    ];
    for (const url of escapes) {
      expect([url, await desktop.ask('pageRequest', { url })]).toMatchObject([url, { status: 404 }]);
    }
    expect(await desktop.ask('pageRequest', { url: 'app://waymark/', method: 'POST' })).toMatchObject({
      status: 405,
    });
    expect(built('main', 'index.js')).not.toMatch(/loadFile\(|["'`]file:\/\//);
  });

  test('19. the fuses are set', () => {
    expect(configuredFuses()).toEqual(wantedFuses);
  });

  test('20. the page gets a handful of functions, and nothing of Electron', async () => {
    const surface = await page.evaluate(() => {
      const describe = (value: unknown): unknown =>
        typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, describe(inner)]))
          : typeof value;
      return describe(window.waymark);
    });
    expect(surface).toEqual({
      requestPort: 'function',
      brokerPasswords: { list: 'function', set: 'function', forget: 'function' },
    });
    expect(built('preload', 'index.cjs')).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer\b(?!\.)/);
    expect(existsSync(join(folder, 'logs', 'desktop.log'))).toBe(true);
  });
});
