import { describe, expect, it } from 'vitest';

import { ownArguments } from '../../electron/main/arguments.ts';

describe('the command line of the desktop program', () => {
  it('is what follows the app folder when it runs from its build', () => {
    expect(ownArguments(['electron', '.', '--data', '/d', '--demo'], false)).toEqual({
      flags: ['--data', '/d', '--demo'],
      link: undefined,
    });
    expect(
      ownArguments(['electron', '--inspect=0', '--remote-debugging-port=0', '.', '--port', '0'], false),
    ).toEqual({
      flags: ['--port', '0'],
      link: undefined,
    });
    expect(ownArguments(['electron'], false)).toEqual({ flags: [], link: undefined });
  });

  it('is everything after the program when it is packed, without what launchers add', () => {
    const argv = [
      '/opt/Waymark/waymark',
      '--no-sandbox',
      '--ozone-platform-hint=auto',
      '--enable-features=UseOzonePlatform',
      '--original-process-start-time=1',
      '-psn_0_1',
      '--allow-file-access-from-files',
      '--port',
      '0',
      'waymark://order/WM-1',
    ];
    expect(ownArguments(argv, true)).toEqual({ flags: ['--port', '0'], link: 'waymark://order/WM-1' });
  });

  it('keeps flags that only look like those of the browser, and misspelt ones', () => {
    const flags = [
      '--host',
      '0.0.0.0',
      '--allow-remote',
      '--dta',
      '/d',
      '--data=/d',
      '--no-open',
      '--no-build',
      '--broker',
      'mqtt://h',
    ];
    expect(ownArguments(['waymark', ...flags], true).flags).toEqual(flags);
  });
});
