import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Link {
  url: string;
  expires: string;
}

let station: TestStation;
let client: MqttClient;
let link: Link;

const make = async (body: object = {}) =>
  await station.api<Link>('POST', '/orders/TL-1/tracking-links', body);
const look = async (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  await fetch(url, { headers });

beforeAll(async () => {
  station = await startStation();
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'handheld', clean: true });
  await station.api('PUT', '/sites/LYON', {
    siteId: 'LYON',
    name: 'Lyon <hub>',
    kind: 'warehouse',
    lat: 45.7,
    lon: 4.9,
    timeZone: 'Europe/Paris',
  });
  const far = { lat: 48.812345, lon: 2.412345, timeZone: 'Europe/Paris' };
  await station.api('PUT', '/sites/PARIS', { siteId: 'PARIS', name: 'Paris hub', kind: 'depot', ...far });
  await station.api('PUT', '/sites/HOME', {
    siteId: 'HOME',
    name: 'The customer',
    kind: 'customer',
    lat: 48.9876,
    lon: 2.3456,
  });
  await station.api('POST', '/orders', {
    orderNumber: 'TL-1',
    customer: { name: 'Ada "A" Martin', email: 'ada@example.com', phone: '+33 6 12 34 56 78' },
    shipTo: {
      street: '12 rue Secrète',
      city: 'Villeurbanne',
      postalCode: '69100',
      lat: 45.7654,
      lon: 4.8765,
    },
    items: [{ name: 'Confidential goods', quantity: 1 }],
    parcels: [{ parcelId: 'TL-1-A', trackingNumber: 'SECRET-9' }],
    plan: ['LYON', 'PARIS', 'HOME'].map((siteId) => ({ siteId, bizStep: 'receiving' })),
  });
  await client.publishAsync(
    'waymark/v1/LYON/H-1/scan',
    JSON.stringify({
      time: new Date().toISOString(),
      codes: ['TL-1-A'],
      bizStep: 'receiving',
      operator: 'Bob',
    }),
    { qos: 1 },
  );
  await until('the order is at the site', async () => {
    const { body } = await station.api<{ state: string }>('GET', '/orders/TL-1');
    return body.state === 'at-site';
  });
  link = (await make()).body;
});

afterAll(async () => {
  await client.endAsync();
  await station.stop();
});

describe('a link for a customer', () => {
  it('shows how the order stands without a sign-in, and nothing personal but the name', async () => {
    expect(link.url).toMatch(new RegExp(`^${station.url}/track/[\\w-]{43}$`));
    const answer = await look(link.url);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Order TL-1');
    expect(html).toContain('For Ada &quot;A&quot; Martin');
    expect(html).toContain('At Lyon &lt;hub&gt;, last scanned');
    expect(html).toContain('aria-label="The way over Lyon &lt;hub&gt;, Paris hub"');
    for (const secret of [
      'ada@example',
      '12 34',
      'Secrète',
      'Villeurbanne',
      '69100',
      'Confidential',
      'SECRET-9',
      'Bob',
      'H-1',
      '48.98',
    ])
      expect(html).not.toContain(secret);
  });

  it('speaks the language the browser asks for, or the one that is chosen', async () => {
    const french = await (await look(link.url, { 'accept-language': 'fr-CH, en;q=0.5' })).text();
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain('Commande TL-1');
    expect(await (await look(`${link.url}?lang=en`, { 'accept-language': 'fr' })).text()).toContain(
      'Order TL-1',
    );
  });

  it('is told as the desk tells it, with each fact, and never with a vehicle’s name to the customer', async () => {
    const { body } = await station.api<{
      sentence: string;
      facts: { kind: string; ageS: number; source: { type: string; id: string } }[];
      text: string;
    }>('GET', '/orders/TL-1/answer');
    expect(body.sentence).toMatch(
      /^At Lyon <hub>, last scanned at \d\d:\d\d today \(less than a minute ago\);/,
    );
    expect(body.facts.map(({ kind, source }) => [kind, source.id])).toEqual([
      ['scan', 'H-1'],
      ['order', 'api'],
      ['estimate', 'distance-dwell-1'],
    ]);
    expect(body.text).toContain('Order TL-1 to Ada "A" Martin, 69100 Villeurbanne\n');
    const french = await station.api<{ sentence: string }>('GET', '/orders/TL-1/answer?lang=fr');
    expect(french.body.sentence).toMatch(/^À Lyon <hub>, dernière lecture aujourd’hui/);
    expect((await station.api('GET', '/orders/TL-1/answer?lang=xx')).status).toBe(400);
    expect((await station.api('GET', '/orders/NOBODY/answer')).status).toBe(404);
  });

  it('may be followed from a mail, runs nothing, is not indexed and gives no cookie', async () => {
    const answer = await look(link.url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const elsewhere = await look(`${station.url}/api/v1/orders/TL-1`, { 'sec-fetch-site': 'cross-site' });
    expect(elsewhere.status).toBe(403);
    expect((await look(`${station.url}/api/v1/orders/TL-1`)).status).toBe(401);
  });

  it('says no more of a link that never was than of one that has ended', async () => {
    const wrong = await look(`${station.url}/track/${'A'.repeat(43)}`);
    expect(wrong.status).toBe(404);
    const soon = (await make({ expires: new Date(Date.now() + 1500).toISOString() })).body;
    expect((await look(soon.url)).status).toBe(200);
    await until('the link has ended', async () => (await look(soon.url)).status === 404);
    expect(await (await look(soon.url)).text()).toBe(await wrong.text());
  });

  it('ends within a year, is asked for by those who may change something, and is in no answer twice', async () => {
    expect((await make({ expires: '2001-01-01T00:00:00Z' })).status).toBe(400);
    expect((await make({ expires: '2100-01-01T00:00:00Z' })).status).toBe(400);
    expect((await station.api('POST', '/orders/NOBODY/tracking-links', {})).status).toBe(404);
    const { token } = (await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' })).body;
    const answer = await fetch(`${station.url}/api/v1/orders/TL-1/tracking-links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });

  it('cannot be guessed at: whoever asks too often is sent away for a while', async () => {
    const guesses = await Promise.all(
      Array.from(
        { length: 60 },
        async (_, index) => (await look(`${station.url}/track/guess-${index}`)).status,
      ),
    );
    expect(guesses).toContain(429);
    expect(guesses.filter((status) => status !== 404 && status !== 429)).toEqual([]);
  });
});
