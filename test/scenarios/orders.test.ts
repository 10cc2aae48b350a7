import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Believed {
  state: string;
  location: {
    kind: string;
    id?: string;
    lat?: number;
    lon?: number;
    because: { kind: string; text: string }[];
  };
  milestones: { milestone: string; status: string; siteId?: string }[];
  parcels: { parcelId: string; state: string; on: string[] }[];
  eta: { p10: string; p50: string; p90: string; model: string } | null;
  leastAdvancedParcelId?: string;
}

interface Verdict {
  seq?: number;
  results: { code: string; verdict: string; message: string }[];
}

let station: TestStation;
let client: MqttClient;
const verdicts: Verdict[] = [];
const states = new Map<string, { state: string } | undefined>();
const begin = Date.now() - 4 * 3_600_000;
let seq = 0;

function at(minutes: number): string {
  return new Date(begin + minutes * 60_000).toISOString();
}

async function scan(siteId: string, device: string, fields: object): Promise<number> {
  seq += 1;
  const payload = JSON.stringify({ boot: 'test', seq, ...fields });
  await client.publishAsync(`waymark/v1/${siteId}/${device}/scan`, payload, { qos: 1 });
  return seq;
}

async function order(orderNumber: string): Promise<Believed> {
  return (await station.api<Believed>('GET', `/orders/${encodeURIComponent(orderNumber)}`)).body;
}

const orderWM1 = {
  orderNumber: 'WM-1',
  channel: 'shop',
  placedTime: at(-60),
  customer: { name: 'Zoë Martin', email: 'zoe.martin@example.org', phone: '+33 6 12 34 56 78' },
  shipTo: {
    street: '12 rue de la Paix',
    city: 'Dijon',
    postalCode: '21000',
    country: 'FR',
    lat: 47.322,
    lon: 5.041,
  },
  promised: { until: new Date(Date.now() + 20 * 3_600_000).toISOString() },
  items: [{ sku: 'CHZ-1', name: 'Comté 24 months', quantity: 2 }],
  parcels: [{ parcelId: '(00)106141412345678908', trackingNumber: 'TRK0001' }, { parcelId: 'WM-1-B' }],
  plan: [
    { siteId: 'LYON-WH', bizStep: 'picking' },
    { siteId: 'LYON-WH', bizStep: 'packing' },
    { siteId: 'LYON-WH', bizStep: 'loading' },
    { siteId: 'DIJON-DC', bizStep: 'unloading' },
    { siteId: 'DIJON-DC', bizStep: 'transporting' },
  ],
};

beforeAll(async () => {
  station = await startStation();
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'handheld', clean: true });
  client.on('message', (topic, payload) => {
    const text = payload.toString();
    if (topic.endsWith('/verdict')) verdicts.push(JSON.parse(text) as Verdict);
    else states.set(topic, text === '' ? undefined : (JSON.parse(text) as { state: string }));
  });
  await client.subscribeAsync(['waymark/v1/+/+/verdict', 'waymark/out/v1/orders/+/state'], { qos: 1 });
  for (const [siteId, kind, lat, lon] of [
    ['LYON-WH', 'warehouse', 45.76, 4.84],
    ['DIJON-DC', 'distribution-centre', 47.3, 5.03],
  ] as const) {
    await station.api('PUT', `/sites/${siteId}`, { name: siteId, kind, lat, lon, timeZone: 'Europe/Paris' });
  }
  await station.api('PUT', '/vehicles/truck-7', { name: 'Truck 7' });
  await station.api('PUT', '/associations/a1', {
    deviceId: 'GPS-7',
    subject: { type: 'vehicle', id: 'truck-7' },
    from: at(-600),
  });
});

afterAll(async () => {
  await client.endAsync();
  await station.stop();
});

