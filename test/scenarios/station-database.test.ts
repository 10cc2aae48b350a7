import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startMosquitto } from '../support/mosquitto.ts';
import { freePort } from '../support/ports.ts';
import { runProgram, startStation } from '../support/station.ts';
import { temporaryFolder } from '../support/test-store.ts';
import { until } from '../support/until.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function startFails(): Promise<{ code: number | null; said: string }> {
  const run = runProgram([
    '--station',
    '--no-open',
    '--no-build',
    '--data',
    folder.path,
    '--port',
    '0',
    '--broker-port',
    '0',
  ]);
  const { code } = await run.ended;
  return { code, said: run.output.stderr.trim() };
}

describe('a start on a database that cannot be used', () => {
  it('from a newer Waymark ends with one clear sentence, and the database is as it was', async () => {
    const station = await startStation(['--data', folder.path]);
    await station.stop();
    const path = join(folder.path, 'waymark.db');
    const db = new Database(path);
    db.pragma('user_version = 99990');
    db.close();
    const { code, said } = await startFails();
    expect([code, said.split('\n').length]).toEqual([1, 1]);
    expect(said).toMatch(/was written by a newer Waymark \(schema 99990/);
    const after = new Database(path, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(99990);
    after.close();
  });

  it.each([
    ['of zero bytes', '', /is empty \(zero bytes\)/],
    ['that is something else', 'x'.repeat(5000), /is not a database/],
  ])('%s ends with one clear sentence', async (_, content, sentence) => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'waymark.db'), content);
    const { code, said } = await startFails();
    expect([code, said.split('\n').length]).toEqual([1, 1]);
    expect(said).toMatch(sentence);
  });
});

interface Presence {
  broker: { links: { link: string; problem?: string }[] };
  ingest: { stored: number };
}

describe('a broker that is not there', () => {
  it('at the start is waited for, and one that goes later is waited for again; nothing is lost', async () => {
    const port = await freePort();
    const station = await startStation(['--data', folder.path, '--broker', `mqtt://127.0.0.1:${port}`]);
    const link = async (): Promise<Presence['broker']['links'][0] | undefined> =>
      (await station.api<Presence>('GET', '/stats')).body.broker.links[0];
    const stored = async (): Promise<number> =>
      (await station.api<Presence>('GET', '/stats')).body.ingest.stored;
    await until('the station says that the broker is away', async () => (await link())?.link === 'offline');
    expect((await link())?.problem).toMatch(/^[A-Z].*\.$/);
    expect((await station.api<{ status: string }>('GET', '/health')).body.status).toBe('degraded');
    const broker = await startMosquitto(
      ['persistence true', 'autosave_on_changes true', 'autosave_interval 1', 'max_queued_messages 100000'],
      port,
    );
    await until('the link is up', async () => (await link())?.link === 'connected');
    const publish = async (seq: number): Promise<void> => {
      const client = await mqtt.connectAsync(broker.url);
      await client.publishAsync(
        'waymark/v1/S/T/reading',
        JSON.stringify({ temperatureC: 0, boot: 'b', seq }),
        { qos: 1 },
      );
      await client.endAsync();
    };
    await publish(1);
    await until('the first is stored', async () => (await stored()) === 1);
    await broker.stop('SIGTERM');
    await until('the loss is seen', async () => (await link())?.link !== 'connected');
    await broker.start();
    await publish(2);
    await until('the second is stored', async () => (await stored()) === 2, 60_000);
    await station.stop();
    await broker.dispose();
  }, 120_000);
});
