import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { answerTest } from './answers.ts';
import { app } from './app.ts';
import { appPath, browser, happened, readiness, setup } from './world.ts';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context);
    return { url: pathToFileURL(join(import.meta.dirname, 'electron.ts')).href, shortCircuit: true };
  },
});

// What the program sees of its start.
process.argv = ['electron', ...(setup.isPackaged ? [] : ['.']), ...setup.args];
Object.defineProperty(process, 'resourcesPath', { value: join(appPath, '..') });
delete process.env['STAND_IN_SETUP'];

function openBrowser() {
  return chromium.launchPersistentContext(setup.browserDir, {
    executablePath: setup.chromium,
    headless: true,
    viewport: null,
    // Signals are for the program.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-gpu-compositing',
      '--remote-debugging-port=0',
    ],
  });
}

/** Where the test can join in. */
function devToolsAddress(): string {
  const [port] = readFileSync(join(setup.browserDir, 'DevToolsActivePort'), 'utf8').split('\n');
  return `http://127.0.0.1:${port}`;
}

answerTest();
// The window opens only once the program has been let in, as a second start never gets that far.
readiness.promise.then(
  () => browser.open(openBrowser()),
  () => undefined,
);
const giveUp = setTimeout(() => {
  process.stderr.write(
    'The entry module has not ended: Electron would never get ready (electron/electron#40719).\n',
  );
  process.exit(99);
}, setup.entryLimitMs);
await import(pathToFileURL(setup.main).href);
clearTimeout(giveUp);
readiness.resolve();
await app.whenReady();
await browser.context;
happened({ type: 'ready', devTools: devToolsAddress() });
