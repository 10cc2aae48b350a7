import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fixturesFolder, hasFixtures } from '../support/fixtures.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Received {
  status: string;
  reason?: string;
  orders: { orderNumber: string; status: string }[];
  events: { added: number; known: number; unmapped: number };
}

interface Order {
  orderNumber: string;
  state: string;
  customer: { name?: string; email?: string };
  items: unknown[];
  parcels: { parcelId: string; trackingNumber?: string; state: string }[];
  placedTime?: string;
  cancelledTime?: string;
  promised?: { until: string };
}

let station: TestStation;

beforeAll(async () => {
  station = await startStation();
});
afterAll(() => station.stop());

function fixture(path: string): string {
  return readFileSync(join(fixturesFolder, path), 'utf8');
}

async function send(
  provider: string,
  body: string,
  headers: Record<string, string> = { authorization: `Bearer ${station.token}` },
): Promise<{ status: number; body: Received }> {
  const answer = await fetch(`${station.url}/api/v1/webhooks/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Received };
}

async function orderOf(orderNumber: string): Promise<Order> {
  return (await station.api<Order>('GET', `/orders/${encodeURIComponent(orderNumber)}`)).body;
}

function shopifyOrder(patch: object = {}): string {
  const { orders } = JSON.parse(fixture('orders/shopify/orders.json')) as { orders: object[] };
  return JSON.stringify({ ...orders[0], ...patch });
}

describe.runIf(hasFixtures)('orders of a shop', () => {
  it('come in as Shopify sends them, and are found by number and e-mail', async () => {
    const { status, body } = await send('shopify', fixture('orders/shopify/orders.json'));
    expect([status, body.status, body.orders]).toEqual([
      200,
      'taken',
      [{ orderNumber: '#1001', status: 'created' }],
    ]);
    const order = await orderOf('#1001');
    expect(order).toMatchObject({
      customer: { email: 'bob.norman@hostmail.com' },
      placedTime: '2008-01-10T16:00:00Z',
      parcels: [{ parcelId: '1Z2345', trackingNumber: '1Z2345' }],
    });
    expect(order.items).toHaveLength(3);
    for (const q of ['#1001', '1001', 'bob.norman@hostmail.com', '1Z2345']) {
      const { body: found } = await station.api<{ items: Order[] }>(
        'GET',
        `/orders?q=${encodeURIComponent(q)}`,
      );
      expect(found.items[0]?.orderNumber).toBe('#1001');
    }
  });

  it('keep what others said of them, and an older word undoes nothing', async () => {
    const first = await station.api<{ results: unknown[] }>('POST', '/orders', {
      orderNumber: '#1001',
      parcels: [{ parcelId: 'BOX-7' }],
      promised: { until: '2026-12-01T12:00:00Z' },
    });
    expect(first.status).toBe(200);
    const cancelled = shopifyOrder({
      updated_at: '2008-01-12T11:00:00-05:00',
      cancelled_at: '2008-01-12T11:00:00-05:00',
    });
    await send('shopify', cancelled);
    const late = await send('shopify', shopifyOrder({ updated_at: '2008-01-11T11:00:00-05:00' }));
    expect(late.body.orders).toEqual([{ orderNumber: '#1001', status: 'unchanged' }]);
    const order = await orderOf('#1001');
    expect(order.cancelledTime).toBe('2008-01-12T16:00:00Z');
    expect(order.promised?.until).toBe('2026-12-01T12:00:00Z');
    expect(order.parcels.map(({ parcelId }) => parcelId)).toEqual(['BOX-7', '1Z2345']);
  });

  it('take further parcels from a fulfilment, once their order is known', async () => {
    const fulfilment = (orderId: number): string =>
      JSON.stringify({ id: 1, order_id: orderId, status: 'success', tracking_numbers: ['TN-NEW'] });
    expect((await send('shopify', fulfilment(1))).body.status).toBe('ignored');
    expect((await send('shopify', fulfilment(450789469))).body.orders).toEqual([
      { orderNumber: '#1001', status: 'updated' },
    ]);
    expect((await orderOf('#1001')).parcels.map(({ parcelId }) => parcelId)).toContain('TN-NEW');
  });

  it('come in as WooCommerce sends them, in UTC and plain text', async () => {
    expect((await send('woocommerce', fixture('orders/woocommerce/example-4.json'))).body.orders).toEqual([
      { orderNumber: '727', status: 'created' },
    ]);
    const order = await orderOf('727');
    expect(order).toMatchObject({
      customer: { name: 'John Doe', email: 'john.doe@example.com' },
      placedTime: '2017-03-22T19:28:02Z',
    });
    expect(order.items).toEqual([
      { name: 'Woo Single #1', quantity: 2 },
      { name: 'Ship Your Idea – Color: Black, Size: M Test', quantity: 1, sku: 'Bar3' },
    ]);
    const ping = await send('woocommerce', 'webhook_id=1', {
      authorization: `Bearer ${station.token}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([ping.status, ping.body.status]).toEqual([200, 'ignored']);
  });
});

