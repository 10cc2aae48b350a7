import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { historyCsv } from '../engine/tracking/past/past-rig.ts';
import { until } from '../support/until.ts';
import { startStation, type Json, type TestStation } from '../support/station.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-tool-'));
const entry = join(import.meta.dirname, '..', '..', 'electron', 'station', 'waymark.ts');

async function waymark(...args: readonly string[]) {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...output };
}

interface Examined {
  readonly ok: boolean;
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly says: string }[];
}

async function doctor(dataDir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await waymark('doctor', '--json', '--data', dataDir, ...args);
  const { ok, findings } = JSON.parse(stdout) as Examined;
  return {
    code,
    stderr,
    ok,
    bad: findings.filter((finding) => !finding.ok).map(({ check }) => check),
    findings,
  };
}

let station: TestStation;
beforeAll(async () => {
  station = await startStation(['--data', join(folder, 'live')]);
  await station.api('PUT', '/vehicles/van-1', { name: 'Van 1' });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('waymark doctor', () => {
  test('finds a running station in order', async () => {
    const { code, ok, findings, stderr } = await doctor(station.dataDir);
    expect({ code, ok, stderr }).toEqual({ code: 0, ok: true, stderr: '' });
    expect(findings.map(({ check }) => check)).toEqual([
      'data folder',
      'disk',
      'database',
      'station',
      'broker',
    ]);
    expect(findings.find(({ check }) => check === 'station')?.says).toContain(`Runs at ${station.url}`);
  });

  test('says what is wrong, and fails', async () => {
    const dataDir = join(folder, 'killed');
    const other = await startStation(['--data', dataDir]);
    await other.kill9();
    const killed = await doctor(dataDir);
    expect([killed.code, killed.bad]).toEqual([1, ['station', 'broker']]);
    expect(killed.stderr).toBe('waymark: station, broker not in order.\n');
    truncateSync(join(dataDir, 'waymark.db'), 0);
    expect((await doctor(dataDir)).bad).toContain('database');
    writeFileSync(join(dataDir, 'waymark.db'), 'nonsense'.repeat(1000));
    expect((await doctor(dataDir)).bad).toContain('database');
  });

  test('is content with a folder that is not there yet, and does not make it', async () => {
    const dataDir = join(folder, 'absent');
    expect(await doctor(dataDir)).toMatchObject({ code: 0, ok: true });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('tries a broker that is named', async () => {
    expect((await doctor(join(folder, 'absent'), '--broker', station.brokerUrl)).bad).toEqual([]);
    expect((await doctor(join(folder, 'absent'), '--broker', 'mqtt://127.0.0.1:1')).bad).toEqual(['broker']);
  });
});

describe('waymark backup', () => {
  test('copies a live database into one sound file that a station starts from', async () => {
    const restored = mkdtempSync(join(folder, 'restored-'));
    const to = join(restored, 'waymark.db');
    const { code, stdout, stderr } = await waymark('backup', '--data', station.dataDir, '--to', to, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout) as Json).toEqual({ file: to, bytes: expect.any(Number) });
    expect(readdirSync(restored)).toEqual(['waymark.db']);
    const second = await startStation(['--data', restored]);
    const { body } = await second.api<{ items: readonly Json[] }>('GET', '/vehicles');
    await second.stop();
    expect(body.items).toContainEqual(expect.objectContaining({ vehicleId: 'van-1', name: 'Van 1' }));
  });

  test('never overwrites a file, and needs a database', async () => {
    const to = join(folder, 'taken.db');
    writeFileSync(to, 'precious');
    expect(await waymark('backup', '--data', station.dataDir, '--to', to)).toEqual({
      code: 1,
      stdout: '',
      stderr: `waymark: ${to} exists already; a backup never overwrites a file.\n`,
    });
    const none = join(folder, 'none');
    expect(await waymark('backup', '--data', none, '--to', join(folder, 'new.db'))).toEqual({
      code: 1,
      stdout: '',
      stderr: `waymark: There is no database in ${none}.\n`,
    });
  });
});

describe('waymark export', () => {
  const posted = [
    {
      orderNumber: 'WM-7001',
      customer: { name: 'Ana, "Nana"', phone: '+33 6 12' },
      shipTo: { postalCode: '01000', lat: 1.5, lon: -2 },
      promised: { until: '2026-05-04T10:00:00Z' },
      items: [
        { sku: 'a', name: 'A', quantity: 2 },
        { sku: 'b', name: '=B', quantity: 0.5 },
      ],
      parcels: [{ parcelId: 'WM-7001-1' }],
      plan: [{ siteId: 'W', bizStep: 'packing' }],
    },
    { orderNumber: 'WM-7002', items: [{ name: 'C', quantity: 1 }] },
  ];
  beforeAll(async () => {
    await station.api('POST', '/orders', posted);
  });

  test('gives orders as they are believed, one a line', async () => {
    const { code, stdout } = await waymark('export', 'orders', '--data', station.dataDir);
    const orders = stdout.trim().split('\n');
    expect({ code, orders: orders.map((line) => JSON.parse(line) as Json) }).toEqual({
      code: 0,
      orders: expect.arrayContaining([
        expect.objectContaining({
          ...posted[0],
          state: 'created',
          parcels: [expect.objectContaining({ parcelId: 'WM-7001-1' })],
        }),
        expect.objectContaining({ orderNumber: 'WM-7002', state: 'created' }),
      ]),
    });
  });

  test('as CSV can be imported elsewhere, and is the same again from there', async () => {
    const there = join(folder, 'exported-to');
    const [first, second] = [join(folder, 'first.csv'), join(folder, 'second.csv')];
    await waymark('export', 'orders', '--data', station.dataDir, '--out', first);
    expect((await waymark('import', '--data', there, first)).stderr).toBe('');
    const again = await waymark('export', 'orders', '--data', there, '--out', second, '--json');
    expect(JSON.parse(again.stdout)).toEqual({ what: 'orders', format: 'csv', rows: 2, file: second });
    expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
    const { stdout } = await waymark('export', 'orders', '--data', there, '--order', 'WM-7001');
    expect(JSON.parse(stdout)).toMatchObject({ customer: posted[0]?.customer, items: posted[0]?.items });
  });

  test.each([
    [['nonsense'], 2, /^waymark: nonsense cannot be exported; one of orders, scans, /],
    [['alerts', '--from', '2026-01-01T00:00:00Z'], 2, /^waymark: --from is for scans, observations\.$/],
    [['scans', '--format', 'xml'], 2, /^waymark: --format is ndjson or csv\.$/],
    [['orders', '--data', join(folder, 'none')], 1, /^waymark: There is no database in /],
  ] as const)('with %j fails in one sentence', async (args, code, sentence) => {
    const answer = await waymark('export', '--data', station.dataDir, ...args);
    expect(answer).toMatchObject({ code, stdout: '' });
    expect(answer.stderr.trimEnd()).toMatch(sentence);
  });
});

describe('waymark verify', () => {
  test('finds a database right while its engine goes on', async () => {
    const { code, stdout } = await waymark('verify', '--json', '--data', station.dataDir);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { check: string; ok: boolean }[] };
    expect({ code, ok, checks: checks.map(({ check }) => check) }).toEqual({
      code: 0,
      ok: true,
      checks: ['integrity', 'books', 'references', 'rollups'],
    });
  });

  test('says which books do not hold', async () => {
    const dataDir = join(folder, 'cooked');
    await waymark('backup', '--data', station.dataDir, '--to', join(folder, 'cooked.db'));
    await waymark('restore', '--data', dataDir, '--from', join(folder, 'cooked.db'));
    const db = new Database(join(dataDir, 'waymark.db'));
    db.exec('UPDATE books SET stored = -1');
    db.close();
    const { code, stdout, stderr } = await waymark('verify', '--data', dataDir);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'waymark: books not in order.\n' });
    expect(stdout).toContain('BAD  books: stored is negative.');
  });
});

