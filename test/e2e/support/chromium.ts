import { existsSync } from 'node:fs';

const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser the tests drive: the one `PLAYWRIGHT_CHROMIUM` names, else one that is installed, else Playwright's own. */
export function chromiumPath(): string | undefined {
  const named = process.env['PLAYWRIGHT_CHROMIUM'];
  return named === undefined || named === '' ? usualPlaces.find((path) => existsSync(path)) : named;
}

/** Draws WebGL without a graphics card, puts pages together without pretending to one, and calls nobody. */
export const chromiumArgs: readonly string[] = [
  // Chromium refuses its sandbox to root, as whom tests run in containers.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-compositing',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
