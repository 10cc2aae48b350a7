import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { MqttClient } from 'mqtt';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Mosquitto } from '../support/mosquitto.ts';
import { hasMosquitto, startMosquitto } from '../support/mosquitto.ts';
import { until } from '../support/until.ts';

const main = fileURLToPath(new URL('../../electron/simulator/main.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out(): string;
  log(): string;
}

interface TruthLine {
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly detail: {
    readonly fact?: string;
    readonly messages?: number;
    readonly resent?: number;
    readonly perDevice?: Record<string, number>;
  };
}

async function truthOf(path: string): Promise<TruthLine[]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TruthLine);
}

describe.skipIf(!hasMosquitto)('the simulator', () => {
  let dir: string;
  let broker: Mosquitto;
  let listener: MqttClient;
  let running: ChildProcess[];
  let heard: Map<string, number>;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'waymark-simulator-'));
    broker = await startMosquitto([
      'persistence true',
      'max_queued_messages 1000000',
      'max_packet_size 65536',
    ]);
    running = [];
    heard = new Map();
    listener = await connectAsync(broker.url, { clientId: 'listener', clean: false, reconnectPeriod: 100 });
    listener.on('message', (topic) => heard.set(topic, (heard.get(topic) ?? 0) + 1));
    await listener.subscribeAsync('#', { qos: 1 });
  });

  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    await listener.endAsync(true);
    await broker.dispose();
    await rm(dir, { recursive: true, force: true });
  });

  const simulate = (...args: string[]): Started => {
    const child = spawn(process.execPath, [main, '--broker', broker.url, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let out = '';
    let log = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (log += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    return { child, ended, out: () => out, log: () => log };
  };
  const total = (): number => [...heard.values()].reduce((sum, count) => sum + count, 0);
  it('publishes a simulated hour as fast as it can, and every message arrives', async () => {
    const truthPath = join(dir, 'truth.ndjson');
    const run = simulate(
      '--hours',
      '1',
      '--faults',
      'all',
      '--truth',
      truthPath,
      '--start',
      '2026-11-22T12:00:00Z',
    );
    expect([await run.ended, run.log()]).toEqual([0, expect.stringContaining('seed 1')]);
    const summary = JSON.parse(run.out()) as { messages: number; unacknowledged: number; orders: number };
    await until('all messages arrive', () => total() >= summary.messages);

    const truth = await truthOf(truthPath);
    const totals = truth.find((line) => line.detail.fact === 'totals');
    expect([summary.unacknowledged, total(), totals?.detail.messages]).toEqual([
      0,
      summary.messages,
      summary.messages,
    ]);
    const perDevice = new Map<string, number>();
    for (const [topic, count] of heard) {
      const device = /^waymark\/v1\/[^/]+\/([^/]+)\//.exec(topic)?.[1];
      if (device !== undefined) perDevice.set(device, (perDevice.get(device) ?? 0) + count);
    }
    expect(perDevice.size).toBeGreaterThan(100);
    // The books count what is said; a batch says much in one message.
    for (const [device, count] of perDevice)
      expect(count).toBeLessThanOrEqual(totals?.detail.perDevice?.[device] ?? 0);
    const facts = new Map<string, number>();
    for (const { detail } of truth)
      facts.set(detail.fact ?? 'alert', (facts.get(detail.fact ?? 'alert') ?? 0) + 1);
    expect(facts.get('order')).toBe(summary.orders);
    expect(facts.get('vehicle')).toBe(40);
  });

  it('comes back when the broker restarts, and every message still arrives', async () => {
    const distinct = new Set<string>();
    listener.on('message', (topic, payload) => distinct.add(`${topic} ${payload.toString()}`));
    const run = simulate('--hours', '4', '--speed', '2400');
    await until('some messages arrive', () => total() > 3000);
    await broker.stop('SIGTERM');
    await broker.start();
    expect(await run.ended).toBe(0);
    const summary = JSON.parse(run.out()) as { messages: number; unacknowledged: number };
    expect(summary.unacknowledged).toBe(0);
    expect(run.log()).toContain('trying again');
    // What was not acknowledged when the broker went is sent again: twice is right, never is not.
    await until('all messages arrive', () => distinct.size >= summary.messages, 60_000);
    expect(distinct.size).toBe(summary.messages);
  });

  it('runs until it is told to stop, and ends cleanly', async () => {
    const run = simulate('--backfill', '1');
    await until(
      'the fleet speaks live',
      () => [...heard.keys()].some((topic) => topic.startsWith('ruuvi/')),
      90_000,
    );
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(JSON.parse(run.out())).toMatchObject({ unacknowledged: 0 });
  });

  it('tells the station what there is, and leaves out what the station does not know', async () => {
    const calls = new Map<string, number>();
    const orders = new Set<string>();
    const server = createServer((request, response) => {
      const [, , , collection = ''] = (request.url ?? '').split('/');
      calls.set(`${request.method} ${collection}`, (calls.get(`${request.method} ${collection}`) ?? 0) + 1);
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        if (collection === 'orders')
          for (const order of JSON.parse(body) as { orderNumber: string }[]) orders.add(order.orderNumber);
        const known = collection !== 'associations' && request.headers.authorization === 'Bearer secret';
        response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const tokenPath = join(dir, 'station.json');
    await writeFile(
      tokenPath,
      JSON.stringify({ url: `http://127.0.0.1:${port}`, token: 'secret', brokerUrl: broker.url }),
    );

    const run = simulate('--hours', '0.1', '--token-file', tokenPath);
    expect(await run.ended).toBe(0);
    server.close();
    const summary = JSON.parse(run.out()) as { orders: number };
    expect(orders.size).toBe(summary.orders);
    expect(calls.get('PUT sites')).toBe(5);
    expect(calls.get('PUT vehicles')).toBe(40);
    expect(run.log().match(/no \/associations yet/g)).toHaveLength(1);
    expect(run.log()).not.toContain('secret');
  });
});
