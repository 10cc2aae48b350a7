import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { brokerPassword } from '../../electron/station/broker-password.ts';
import { defaultDataDir, type HostFacts } from '../../electron/station/data-folder.ts';
import { Failure } from '../../electron/station/failure.ts';
import { parseFlags, type StartFlags } from '../../electron/station/flags.ts';

const facts: HostFacts = { platform: 'linux', home: '/home/ada', env: {} };

function flagsOf(args: readonly string[], env: HostFacts['env'] = {}): StartFlags {
  const parsed = parseFlags(args, '1.2.3', { ...facts, env });
  if (parsed.kind !== 'start') throw new Error(parsed.text);
  return parsed.flags;
}

function failureOf(run: () => unknown): { readonly exitCode: number; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return { exitCode: error.exitCode, message: error.message };
    throw error;
  }
  throw new Error('it did not fail');
}

describe('the flags of a start', () => {
  test('have the documented defaults', () => {
    expect(flagsOf([])).toEqual({
      station: false,
      dataDir: '/home/ada/.local/share/waymark',
      host: '127.0.0.1',
      port: 4680,
      brokerUrls: [],
      brokerPasswordFile: undefined,
      share: undefined,
      brokerPort: 1883,
      brokerPortMayMove: true,
      demo: false,
      open: true,
      build: true,
      buildOnly: false,
    });
  });

  test('take what is given, and the command line wins over the environment', () => {
    const env = { WAYMARK_DATA: '/srv/other', WAYMARK_BROKER: 'mqtt://old' };
    const args =
      '--station --data here --port 0 --broker mqtts://ada@a:8883 --broker wss://b/mqtt --share lyon --broker-port 1900 --demo --no-open';
    expect(flagsOf(args.split(' '), env)).toMatchObject({
      station: true,
      dataDir: resolve('here'),
      port: 0,
      brokerUrls: ['mqtts://ada@a:8883', 'wss://b/mqtt'],
      share: 'lyon',
      brokerPort: 1900,
      brokerPortMayMove: false,
      demo: true,
      open: false,
    });
    expect(flagsOf([], env)).toMatchObject({ dataDir: '/srv/other', brokerUrls: ['mqtt://old'] });
    expect(flagsOf([], { WAYMARK_BROKER: 'mqtt://a, mqtt://b' }).brokerUrls).toEqual([
      'mqtt://a',
      'mqtt://b',
    ]);
  });

  test.each([
    [['--prot', '1'], "unknown option '--prot' (Did you mean --port?) (--help lists the flags)."],
    [
      ['--port', '65536'],
      /^option '--port <n>' argument '65536' is invalid\. A port is a whole number from 0 to 65535/,
    ],
    [['--port', '0x10'], /A port is a whole number/],
    [['--broker-port', '-1'], /A port is a whole number/],
    [['serve'], /^too many arguments/],
    [['--data'], /argument missing/],
    [
      ['--host', '0.0.0.0'],
      /^--host 0\.0\.0\.0 would open this console to other computers; add --allow-remote/,
    ],
    [['--host', '127.0.0.1.example.org'], /--allow-remote/],
    [['--broker', 'http://a'], /mqtt:\/\/, mqtts:\/\/, ws:\/\/ or wss:\/\//],
    [['--broker', 'nonsense'], /mqtt:\/\/, mqtts:\/\/, ws:\/\/ or wss:\/\//],
  ])('refuses %j with exit code 2 and one sentence', (args, sentence) => {
    const failure = failureOf(() => flagsOf(args));
    expect(failure.exitCode).toBe(2);
    expect(failure.message).toMatch(sentence);
    expect(failure.message).not.toContain('\n');
  });

  test('allow another host only with --allow-remote', () => {
    expect(flagsOf(['--host', '0.0.0.0', '--allow-remote']).host).toBe('0.0.0.0');
    expect(flagsOf(['--host', 'localhost']).host).toBe('localhost');
  });

  test.each([
    [() => flagsOf(['--broker', 'mqtt://ada:s3cret@broker'])],
    [() => flagsOf([], { WAYMARK_BROKER: 'mqtt://ada:s3cret@broker' })],
  ])('refuse a password in a URL without repeating it', (run) => {
    const { exitCode, message } = failureOf(run);
    expect(exitCode).toBe(2);
    expect(message).toContain('WAYMARK_BROKER_PASSWORD');
    expect(message).not.toContain('s3cret');
  });

  test('--help lists every flag and ends well', () => {
    const help = parseFlags(['--help'], '1.2.3', facts);
    const text = help.kind === 'text' ? help.text : '';
    for (const flag of [
      '--data',
      '--port',
      '--host',
      '--allow-remote',
      '--broker',
      '--broker-port',
      '--demo',
      '--no-open',
    ]) {
      expect(text).toContain(flag);
    }
    expect(parseFlags(['--version'], '1.2.3', facts)).toEqual({ kind: 'text', text: '1.2.3\n' });
  });
});

describe('the data folder', () => {
  test.each<[Partial<HostFacts>, string]>([
    [{ platform: 'linux' }, '/home/ada/.local/share/waymark'],
    [{ platform: 'linux', env: { XDG_DATA_HOME: '/data' } }, '/data/waymark'],
    [{ platform: 'linux', env: { XDG_DATA_HOME: 'relative' } }, '/home/ada/.local/share/waymark'],
    [{ platform: 'darwin', home: '/Users/ada' }, '/Users/ada/Library/Application Support/Waymark'],
    [
      { platform: 'win32', home: 'C:\\Users\\ada', env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' } },
      'C:\\Users\\ada\\AppData\\Roaming\\Waymark',
    ],
    [{ platform: 'win32', home: 'C:\\Users\\ada' }, 'C:\\Users\\ada\\AppData\\Roaming\\Waymark'],
  ])('is where the system keeps application data: %j', (host, path) => {
    expect(defaultDataDir({ ...facts, ...host })).toBe(path);
  });
});

describe("the broker's password", () => {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-password-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function fileWith(text: string, mode: number): string {
    const file = join(folder, `${mode.toString(8)}-${text.length}`);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  test('comes from the file, without its line end, else from the environment', () => {
    expect(brokerPassword('from env', fileWith('from file \n', 0o600))).toBe('from file ');
    expect(brokerPassword('from env', undefined)).toBe('from env');
    expect(brokerPassword('', undefined)).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604, 0o660])(
    'is refused from a file of mode %o',
    (mode) => {
      const failure = failureOf(() => brokerPassword(undefined, fileWith('s3cret', mode)));
      expect(failure.exitCode).toBe(2);
      expect(failure.message).toMatch(
        /can be read by others \(mode 06\d\d\); make it private with: chmod 600 /,
      );
      expect(failure.message).not.toContain('s3cret');
    },
  );

  test('is refused from a file that is empty or absent', () => {
    expect(failureOf(() => brokerPassword(undefined, fileWith('\n', 0o600))).exitCode).toBe(2);
    expect(failureOf(() => brokerPassword(undefined, join(folder, 'absent'))).message).toMatch(
      /cannot be read/,
    );
  });
});