describe('waymark import', () => {
  const logger = [
    'Device: Q-tag test',
    'Conf:',
    '  Serial: 4711',
    '  Logging Interval: 10',
    '  MKT Energy: 83.144',
    'Res:',
    '  Min T: +4.0',
    '  Max T: +6.5',
    '  Avrg T: +5.1',
    'Data:',
    '\tTS\tT',
    '\t2026-11-20 08:00\t4.0\t',
    '\t2026-11-20 08:10\t5.0\t',
    '\t2026-11-20 08:20\t6.5\t',
    '',
  ].join('\r\n');

  test('takes in a logger file where an engine runs, and where none does, and compares its results', async () => {
    const file = join(folder, 'logger.txt');
    writeFileSync(file, logger);
    for (const dataDir of [station.dataDir, join(folder, 'offline')]) {
      const args = ['import', file, '--json', '--data', dataDir, '--time-zone', 'Europe/Paris'];
      const { code, stdout, stderr } = await waymark(...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({
        kind: 'logger',
        deviceId: '4711',
        samples: 3,
        stored: 3,
        duplicates: 0,
        firstTime: '2026-11-20T07:00:00Z',
        comparison: [
          { what: 'Mean', logger: '5.1 °C', ours: '5.167 °C', agrees: true },
          { what: 'Minimum', logger: '4.0 °C', ours: '4.000 °C', agrees: true },
          { what: 'Maximum', logger: '6.5 °C', ours: '6.500 °C', agrees: true },
        ],
      });
    }
    const again = await waymark('import', file, '--data', station.dataDir, '--time-zone', 'Europe/Paris');
    expect(again.stdout).toContain(
      '3 samples, 0 stored, 3 known already, 0 without a value\nMean: logger 5.1 °C',
    );
    const { body } = await station.api<{ count: number }>(
      'GET',
      '/readings?deviceId=4711&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z',
    );
    expect(body.count).toBe(3);
  });

  test('takes in orders, and says which lines it could not', async () => {
    const file = join(folder, 'orders.csv');
    writeFileSync(file, 'orderNumber,parcelId\nWM-501,P-1\nWM-502,P-2\n,P-3\n');
    const rejected = join(folder, 'rejected.csv');
    const { code, stdout } = await waymark(
      'import',
      file,
      '--json',
      '--data',
      station.dataDir,
      '--rejected',
      rejected,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'orders', state: 'done', orders: 2, rejected: 1 });
    expect(readFileSync(rejected, 'utf8')).toContain('P-3');
    expect((await station.api('GET', '/orders/WM-501')).status).toBe(200);
  });

  test('takes in finished journeys once, and learns from them beside everything else', async () => {
    const file = join(folder, 'history.csv');
    writeFileSync(file, historyCsv(200));
    const first = await waymark('import', 'history', file, '--json', '--data', station.dataDir);
    expect(JSON.parse(first.stdout)).toMatchObject({ kind: 'history', state: 'done', orders: 200 });
    const again = await waymark('import', 'history', file, '--data', station.dataDir);
    expect(again.stdout).toBe('200 lines: 200 finished journeys, 0 rejected; 0 new or changed\n');
    type History = { readonly journeys: number; readonly model?: { readonly name: string } };
    const history = async () => (await station.api<History>('GET', '/eta/history')).body;
    await until('a model is learned', async () => (await history()).model !== undefined);
    expect(await history()).toMatchObject({ journeys: 200, model: { name: 'history-1', journeys: 200 } });
    const both = await waymark('import', file, file, '--data', station.dataDir);
    expect([both.code, both.stderr]).toEqual([2, 'waymark: one file at a time.\n']);
  });

  test('says in one line what it cannot read', async () => {
    const cut = join(folder, 'cut.txt');
    writeFileSync(cut, logger.slice(0, -8));
    const refused = await waymark('import', cut, '--data', station.dataDir);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^waymark: [^\n]+sample table\.\n$/);
    const none = await waymark('import', join(folder, 'no-such-file'), '--data', station.dataDir);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('cannot be read');
  });
});