describe('an order followed by its number', () => {
  it('is created, unchanged when posted again, updated when it differs, refused with a reason when it is none', async () => {
    const post = async (body: unknown) =>
      await station.api<{ results: { status: string; error?: { message: string } }[] }>(
        'POST',
        '/orders',
        body,
      );
    expect((await post(orderWM1)).body.results).toMatchObject([{ status: 'created' }]);
    expect((await post(orderWM1)).body.results).toMatchObject([{ status: 'unchanged' }]);
    expect((await post({ ...orderWM1, channel: 'web' })).body.results).toMatchObject([{ status: 'updated' }]);
    const mixed = await post([
      { orderNumber: 'WM-2' },
      { orderNumber: 'WM-3', items: [{ name: 'x', quantity: -1 }] },
      { orderNumber: 'WM-4', colour: 'red' },
    ]);
    expect(mixed.status).toBe(207);
    expect(mixed.body.results.map(({ status }) => status)).toEqual(['created', 'rejected', 'rejected']);
    expect(mixed.body.results[1]?.error?.message).toMatch(/items\.0\.quantity/);
    expect(await order('WM-1')).toMatchObject({ state: 'created', location: { kind: 'unknown' } });
  });

  it('goes as far as its least advanced parcel, and says which that is', async () => {
    await scan('LYON-WH', 'H1', { time: at(0), codes: ['WM-1'], bizStep: 'picking' });
    await scan('LYON-WH', 'H1', { time: at(10), codes: ['(00)106141412345678908'], bizStep: 'packing' });
    await until('the scans are believed', async () => (await order('WM-1')).parcels[0]?.state === 'packed');
    const believed = await order('wm-1');
    expect(believed.state).toBe('picked');
    expect(believed.leastAdvancedParcelId).toBe('WM-1-B');
    expect(believed.milestones.map(({ milestone, status }) => `${milestone} ${status}`)).toEqual([
      'created done',
      'picked done',
      'packed next',
      'departed planned',
      'at-site planned',
      'out-for-delivery planned',
      'delivered planned',
    ]);
  });

  it('inherits the position of the vehicle its pallet was loaded on, with the proof', async () => {
    await scan('LYON-WH', 'H1', {
      time: at(12),
      codes: ['106141412345678908', 'WM-1-B'],
      bizStep: 'packing',
      parent: 'PALLET-9',
    });
    await scan('LYON-WH', 'H1', {
      time: at(20),
      codes: ['PALLET-9'],
      bizStep: 'loading',
      vehicleId: 'truck-7',
    });
    await client.publishAsync(
      'waymark/v1/LYON-WH/GPS-7/position',
      JSON.stringify({ time: at(40), lat: 46.5, lon: 4.9, speedMps: 22 }),
      { qos: 1 },
    );
    await until('the order rides', async () => (await order('WM-1')).location.lat === 46.5);
    const believed = await order('WM-1');
    expect(believed.state).toBe('in-transit');
    expect(believed.location).toMatchObject({ kind: 'vehicle', id: 'truck-7', lat: 46.5, lon: 4.9 });
    expect(believed.location.because.map(({ kind }) => kind)).toEqual(['scan', 'scan', 'position']);
    expect(believed.parcels.map(({ on }) => on)).toEqual([
      ['PALLET-9', 'truck-7'],
      ['PALLET-9', 'truck-7'],
    ]);
    expect(believed.eta?.model).toBe('distance-dwell-1');
  });

  it('gives the same answer about the past as it gave then', async () => {
    const then = (await station.api<Believed>('GET', `/orders/WM-1?at=${encodeURIComponent(at(5))}`)).body;
    expect([then.state, then.location.id]).toEqual(['picked', 'LYON-WH']);
    // Nothing of it had been stored an hour ago, whenever it happened.
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const believed = (
      await station.api<Believed>('GET', `/orders/WM-1?knownAt=${encodeURIComponent(hourAgo)}`)
    ).body;
    expect([believed.state, believed.location.kind]).toEqual(['created', 'unknown']);
  });

  it('is found by whatever the caller has in hand', async () => {
    const found = async (q: string) =>
      (
        await station.api<{ items: { orderNumber: string; matchedOn: string; because: string }[] }>(
          'GET',
          `/orders?q=${encodeURIComponent(q)}`,
        )
      ).body.items[0];
    expect(await found('WM-1')).toMatchObject({ orderNumber: 'WM-1', matchedOn: 'orderNumber' });
    expect(await found('(00)106141412345678908')).toMatchObject({
      orderNumber: 'WM-1',
      matchedOn: 'parcelId',
    });
    expect(await found('trk0001')).toMatchObject({ orderNumber: 'WM-1', matchedOn: 'trackingNumber' });
    expect(await found('zoe.martin@example.org')).toMatchObject({ orderNumber: 'WM-1' });
    expect(await found('345678')).toMatchObject({ orderNumber: 'WM-1', matchedOn: 'phone' });
    expect(await found('zoe 21000')).toMatchObject({ orderNumber: 'WM-1' });
    expect(await found('TRK0010')).toMatchObject({ orderNumber: 'WM-1', because: 'did you mean TRK0001?' });
    expect(await found('nobody')).toBeUndefined();
  });
});

