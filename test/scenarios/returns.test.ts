import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Return {
  returnNumber: string;
  orderNumber: string;
  state: string;
  stateTime: string;
  siteId?: string;
  decision?: { decision: string; note?: string };
  label: { symbology: string; text: string; svg: string; lines: string[] };
}

let station: TestStation;
let client: MqttClient;
const verdicts: string[] = [];
let seq = 0;

const post = async <T>(path: string, body: unknown) => await station.api<T>('POST', path, body);
const get = async <T>(path: string): Promise<T> => (await station.api<T>('GET', path)).body;
const enter = async (items: unknown[], kind = 'return') =>
  await post<Return & { error: { message: string } }>('/orders/RE-1/returns', { kind, items });
const ofOrder = async (): Promise<Return[]> =>
  (await get<{ items: Return[] }>('/returns?orderNumber=RE-1')).items;

async function scan(time: string, fields: object): Promise<void> {
  seq += 1;
  const payload = JSON.stringify({ time, boot: 'b', seq, ...fields });
  await client.publishAsync('waymark/v1/LYON/H-1/scan', payload, { qos: 1 });
  const number = seq;
  await until(
    `scan ${number} is stored`,
    async () => (await get<{ items: unknown[] }>('/scans?limit=500')).items.length === number,
  );
}

const minutesAgo = (count: number): string => new Date(Date.now() - count * 60_000).toISOString();

beforeAll(async () => {
  station = await startStation();
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'handheld', clean: true });
  client.on('message', (_topic, payload) => {
    const { results } = JSON.parse(payload.toString()) as { results: { verdict: string }[] };
    verdicts.push(...results.map(({ verdict }) => verdict));
  });
  await client.subscribeAsync('waymark/v1/+/+/verdict', { qos: 1 });
  await post('/orders', {
    orderNumber: 'RE-1',
    customer: { name: 'Ada Martin' },
    shipTo: { city: 'Lyon', postalCode: '69003' },
    items: [
      { sku: 'GLASS', name: 'Glass', quantity: 3 },
      { name: 'Bottle', quantity: 1 },
    ],
    parcels: [{ parcelId: 'RE-1-A' }],
  });
  await scan(minutesAgo(60), { codes: ['RE-1-A'], bizStep: 'transporting', outcome: 'delivered' });
});

afterAll(async () => {
  await client.endAsync();
  await station.stop();
});

describe('a return', () => {
  it('gets a number of its own with a label whose barcode says it, and is in the timeline of its order', async () => {
    const { status, body } = await enter([{ sku: 'GLASS', name: 'Glass', quantity: 2, reason: 'chipped' }]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ orderNumber: 'RE-1', state: 'created' });
    expect(body.label).toMatchObject({
      symbology: 'Code 128',
      text: body.returnNumber,
      lines: ['Return of order RE-1', 'Ada Martin, 69003 Lyon'],
    });
    expect(body.label.svg).toMatch(/^<svg .*<\/svg>$/);
    const { items } = await get<{ items: { kind: string; text: string }[] }>('/orders/RE-1/timeline');
    expect(items.find(({ kind }) => kind === 'return')?.text).toBe(
      `Return ${body.returnNumber}: 2 × Glass (chipped)`,
    );
  });

  it('cannot be of more than was ordered, less what comes back already, nor of what was not ordered', async () => {
    const tooMany = await enter([{ sku: 'GLASS', name: 'Glass', quantity: 2, reason: 'chipped' }]);
    expect(tooMany.status).toBe(400);
    expect(tooMany.body.error.message).toBe(
      '2 of Glass cannot come back: 3 were ordered, of which 2 come back already.',
    );
    const foreign = await enter([{ name: 'Plate', quantity: 1, reason: 'wrong' }]);
    expect(foreign.body.error.message).toBe('The order has no Plate.');
    expect((await enter([{ name: 'Bottle', quantity: 0, reason: 'x' }])).status).toBe(400);
    expect(await ofOrder()).toHaveLength(1);
  });

  it('is found by its number, and scans of it move it back while its order stays delivered', async () => {
    const [{ returnNumber }] = (await ofOrder()) as [Return];
    const found = await get<{ items: { orderNumber: string; matchedOn: string }[] }>(
      `/orders?q=${returnNumber.toLowerCase()}`,
    );
    expect(found.items[0]).toMatchObject({ orderNumber: 'RE-1', matchedOn: 'returnNumber' });
    verdicts.length = 0;
    await scan(minutesAgo(2), { codes: [returnNumber], bizStep: 'receiving', siteId: 'LYON' });
    await until('the scan is answered', () => verdicts.length === 1);
    expect(verdicts).toEqual(['accepted']);
    expect((await ofOrder())[0]).toMatchObject({ state: 'returning', siteId: 'LYON' });
    const back = minutesAgo(1);
    await scan(back, { codes: [returnNumber], bizStep: 'storing' });
    // An older scan that comes late changes nothing of where it is now.
    await scan(minutesAgo(30), { codes: [returnNumber], bizStep: 'collecting' });
    expect((await ofOrder())[0]).toMatchObject({ state: 'returned', stateTime: back });
    expect((await get<{ state: string }>('/orders/RE-1')).state).toBe('delivered');
    const alerts = await get<{ items: { kind: string }[] }>('/alerts?kind=unknown-code');
    expect(alerts.items).toEqual([]);
  });

  it('is decided with a note, and one that is refused counts no longer', async () => {
    const [{ returnNumber }] = (await ofOrder()) as [Return];
    const undecided = async (): Promise<Return[]> =>
      (await get<{ items: Return[] }>('/returns?decided=no')).items;
    expect(await undecided()).toHaveLength(1);
    const decided = await station.api<Return>('PATCH', `/returns/${returnNumber}`, {
      decision: 'refuse',
      note: 'Not ours',
    });
    expect(decided.body.decision).toMatchObject({ decision: 'refuse', note: 'Not ours' });
    expect(await undecided()).toEqual([]);
    expect(
      (await enter([{ sku: 'GLASS', name: 'Glass', quantity: 3, reason: 'late' }], 'exchange')).status,
    ).toBe(200);
    expect((await station.api('PATCH', '/returns/RT0000000000', { decision: 'refund' })).status).toBe(404);
  });
});