describe.runIf(hasFixtures)('the way in', () => {
  const secret = 'whsec-ü';
  let body = '';
  beforeAll(() => {
    body = shopifyOrder({ id: 7, name: '#7' });
  });
  const signed = (text: string): Record<string, string> => ({
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
    'x-shopify-webhook-id': 'delivery-7',
  });

  it('is a token, or the signature of the sender with the secret that was set', async () => {
    expect((await send('shopify', body, signed(body))).status).toBe(403);
    const set = await station.api<object>('PUT', '/webhooks/shopify', { secret });
    expect(set.body).toMatchObject({ provider: 'shopify', hasSecret: true });
    expect(JSON.stringify(set.body)).not.toContain(secret);
    expect((await send('shopify', body, {})).status).toBe(403);
    expect((await send('shopify', body, signed(`${body} `))).status).toBe(403);
    expect((await send('shopify', body, signed(body))).body.status).toBe('taken');
    expect((await send('shopify', body, { authorization: 'Bearer wrong' })).status).toBe(403);
    const { token } = (await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' })).body;
    expect((await send('shopify', body, { authorization: `Bearer ${token}` })).status).toBe(403);
    const { items } = (
      await station.api<{ items: { provider: string; refused: number }[] }>('GET', '/webhooks')
    ).body;
    expect(items.find(({ provider }) => provider === 'shopify')?.refused).toBeGreaterThanOrEqual(3);
  });

  it('takes each delivery once', async () => {
    expect((await send('shopify', body, signed(body))).body.status).toBe('duplicate');
    expect((await station.api<{ items: object[] }>('GET', '/webhooks')).body.items).toContainEqual(
      expect.objectContaining({ provider: 'shopify', hasSecret: true }),
    );
  });

  it('answers bad bodies in one sentence', async () => {
    const bad = await send('shopify', '{"id":');
    expect([bad.status, bad.body.reason]).toEqual([400, 'the body is not JSON']);
    expect((await send('shopify', '{"hello":1}')).body.status).toBe('ignored');
    expect((await send('nobody', '{}')).status).toBe(400);
    const noTime = await send('shopify', shopifyOrder({ id: 8, name: '#8', updated_at: 'soon' }));
    expect([noTime.status, noTime.body.reason]).toEqual([400, '#8: updated_at is not a time']);
  });
});

describe.runIf(hasFixtures)('milestones of a carrier', () => {
  it('move the order as another source, with the carrier’s own words, each once', async () => {
    await station.api('POST', '/orders', {
      orderNumber: 'EP-1',
      parcels: [{ parcelId: 'EP-1-A', carrier: 'FedEx', trackingNumber: '1' }],
    });
    const event = fixture('carriers/easypost/event-tracker-updated.json');
    const first = await send('easypost', event);
    expect(first.body).toMatchObject({ status: 'taken', events: { added: 7, known: 0, unmapped: 0 } });
    await until('the carrier moved it', async () => (await orderOf('EP-1')).state === 'at-site');
    expect((await send('easypost', event)).body.status).toBe('duplicate');
    const { items } = (
      await station.api<{ items: { kind: string; text: string; source: { type: string; id: string } }[] }>(
        'GET',
        '/orders/EP-1/timeline',
      )
    ).body;
    const carrier = items.filter(({ source }) => source.type === 'carrier');
    expect(carrier).toHaveLength(7);
    expect(carrier.map(({ text }) => text)).toContain(
      'Collected at ORLANDO, FL, US: Picked up (PU / arrived_at_facility / in_transit)',
    );
  });

  it('that nobody has said the meaning of are kept, shown and counted, and move nothing', async () => {
    await station.api('POST', '/orders', {
      orderNumber: 'AS-1',
      parcels: [{ parcelId: 'AS-1-A', trackingNumber: '9361289676091361892011' }],
    });
    const head = JSON.parse(fixture('carriers/aftership/webhook-head.json')) as { msg: object };
    expect((await send('aftership', JSON.stringify(head))).body.events).toEqual({
      added: 0,
      known: 0,
      unmapped: 0,
    });
    const checkpoint = (time: string, tag: string, subtag: string) => ({
      slug: 'usps',
      checkpoint_time: time,
      tag,
      subtag,
      message: `About ${tag}`,
      city: 'Reno',
    });
    const told = {
      ...head,
      event_id: 'two',
      msg: {
        ...head.msg,
        checkpoints: [
          checkpoint('2026-11-20T10:00:00Z', 'InTransit', 'InTransit_007'),
          checkpoint('2026-11-21T10:00:00Z', 'Sorted', 'Sorted_001'),
        ],
      },
    };
    expect((await send('aftership', JSON.stringify(told))).body.events).toEqual({
      added: 2,
      known: 0,
      unmapped: 1,
    });
    await until('the carrier moved it', async () => (await orderOf('AS-1')).state === 'in-transit');
    const { body } = await station.api<{ items: object[]; unmapped: number }>('GET', '/carrier-codes');
    expect(body.unmapped).toBe(1);
    expect(body.items[0]).toMatchObject({
      carrier: 'usps',
      rawCode: 'Sorted_001 / Sorted',
      milestone: null,
      count: 1,
    });
    const { items } = (
      await station.api<{ items: { kind: string; text: string }[] }>('GET', '/orders/AS-1/timeline')
    ).body;
    expect(items.find(({ kind }) => kind === 'carrier')?.text).toBe(
      'Not understood: About Sorted (Sorted_001 / Sorted)',
    );
    // Parcels of other shops pass by in a feed: nobody is woken for them.
    const alerts = await station.api<{ items: { kind: string }[] }>('GET', '/alerts');
    expect(alerts.body.items.filter(({ kind }) => kind === 'unknown-code')).toEqual([]);
  });

  it('move the parcels of a code once somebody says what it means, at the times it happened', async () => {
    const code = { provider: 'aftership', carrier: 'usps', rawCode: 'Sorted_001 / Sorted' };
    const mapped = await station.api<{ unmapped: number; mappingVersion: number }>('PUT', '/carrier-codes', {
      ...code,
      milestone: 'at-site',
    });
    expect([mapped.status, mapped.body.unmapped]).toEqual([200, 0]);
    await until('what was kept moved it', async () => (await orderOf('AS-1')).state === 'at-site');
    const order = (await station.api<{ stateTime: string }>('GET', '/orders/AS-1')).body;
    expect(order.stateTime).toBe('2026-11-21T10:00:00Z');
    const then = '/orders/AS-1?at=2026-11-20T12:00:00Z';
    expect((await station.api<{ state: string }>('GET', then)).body.state).toBe('in-transit');
    const again = await station.api('PUT', '/carrier-codes', { ...code, milestone: 'delivered' });
    expect(again.status).toBe(409);
    const unused = { ...code, rawCode: 'NOBODY', milestone: 'delivered' };
    expect((await station.api('PUT', '/carrier-codes', unused)).status).toBe(404);
  });

  it('say that something is wrong or that it comes back, until somebody sees it move', async () => {
    await station.api('POST', '/orders', {
      orderNumber: 'EX-1',
      parcels: [{ parcelId: 'EX-1-A', trackingNumber: 'EXTRACK1' }],
    });
    const tell = async (...details: readonly [string, string, string][]): Promise<void> => {
      const tracker = {
        object: 'Tracker',
        tracking_code: 'EXTRACK1',
        carrier: 'FedEx',
        tracking_details: details.map(([datetime, status, message]) => ({ datetime, status, message })),
      };
      await send('easypost', JSON.stringify(tracker));
    };
    const state = async (): Promise<string> => (await orderOf('EX-1')).state;
    await tell(
      ['2026-11-20T10:00:00Z', 'in_transit', 'Left'],
      ['2026-11-20T12:00:00Z', 'failure', 'Weather'],
    );
    await until('an exception', async () => (await state()) === 'exception');
    await station.api('POST', '/scans', {
      siteId: 'HUB-X',
      station: 'desk',
      time: '2026-11-20T13:00:00Z',
      boot: 'x',
      seq: 1,
      codes: ['EX-1-A'],
      bizStep: 'receiving',
    });
    await until('our own scan', async () => (await state()) === 'at-site');
    await tell(['2026-11-20T14:00:00Z', 'return_to_sender', 'Going back']);
    await until('coming back', async () => (await state()) === 'returning');
    await tell(
      ['2026-11-20T15:00:00Z', 'delivered', 'Left at door'],
      ['2026-11-20T16:00:00Z', 'failure', 'Late'],
    );
    await until('no exception undoes a delivery', async () => (await state()) === 'delivered');
    const { items } = (
      await station.api<{ items: { text: string; source: { type: string } }[] }>(
        'GET',
        '/orders/EX-1/timeline',
      )
    ).body;
    expect(
      items
        .filter(({ source }) => source.type === 'carrier')
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('Weather (failure)');
  });

  it('are held against our own facts', async () => {
    await station.api('POST', '/orders', {
      orderNumber: 'CD-1',
      parcels: [{ parcelId: 'CD-1-A', trackingNumber: 'CDTRACK1' }],
    });
    const tracker = {
      object: 'Tracker',
      tracking_code: 'CDTRACK1',
      carrier: 'UPS',
      tracking_details: [
        { datetime: '2026-11-20T10:00:00Z', status: 'delivered', message: 'Left at door', carrier_code: 'D' },
      ],
    };
    await send('easypost', JSON.stringify(tracker));
    await station.api('PUT', '/sites/HUB', {
      siteId: 'HUB',
      name: 'Hub',
      kind: 'distribution-centre',
      lat: 45,
      lon: 5,
    });
    await station.api('POST', '/scans', {
      siteId: 'HUB',
      station: 'desk',
      time: '2026-11-20T15:00:00Z',
      boot: 'a',
      seq: 1,
      codes: ['CD-1-A'],
      bizStep: 'receiving',
    });
    await until('the carrier is contradicted', async () => {
      const { body } = await station.api<{ items: { kind: string }[] }>('GET', '/alerts?orderNumber=CD-1');
      return body.items.some(({ kind }) => kind === 'carrier-disagrees');
    });
  });
});