describe('each scan', () => {
  async function verdictOf(number: number): Promise<string[]> {
    await until(`scan ${number} is answered`, () => verdicts.some((verdict) => verdict.seq === number));
    return verdicts
      .filter((verdict) => verdict.seq === number)
      .flatMap(({ results }) => results.map((each) => each.verdict));
  }
  const now = (): string => new Date().toISOString();

  it('is answered at once in plain words: accepted, duplicate, wrong place, unknown', async () => {
    expect(
      await verdictOf(
        await scan('DIJON-DC', 'H2', { time: now(), codes: ['106141412345678908'], bizStep: 'unloading' }),
      ),
    ).toEqual(['accepted']);
    expect(
      await verdictOf(
        await scan('DIJON-DC', 'H3', { time: now(), codes: ['106141412345678908'], bizStep: 'unloading' }),
      ),
    ).toEqual(['duplicate']);
    expect(
      await verdictOf(
        await scan('PARIS-DC', 'H4', { time: now(), codes: ['106141412345678908'], bizStep: 'receiving' }),
      ),
    ).toEqual(['wrong-place']);
    expect(
      await verdictOf(
        await scan('DIJON-DC', 'H2', {
          time: now(),
          codes: ['NOBODY-KNOWS', 'WM-1-B'],
          bizStep: 'unloading',
        }),
      ),
    ).toEqual(['unknown', 'accepted']);
  });

  it('that is older than five minutes is judged but not answered', async () => {
    const before = verdicts.length;
    await scan('LYON-WH', 'H1', { time: at(1), codes: ['WM-2'], bizStep: 'picking' });
    await until('it is judged', async () => {
      const { items } = (
        await station.api<{ items: { codes: string[]; verdict?: string; verdictGiven?: string }[] }>(
          'GET',
          '/scans?code=WM-2',
        )
      ).body;
      return items[0]?.verdict === 'accepted' && items[0].verdictGiven === undefined;
    });
    expect(verdicts.length).toBe(before);
  });

  it('moves the retained state of its order, which holds nothing personal', async () => {
    await scan('DIJON-DC', 'H2', { time: now(), codes: ['WM-2'], outcome: 'delivered', lat: 47.3, lon: 5.0 });
    await until(
      'the state is published',
      () => states.get('waymark/out/v1/orders/WM-2/state')?.state === 'delivered',
    );
    expect(JSON.stringify([...states.values()])).not.toMatch(/Zo|martin|rue de|21000|33 6/i);
  });
});

