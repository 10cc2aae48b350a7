import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { readStart, type StartFacts } from '../../electron/main/start.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function startOf(args: readonly string[], more: Partial<StartFacts> = {}) {
  return readStart({
    argv: ['electron', '.', ...args],
    env: {},
    platform: process.platform,
    home: folder,
    isPackaged: false,
    version: '1.2.3',
    ...more,
  });
}

describe('a start of the desktop program', () => {
  it('makes its folder in the data folder, for its owner alone', () => {
    const dataDir = join(folder, 'new', 'data');
    expect(startOf(['--data', dataDir, 'waymark://order/1'])).toMatchObject({
      kind: 'run',
      link: 'waymark://order/1',
      desktopDir: join(dataDir, 'desktop'),
      flags: { dataDir },
    });
    if (process.platform !== 'win32') expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('takes the password out of the environment that others inherit', () => {
    const env = { WAYMARK_BROKER_PASSWORD: 'sesame', WAYMARK_DATA: folder };
    expect(startOf([], { env })).toMatchObject({
      kind: 'run',
      password: 'sesame',
      flags: { dataDir: folder },
    });
    expect(env).toEqual({ WAYMARK_DATA: folder });
  });

  it('ends with its help and its version', () => {
    expect(startOf(['--help'])).toMatchObject({
      kind: 'end',
      exitCode: 0,
      text: expect.stringContaining('--data'),
    });
    expect(startOf(['--version'])).toEqual({ kind: 'end', exitCode: 0, text: '1.2.3\n' });
  });

  it('ends with one sentence for what it does not understand or cannot use', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const ends = [
      ['--nonsense'],
      ['--port', 'x'],
      ['--broker', 'http://h'],
      ['--broker-password-file', '/nowhere/x'],
    ];
    for (const args of ends) {
      expect(startOf(['--data', folder, ...args])).toMatchObject({
        kind: 'end',
        exitCode: 2,
        text: expect.stringMatching(/^waymark: [^\n]+\n$/),
      });
    }
    expect(startOf(['--data', join(file, 'below')])).toMatchObject({
      kind: 'end',
      exitCode: 1,
      text: expect.stringMatching(/^waymark: The data folder .* cannot be used: [^\n]+\n$/),
    });
  });
});