describe('waymark restore', () => {
  test('brings back what a backup held and keeps what was there', async () => {
    const dataDir = join(folder, 'restored');
    const backup = join(folder, 'restore.db');
    await waymark('backup', '--data', station.dataDir, '--to', backup);
    const before = await startStation(['--data', dataDir]);
    await before.api('PUT', '/vehicles/van-2', { name: 'Van 2' });
    await before.stop();
    const { code, stdout } = await waymark('restore', '--json', '--data', dataDir, '--from', backup);
    const { kept } = JSON.parse(stdout) as { kept: string };
    expect({ code, kept: existsSync(kept) }).toEqual({ code: 0, kept: true });
    const after = await startStation(['--data', dataDir]);
    const { body } = await after.api<{ items: { vehicleId: string }[] }>('GET', '/vehicles');
    await after.stop();
    expect(body.items.map(({ vehicleId }) => vehicleId)).toEqual(['van-1']);
  });

  test('is refused over a running engine, and with what is no backup', async () => {
    const backup = join(folder, 'refused.db');
    await waymark('backup', '--data', station.dataDir, '--to', backup);
    const running = await waymark('restore', '--data', station.dataDir, '--from', backup);
    expect({ code: running.code, stderr: running.stderr }).toEqual({
      code: 1,
      stderr: `waymark: Another Waymark engine already runs on the data folder ${station.dataDir}.\n`,
    });
    writeFileSync(backup, 'no database at all, though long enough to be taken for one'.repeat(20));
    const broken = await waymark('restore', '--data', join(folder, 'fresh'), '--from', backup);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('The backup cannot be read');
    expect(existsSync(join(folder, 'fresh', 'waymark.db'))).toBe(false);
  });
});

describe('the tool', () => {
  test.each([
    [[], 'a command is needed'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['backup'], "required option '--to <file>' not specified"],
    [['doctor', '--nonsense'], "unknown option '--nonsense'"],
  ])('%j is wrong usage: exit code 2 and one line', async (args, sentence) => {
    const { code, stdout, stderr } = await waymark(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^waymark: [^\n]+\n$/);
    expect(stderr).toContain(sentence);
  });

  test('--help lists only commands that there are', async () => {
    const { code, stdout } = await waymark('--help');
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name!);
    expect(listed).toEqual(
      expect.arrayContaining(['doctor', 'backup', 'restore', 'verify', 'evaluate', 'simulate', 'import']),
    );
    for (const name of listed) {
      const answer = await waymark(name, '--help');
      expect({ name, code: answer.code, usage: /usage|--/i.test(answer.stdout) }).toEqual({
        name,
        code: 0,
        usage: true,
      });
    }
  });
});
