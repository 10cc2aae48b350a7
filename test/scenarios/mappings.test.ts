import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Books {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly quarantined: number;
  readonly limited: number;
  readonly pending: number;
}

const mapping = {
  topic: 'plant/{site}/{device}/data',
  payload: 'json',
  records: 'rows',
  device: '$topic.device',
  site: '$topic.site',
  time: 'ts',
  timeIs: 'seconds',
  seq: 'n',
  facts: [{ kind: 'reading', type: 'Temperature', value: 'tempF', uom: 'FAH', channel: 'probe' }],
};
const topic = 'plant/LYON/OVEN-1/data';
const at = (minute: number): number => Date.UTC(2026, 5, 1, 12, minute) / 1000;

describe('a format nobody knows', () => {
  let station: TestStation;
  let client: mqtt.MqttClient;

  beforeAll(async () => {
    station = await startStation();
    client = await mqtt.connectAsync(station.brokerUrl);
    const source = await station.api('PUT', '/sources/plant', { topicFilter: 'plant/+/+/data' });
    expect(source.status).toBe(200);
  });

  afterAll(async () => {
    await client.endAsync();
    await station.stop();
  });

  async function books(): Promise<Books> {
    return (await station.api<{ ingest: Books }>('GET', '/stats')).body.ingest;
  }

  async function rested(received: number): Promise<Books> {
    await until('all is settled', async () => {
      const now = await books();
      return now.received >= received && now.pending === 0;
    });
    return await books();
  }

  async function observations(): Promise<{ time: string; value: number; channel?: string; seq?: number }[]> {
    const path = `/observations?topic=${encodeURIComponent(topic)}`;
    return (await station.api<{ items: { time: string; value: number }[] }>('GET', path)).body.items;
  }

  it('waits in quarantine, is mapped, run again, and lands at its event time with the books in balance', async () => {
    for (const minute of [0, 1, 2]) {
      const rows = [{ ts: at(minute), n: minute, tempF: 32 + minute * 9, probe: 'core' }];
      await client.publishAsync(topic, JSON.stringify({ rows }), { qos: 1 });
    }
    expect(await rested(3)).toMatchObject({ received: 3, quarantined: 3, stored: 0 });

    const asked = { mapping, topicFilter: 'plant/+/+/data' };
    const dry = await station.api<{ usable: number; facts: object }>('POST', '/mappings/dry-run', asked);
    expect(dry.body).toMatchObject({ usable: 3, facts: { new: 3, changed: 0, lost: 0, same: 0 } });
    expect(await books()).toMatchObject({ quarantined: 3, stored: 0 });

    const saved = await station.api('PUT', '/sources/plant', { topicFilter: 'plant/+/+/data', mapping });
    expect(saved.body).toMatchObject({ mappingVersion: 1, mapping: { topic: mapping.topic } });
    const again = await station.api('POST', '/quarantine/retry', { topicFilter: topic });
    expect(again.body).toMatchObject({ tried: 3, stored: 3, quarantined: 0 });
    expect(await books()).toMatchObject({ received: 3, stored: 3, quarantined: 0, pending: 0 });
    expect(
      (await observations()).map(({ time, value, channel, seq }) => [time, value, channel, seq]),
    ).toEqual([
      ['2026-06-01T12:02:00Z', 10, 'core', 2],
      ['2026-06-01T12:01:00Z', 5, 'core', 1],
      ['2026-06-01T12:00:00Z', 0, 'core', 0],
    ]);
  });

  it('is understood as it comes from then on, and a repetition is a duplicate', async () => {
    const rows = [2, 3, 4].map((minute) => ({
      ts: at(minute),
      n: minute,
      tempF: 32 + minute * 9,
      probe: 'core',
    }));
    for (const row of rows) await client.publishAsync(topic, JSON.stringify({ rows: [row] }), { qos: 1 });
    expect(await rested(6)).toMatchObject({ received: 6, stored: 5, duplicate: 1, quarantined: 0 });
  });

  it('keeps every version and takes an earlier one back', async () => {
    const other = {
      ...mapping,
      facts: [{ kind: 'reading', type: 'Temperature', value: 'tempF', uom: 'CEL' }],
    };
    await station.api('PUT', '/sources/plant', { topicFilter: 'plant/+/+/data', mapping: other });
    expect((await station.api('POST', '/sources/plant/mappings/1/restore')).body).toMatchObject({
      version: 3,
    });
    const versions = await station.api<{ items: { version: number; inForce: boolean }[] }>(
      'GET',
      '/sources/plant/mappings',
    );
    expect(versions.body.items.map(({ version, inForce }) => [version, inForce])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
  });

  it('says what is wrong with a mapping that cannot work', async () => {
    const put = async (over: object) =>
      (
        await station.api('PUT', '/sources/plant', {
          topicFilter: 'plant/+/+/data',
          mapping: { ...mapping, ...over },
        })
      ).status;
    expect([
      await put({ topic: 'plant/{a}/{a}/data' }),
      await put({ topic: 'elsewhere/{device}' }),
      await put({ timeZone: 'Mars/Olympus' }),
      await put({ facts: [] }),
      await put({ surprise: 1 }),
    ]).toEqual([400, 400, 400, 400, 400]);
  });

  it('hurts nobody with expressions that never end: they are stopped, quarantined, and a good device goes on', async () => {
    const hostile = { ...mapping, records: '$match(text, /(a+)+$/)' };
    await station.api('PUT', '/sources/plant', { topicFilter: 'plant/+/+/data', mapping: hostile });
    const before = await books();
    const text = `${'a'.repeat(60)}!`;
    const sent = 8;
    for (let n = 0; n < sent; n += 1) {
      await client.publishAsync('waymark/v1/LYON/GOOD/reading', JSON.stringify({ seq: n, temperatureC: n }), {
        qos: 1,
      });
      client.publish(topic, JSON.stringify({ text, n }), { qos: 1 });
    }
    const after = await rested(before.received + 2 * sent);
    expect(after.stored - before.stored).toBe(sent);
    expect(after.quarantined - before.quarantined).toBe(sent);
    const { items } = (await station.api<{ items: { reason: string }[] }>('GET', '/quarantine')).body;
    expect(items.map(({ reason }) => reason)).toEqual(items.map(() => 'mapping-stopped'));

    const ordinary = { ...mapping, records: '{"ts": 1780315800, "n": n, "tempF": 50, "probe": "late"}' };
    await station.api('PUT', '/sources/plant', { topicFilter: 'plant/+/+/data', mapping: ordinary });
    const again = await station.api('POST', '/quarantine/retry', { topicFilter: 'plant/#' });
    expect(again.body).toMatchObject({ tried: sent, stored: sent });
    const { received, stored, duplicate, ignored, quarantined, limited, pending } = await books();
    expect([pending, quarantined]).toEqual([0, 0]);
    expect(received).toBe(stored + duplicate + ignored + quarantined + limited);
  });
});