describe('an order nobody planned', () => {
  interface Planned {
    state: string;
    milestones: { bizStep?: string; status: string; source?: string; expectedTime?: string }[];
    holes: { siteId: string; siteName: string; bizStep: string; usualDevices: { deviceId: string }[] }[];
  }
  const steps = [
    ['LYON-WH', 'picking', 10],
    ['LYON-WH', 'loading', 30],
    ['DIJON-DC', 'unloading', 60],
  ] as const;

  it('is planned as like orders went; a hole says who should have scanned by when', async () => {
    const like = Array.from({ length: 5 }, (_, index) => `LANE-${index}`);
    const posted = [...like, 'LANE-NEW'].map((orderNumber) => ({
      orderNumber,
      placedTime: at(0),
      serviceLevel: 'express',
      shipTo: { country: 'FR', region: 'Bourgogne' },
    }));
    await station.api('POST', '/orders', posted);
    // The last step is told first: late facts teach the same.
    for (const [siteId, bizStep, minutes] of steps.toReversed())
      for (const [late, code] of like.entries())
        await scan(siteId, `GUN-${bizStep}`, { time: at(minutes + late), codes: [code], bizStep });
    for (const code of like)
      await scan('DIJON-DC', 'H2', { time: at(90), codes: [code], outcome: 'delivered' });
    await scan('LYON-WH', 'H1', { time: at(31), codes: ['LANE-NEW'], bizStep: 'loading' });
    const planned = async () => (await station.api<Planned>('GET', '/orders/LANE-NEW')).body;
    await until('it is planned', async () => (await planned()).holes.length === 2);
    const { milestones, holes } = await planned();
    expect(milestones.slice(1, 4)).toMatchObject([
      { bizStep: 'picking', status: 'skipped', source: 'learned', expectedTime: at(12) },
      { bizStep: 'loading', status: 'done', source: 'learned', expectedTime: at(32) },
      { bizStep: 'unloading', status: 'missed', source: 'learned', expectedTime: at(62) },
    ]);
    expect(holes).toMatchObject([
      {
        siteId: 'LYON-WH',
        siteName: 'LYON-WH',
        bizStep: 'picking',
        usualDevices: [{ deviceId: 'GUN-picking' }],
      },
      { siteId: 'DIJON-DC', bizStep: 'unloading', usualDevices: [{ deviceId: 'GUN-unloading' }] },
    ]);
  });
});

describe('a file of orders', () => {
  const header =
    'orderNumber,customer.name,shipTo.city,shipTo.lat,shipTo.lon,promised.until,parcelId,items.name,items.quantity';
  const good = (index: number): string =>
    `CSV-${index},"Name, ${index}",Lyon,45.7,4.8,2026-12-01T10:00:00Z,CSV-${index}-P,Box,1`;
  const broken = [
    ',No number,Lyon,45.7,4.8,2026-12-01T10:00:00Z,P1,Box,1',
    'BAD-1,Name,Lyon,945.7,4.8,2026-12-01T10:00:00Z,P2,Box,1',
    'BAD-2,Name,Lyon,45.7,4.8,tomorrow,P3,Box,1',
    'BAD-3,Name,Lyon,45.7,4.8,2026-12-01T10:00:00Z,P4,Box,-1',
    'BAD-4,Name,Lyon,45.7,4.8,2026-12-01T10:00:00Z,P5,Box,many',
    'BAD-5,Name,Lyon',
    'BAD-6,Name,Lyon,45.7,,2026-12-01T10:00:00Z,P6,Box,1',
    'BAD-7,Name,Lyon,45.7,4.8,2026-12-01T10:00:00Z,P7,,1',
    'BAD-8,Name,Lyon,north,4.8,2026-12-01T10:00:00Z,P8,Box,1',
    'BAD-9,=cmd(),Lyon,45.7,4.8,2026-13-01T10:00:00Z,P9,Box,1',
  ];

  async function upload(csv: string): Promise<Response> {
    return await fetch(`${station.url}/api/v1/imports/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${station.token}`, 'content-type': 'text/csv' },
      body: csv,
    });
  }

  it('brings its good rows in and its broken rows back, each with a reason', async () => {
    const lines = [header, ...Array.from({ length: 90 }, (_, index) => good(index))];
    for (const [index, line] of broken.entries()) lines.splice(5 + index * 9, 0, line);
    const answer = await upload(lines.join('\r\n'));
    const job = (await answer.json()) as {
      accepted: number;
      rejected: number;
      orders: number;
      rejectedCsv: string;
    };
    expect([answer.status, job.accepted, job.rejected, job.orders]).toEqual([200, 90, 10, 90]);
    const back = job.rejectedCsv.split('\r\n');
    expect(back).toHaveLength(11);
    expect(back.slice(1).every((line) => line.split(',')[0] !== '')).toBe(true);
    expect(job.rejectedCsv).toContain("'=cmd()");
    expect((await order('CSV-42')).state).toBe('created');
  });

  it('that is no file of orders is refused whole', async () => {
    expect((await upload('a,b\n1,2')).status).toBe(400);
    expect((await upload('"unclosed')).status).toBe(400);
  });
});
