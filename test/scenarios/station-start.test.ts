import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { runProgram, startStation, type Json, type TestStation } from '../support/station.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-start-'));
const stations: TestStation[] = [];

afterEach(async () => {
  for (const station of stations.splice(0)) await station.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function freshFolder(): string {
  return mkdtempSync(join(folder, 'data-'));
}

async function started(args: readonly string[] = []): Promise<TestStation> {
  const station = await startStation(args);
  stations.push(station);
  return station;
}

/** Runs the program to its end, which is to come by itself. */
async function outcomeOf(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const defaults = ['--station', '--no-open', '--no-build', '--port', '0', '--broker-port', '0'];
  const run = runProgram([...defaults, ...args], env);
  const { code } = await run.ended;
  return { code, ...run.output };
}

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** One line that ends in a full stop or a value, and nothing of the program's insides. */
function expectSentence(stderr: string): void {
  expect(stderr).toMatch(/^waymark: [^\n]+\n$/);
  expect(stderr).not.toMatch(/\bat .+:\d+:\d+|node:internal|Error:|unexpected error/);
}

describe('a station that starts', () => {
  test('says in one line where it is and where devices publish', async () => {
    const { stdout, stderr, url, brokerUrl } = await started();
    const line =
      /^Waymark is at (http:\/\/127\.0\.0\.1:\d+)\/ \(open (http:\S+\/login#k=[\w-]{43})\); devices publish to (mqtt:\/\/127\.0\.0\.1:\d+)$/m.exec(
        stdout,
      );
    expect(line?.slice(1)).toEqual([url, expect.stringContaining(`${url}/login#k=`), brokerUrl]);
    expect(stderr).toBe('');
  });

  test('writes station.json for its owner alone, and takes it away at a clean stop', async () => {
    const dataDir = freshFolder();
    const station = await started(['--data', dataDir]);
    const file = join(dataDir, 'station.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      openUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/login#k=[\w-]{43}$/),
      token: expect.stringMatching(/^[\w-]{43}$/),
      port: Number(new URL(station.url).port),
      brokerUrl: station.brokerUrl,
      pid: station.pid,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await station.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('station.json'))).toEqual([]);
  });

  test('renews the link in station.json for whoever has the token', async () => {
    const station = await started();
    const { body } = await station.api<{ openUrl: string; expires: string }>('GET', '/login-key');
    const file = JSON.parse(readFileSync(join(station.dataDir, 'station.json'), 'utf8')) as Json;
    expect(body.openUrl).not.toBe(station.openUrl);
    expect(file['openUrl']).toBe(body.openUrl);
    expect(file['token']).toBe(station.token);
  });

  test('tells of its health, its books and itself', async () => {
    const station = await started();
    const health = await (await fetch(`${station.url}/api/v1/health`)).json();
    expect(health).toEqual({ status: 'ok', version: expect.any(String), uptimeS: expect.any(Number) });
    expect((await station.api('GET', '/stats')).body).toMatchObject({
      ingest: { received: 0, stored: 0, pending: 0 },
    });
    expect((await station.api('GET', '/engine')).body).toMatchObject({
      dataDir: station.dataDir,
      httpUrl: station.url,
    });
  });

  test('is degraded, and says so, while an external broker cannot be reached', async () => {
    const station = await started(['--broker', 'mqtt://127.0.0.1:1']);
    await expect
      .poll(async () => (await fetch(`${station.url}/api/v1/health`)).json(), { timeout: 30_000 })
      .toMatchObject({ status: 'degraded' });
  });

  test('stops in order at SIGINT too', async () => {
    const station = await started();
    process.kill(station.pid, 'SIGINT');
    expect(await station.ended).toEqual({ code: 0, signal: null });
    expect(existsSync(join(station.dataDir, 'station.json'))).toBe(false);
    expect(station.stderr).toBe('');
  });

  test('starts again on the folder of one that was killed, and the file says the new place', async () => {
    const dataDir = freshFolder();
    const first = await started(['--data', dataDir]);
    await first.kill9();
    expect(existsSync(join(dataDir, 'station.json'))).toBe(true);
    const second = await started(['--data', dataDir]);
    expect(second.token).not.toBe(first.token);
    expect((await second.api('GET', '/stats')).status).toBe(200);
  });

  test('without a display says that the browser is used', async () => {
    const run = runProgram([
      '--no-open',
      '--no-build',
      '--port',
      '0',
      '--broker-port',
      '0',
      '--data',
      freshFolder(),
    ]);
    await expect.poll(() => run.output.stdout, { timeout: 60_000, interval: 50 }).toContain('Waymark is at ');
    run.child.kill('SIGTERM');
    await run.ended;
    expect(run.output.stdout.split('\n')[0]).toBe(
      'There is no display here: serving the console to the browser instead of a window.',
    );
  });
});

describe('a start that cannot be', () => {
  test.each([
    [['--nonsense'], /unknown option '--nonsense'/],
    [['--port', 'abc'], /A port is a whole number/],
    [['--host', '0.0.0.0'], /add --allow-remote if that is meant/],
    [['--broker', 'http://broker'], /mqtt:\/\//],
  ])('%j: wrong usage, exit code 2', async (args, sentence) => {
    const { code, stderr, stdout } = await outcomeOf([...args, '--data', freshFolder()]);
    expectSentence(stderr);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  test.skipIf(process.platform === 'win32')('a password file that others can read: exit code 2', async () => {
    const file = join(folder, 'password');
    writeFileSync(file, 's3cret\n');
    chmodSync(file, 0o644);
    const { code, stderr } = await outcomeOf([
      '--data',
      freshFolder(),
      '--broker',
      'mqtt://127.0.0.1:1',
      '--broker-password-file',
      file,
    ]);
    expectSentence(stderr);
    expect(code).toBe(2);
    expect(stderr).toMatch(/can be read by others \(mode 0644\); make it private with: chmod 600 /);
    expect(stderr).not.toContain('s3cret');
  });

  test('a port that is taken: exit code 1', async () => {
    const { server, port } = await listening();
    const { code, stderr } = await outcomeOf(['--data', freshFolder(), '--port', String(port)]);
    server.close();
    expectSentence(stderr);
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
  });

  test("a broker's port that was asked for and is taken: exit code 1", async () => {
    const { server, port } = await listening();
    const { code, stderr } = await outcomeOf(['--data', freshFolder(), '--broker-port', String(port)]);
    server.close();
    expectSentence(stderr);
    expect(code).toBe(1);
    expect(stderr).toContain(String(port));
  });

  test('a file in place of the data folder: exit code 1', async () => {
    const file = join(folder, 'not-a-folder');
    writeFileSync(file, '');
    for (const dataDir of [file, join(file, 'below')]) {
      const { code, stderr } = await outcomeOf(['--data', dataDir]);
      expectSentence(stderr);
      expect(code).toBe(1);
      expect(stderr).toContain(`The data folder ${dataDir} cannot be used: it is a file, not a folder.`);
    }
  });

  test('a database of zero bytes: exit code 1, and it is left as it is', async () => {
    const dataDir = freshFolder();
    writeFileSync(join(dataDir, 'waymark.db'), '');
    const { code, stderr } = await outcomeOf(['--data', dataDir]);
    expectSentence(stderr);
    expect(code).toBe(1);
    expect(stderr).toMatch(/is empty \(zero bytes\)/);
    expect(statSync(join(dataDir, 'waymark.db')).size).toBe(0);
  });

  test('a database that is none: exit code 1', async () => {
    const dataDir = freshFolder();
    writeFileSync(
      join(dataDir, 'waymark.db'),
      'this is no database, but it is longer than a header would be'.repeat(20),
    );
    const { code, stderr } = await outcomeOf(['--data', dataDir]);
    expectSentence(stderr);
    expect(code).toBe(1);
    expect(stderr).toMatch(/is not a database/);
  });

  test('a second engine on the folder: exit code 3, says where the first is and gives a link', async () => {
    const first = await started();
    const { code, stderr, stdout } = await outcomeOf(['--data', first.dataDir]);
    expectSentence(stderr);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(`at ${first.url} (process ${first.pid}; open ${first.url}/login#k=`);
    expect((await first.api('GET', '/stats')).status).toBe(200);
  });
});

describe('secrets', () => {
  test("neither the broker's password nor the token is written to the log or the database", async () => {
    const dataDir = freshFolder();
    const station = await startStation(['--data', dataDir, '--broker', 'mqtt://ada@127.0.0.1:1'], {
      WAYMARK_BROKER_PASSWORD: 'c4nary-s3cret',
    });
    const { token } = station;
    await station.api('GET', '/stats');
    await station.stop();
    for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
      if (!statSync(join(dataDir, name)).isFile()) continue;
      const bytes = readFileSync(join(dataDir, name), 'latin1');
      expect({ name, leaks: bytes.includes('c4nary-s3cret') || bytes.includes(token) }).toEqual({
        name,
        leaks: false,
      });
    }
    expect(station.stdout + station.stderr).not.toContain('c4nary-s3cret');
  });
});
