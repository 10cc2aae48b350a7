import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { connectPublisher } from '../bench/raw-publisher.ts';
import { startLinkedStation, statsOf } from '../bench/stations.ts';
import { recommendedSettings, startMosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { temporaryFolder } from '../support/test-store.ts';
import { until } from '../support/until.ts';

const flood = 6_000;
const good = 200;
const limit = { perSecond: 20, burst: 1_000 };

interface Account {
  readonly deviceId: string;
  readonly received: number;
  readonly stored: number;
  readonly limited: number;
}

let station: TestStation;

beforeAll(async () => {
  station = await startStation();
});

afterAll(async () => void (await station.stop()));

function messageOf(deviceId: string, seq: number) {
  const time = new Date().toISOString();
  const payload = `{"time":"${time}","boot":"a","seq":${seq},"temperatureC":4}`;
  return { topic: `waymark/v1/LYON/${deviceId}/reading`, payload };
}

/** Resolves when every message is acknowledged. */
async function sendFlood(url = station.brokerUrl): Promise<void> {
  const port = Number(new URL(url).port);
  const mad = await connectPublisher({
    port,
    connections: 1,
    window: 100,
    messageOf: (index) => messageOf('MAD', index),
  });
  await mad.run(flood, 0);
  mad.close();
}

/** One message after the other, each once the one before is acknowledged. */
async function sendQuietly(url = station.brokerUrl): Promise<void> {
  const sane = await mqtt.connectAsync(url, { clientId: 'sane' });
  for (let seq = 0; seq < good; seq += 1) {
    const { topic, payload } = messageOf('SANE', seq);
    await sane.publishAsync(topic, payload, { qos: 1 });
  }
  await sane.endAsync();
}

it('limits a device that floods, acknowledges and counts what is too much, and takes all a good device says', async () => {
  const put = await station.api('PUT', '/rate-limit', limit);
  expect(put).toMatchObject({
    status: 200,
    body: { ...limit, defaultPerSecond: 1_000, defaultBurst: 20_000 },
  });
  await Promise.all([sendFlood(), sendQuietly()]);
  await until('everything is counted', async () => (await statsOf(station)).ingest.pending === 0);
  const { ingest } = await statsOf(station);
  expect(ingest).toMatchObject({ duplicate: 0, ignored: 0, quarantined: 0 });
  expect(ingest.stored + ingest.limited).toBe(flood + good);
  const { body } = await station.api<{ devices: Account[]; topics: (Account & { topic: string })[] }>(
    'GET',
    '/data-quality',
  );
  const accounts = new Map(body.devices.map((account) => [account.deviceId, account]));
  expect(accounts.get('SANE')).toMatchObject({ received: good, stored: good, limited: 0 });
  const { limited } = ingest;
  expect(accounts.get('MAD')).toMatchObject({ received: flood, stored: flood - limited, limited });
  expect(body.topics[0]).toMatchObject({ topic: 'waymark/v1/LYON/MAD/reading', limited });
  // The burst was let in, and no more than its share of the seconds the flood took.
  expect(limited).toBeGreaterThan(flood / 2);
  expect(flood - limited).toBeGreaterThanOrEqual(limit.burst);
});

it('refuses a limit that is none', async () => {
  expect((await station.api('PUT', '/rate-limit', { perSecond: 0, burst: 10 })).status).toBe(400);
  expect((await station.api('PUT', '/rate-limit', { perSecond: 5, burst: 1.5 })).status).toBe(400);
});

it('loses nothing of a burst that it acknowledged and had not read when it was killed', async () => {
  const broker = await startMosquitto(recommendedSettings);
  const folder = temporaryFolder();
  const args = ['--data', folder.path, '--broker', broker.url];
  let linked = await startLinkedStation(broker, ['--data', folder.path]);
  const sent = Promise.all([sendFlood(broker.url), sendQuietly(broker.url)]);
  await until('some wait to be read', async () => (await statsOf(linked)).ingest.pending > 1_000);
  await linked.kill9();
  linked = await startStation(args);
  await sent;
  await until('all is read', async () => {
    const { stored, pending } = (await statsOf(linked)).ingest;
    return stored >= flood + good && pending === 0;
  });
  const { ingest } = await statsOf(linked);
  expect(ingest).toMatchObject({ stored: flood + good, ignored: 0, quarantined: 0, limited: 0, pending: 0 });
  expect(ingest.received).toBe(ingest.stored + ingest.duplicate);
  await linked.stop();
  await broker.dispose();
  folder.remove();
});
