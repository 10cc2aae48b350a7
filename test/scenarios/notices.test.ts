import mqtt, { type MqttClient } from 'mqtt';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AlertRow, DeliveryEntry, NoticeChannelRow } from '#shared/contract/types.ts';

import { startHookReceiver, type HookReceiver } from '../support/hook-receiver.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

const secret = 'whsec_Y2FuYXJ5LXNlY3JldA==';

let dataDir: string;
let station: TestStation;
let hooks: HookReceiver;
let client: MqttClient;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-notices-'));
  station = await startStation(['--data', dataDir]);
  hooks = await startHookReceiver();
});

afterAll(async () => {
  await client.endAsync(true);
  await station.stop();
  await hooks.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function deliveries(): Promise<DeliveryEntry[]> {
  return (await station.api<{ items: DeliveryEntry[] }>('GET', '/deliveries')).body.items;
}

describe('a channel', () => {
  it('is set up with a secret that is never shown, and tried', async () => {
    const put = await station.api<NoticeChannelRow>('PUT', '/notice-channels/night', {
      name: 'Night desk',
      kind: 'webhook',
      webhook: { url: hooks.url, allow: ['127.0.0.1'] },
      secret,
    });
    expect([put.status, put.body.hasSecret, JSON.stringify(put.body).includes(secret)]).toEqual([
      200,
      true,
      false,
    ]);
    const test = await station.api<DeliveryEntry>('POST', '/notice-channels/night/test');
    expect(test.body).toMatchObject({ state: 'sent', subject: '[Waymark] Test', answer: '204' });
    expect(hooks.calls[0]?.headers['webhook-signature']).toMatch(/^v1,/);
  });

  it.each([
    [{ name: 'x', kind: 'webhook' }, 'webhook'],
    [{ name: 'x', kind: 'email', webhook: { url: 'https://example.com' } }, 'email'],
    [{ name: 'x', kind: 'webhook', webhook: { url: 'ftp://example.com' } }, 'begins with https'],
    [{ name: 'x', kind: 'webhook', webhook: { url: 'https://example.com', allow: ['home'] } }, 'neither'],
    [{ name: 'x', kind: 'webhook', webhook: { url: 'https://a:b@example.com' } }, 'sign with a secret'],
  ])('%j is refused: %s', async (body, words) => {
    const answer = await station.api<{ error: { message: string } }>('PUT', '/notice-channels/x', body);
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining(words)]);
  });
});

describe('a rule', () => {
  it('tells a channel that is known, and keeps it from being removed', async () => {
    const step = (channelId: string) => ({ name: 'Cold', steps: [{ afterS: 0, channelIds: [channelId] }] });
    expect((await station.api('PUT', '/notice-rules/cold', step('nobody'))).status).toBe(400);
    expect((await station.api('PUT', '/notice-rules/cold', step('night'))).status).toBe(200);
    expect((await station.api('DELETE', '/notice-channels/night')).status).toBe(409);
  });

  it('tells of an excursion, over a kill in the midst of it, with one id', async () => {
    hooks.respond(503);
    await station.api('PUT', '/temperature-profiles/cold', {
      id: 'cold',
      name: 'Cold',
      limits: [{ side: 'above', value: 8, mode: 'single', severity: 'critical' }],
    });
    await station.api('PUT', '/devices/T-1', { channels: { '': { temperatureProfileId: 'cold' } } });
    client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'logger' });
    await client.publishAsync(
      'waymark/v1/LYON/T-1/reading',
      JSON.stringify({ time: new Date().toISOString(), temperatureC: 12 }),
      { qos: 1 },
    );
    await until('it was tried', () => hooks.calls.length === 2);
    await station.kill9();
    hooks.respond(204);
    station = await startStation(['--data', dataDir]);
    await until('it was told', async () => (await deliveries())[0]?.state === 'sent', 60_000);
    const told = hooks.calls.slice(1).map(({ headers }) => headers['webhook-id']);
    expect(new Set(told).size).toBe(1);
    const [alert] = (await station.api<{ items: AlertRow[] }>('GET', '/alerts?kind=temperature-excursion'))
      .body.items;
    expect((await deliveries())[0]?.alertIds).toEqual([alert?.alertId]);
  });

  it('leaves no secret anywhere but in its file', () => {
    const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(dataDir, name)).isFile(),
    );
    const holding = files.filter((name) => readFileSync(join(dataDir, name)).includes(secret));
    expect(holding).toEqual(['notice-secrets.json']);
    expect(station.stdout + station.stderr).not.toContain(secret);
  });
});
