import { posix, win32 } from 'node:path';

export interface HostFacts {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The user's application-data folder for Waymark, as each system has it. */
export function defaultDataDir({ platform, home, env }: HostFacts): string {
  if (platform === 'win32') {
    return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Waymark');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Waymark');
  const dataHome = env['XDG_DATA_HOME'];
  // The XDG specification says that a relative path there is to be ignored.
  const base =
    dataHome !== undefined && posix.isAbsolute(dataHome) ? dataHome : posix.join(home, '.local', 'share');
  return posix.join(base, 'waymark');
}
