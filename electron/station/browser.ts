import { spawn } from 'node:child_process';

import type { Log } from '#engine/log.ts';

/** True where a window can be shown. */
export function hasDisplay(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens a URL in the user's browser; whether that worked is the log's business only, the URL is printed anyway. */
export function openBrowser(url: string, platform: NodeJS.Platform, log: Log): void {
  const [command, args] = opener(url, platform);
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.on('error', (error) => log.warn('no browser could be opened', { command, error: error.message }));
  child.unref();
}

function opener(url: string, platform: NodeJS.Platform): [string, string[]] {
  if (platform === 'darwin') return ['open', [url]];
  // The first quoted argument of `start` is a window's title.
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]];
  return ['xdg-open', [url]];
}
