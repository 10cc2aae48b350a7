import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Item {
  id: string;
  kind: string;
  eventTime: string;
  recordTime: string;
  text: string;
  correction?: { correctionId: string; reason: string };
}
interface Believed {
  state: string;
  lateness: string;
  location: { id?: string };
  parcels: { on: string[]; state: string }[];
  holds: { holdId: string; kind: string }[];
  promised?: { until: string };
}
interface Scan {
  scanId: string;
  codes: string[];
  verdict?: string;
  verdictGiven?: string;
  correction?: { reason: string };
}
interface Refusal {
  error: { code: string; message: string };
}

let station: TestStation;
let client: MqttClient;
const answers = new Map<number, string[]>();
const messages = new Map<number, string>();
let seq = 0;

async function scan(siteId: string, fields: object): Promise<string[]> {
  seq += 1;
  const number = seq;
  const payload = JSON.stringify({ time: new Date().toISOString(), boot: 'b', seq: number, ...fields });
  await client.publishAsync(`waymark/v1/${siteId}/H-${siteId}/scan`, payload, { qos: 1 });
  await until(`scan ${number} is answered`, () => answers.has(number));
  return answers.get(number)!;
}

async function late(siteId: string, time: string, fields: object): Promise<void> {
  const before = (await scans()).length;
  seq += 1;
  await client.publishAsync(
    `waymark/v1/${siteId}/H-${siteId}/scan`,
    JSON.stringify({ time, boot: 'b', seq, ...fields }),
    { qos: 1 },
  );
  await until('the late scan is stored', async () => (await scans()).length > before);
}

const get = async <T>(path: string): Promise<T> => (await station.api<T>('GET', path)).body;
const order = (number: string): Promise<Believed> => get<Believed>(`/orders/${number}`);
const scans = async (query = ''): Promise<Scan[]> =>
  (await get<{ items: Scan[] }>(`/scans?limit=500${query}`)).items;
const timeline = async (number: string): Promise<Item[]> =>
  (await get<{ items: Item[] }>(`/orders/${number}/timeline`)).items;
const post = async <T>(path: string, body: unknown) => await station.api<T>('POST', path, body);
const remove = async <T>(path: string, body?: unknown) => await station.api<T>('DELETE', path, body);

beforeAll(async () => {
  station = await startStation();
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'handhelds', clean: true });
  client.on('message', (_topic, payload) => {
    const { seq: number, results } = JSON.parse(payload.toString()) as {
      seq: number;
      results: { verdict: string; message: string }[];
    };
    messages.set(number, results.map(({ message }) => message).join(' '));
    answers.set(
      number,
      results.map(({ verdict }) => verdict),
    );
  });
  await client.subscribeAsync('waymark/v1/+/+/verdict', { qos: 1 });
  await post('/orders', [
    { orderNumber: 'HC-1', parcels: [{ parcelId: 'HC-1-A' }, { parcelId: 'HC-1-B' }] },
    { orderNumber: 'HC-2', parcels: [{ parcelId: 'HC-2-A', trackingNumber: 'TRK-HC-2' }] },
    { orderNumber: 'HC-3' },
    { orderNumber: 'HC-4', parcels: [{ parcelId: 'HC-4-A' }] },
  ]);
});

afterAll(async () => {
  await client.endAsync();
  await station.stop();
});

describe('a hold', () => {
  it('on an order stops its parcels at the gun until it is lifted, and stays in the timeline', async () => {
    const placed = await post<{ holdId: string }>('/holds', {
      subject: { type: 'order', id: 'hc-1' },
      kind: 'quality',
      note: 'seal broken',
    });
    expect(placed.status).toBe(200);
    expect(await scan('LYON', { codes: ['HC-1-A'], bizStep: 'loading', vehicleId: 'T1' })).toEqual(['held']);
    expect(messages.get(seq)).toBe(
      'HC-1-A (its order hc-1) is on hold for quality. Put it aside and ask quality assurance.',
    );
    expect(await scan('LYON', { codes: ['HC-1-A'], bizStep: 'inspecting' })).toEqual(['accepted']);
    expect((await order('HC-1')).holds).toMatchObject([{ holdId: placed.body.holdId, kind: 'quality' }]);
    const listed = async () =>
      (await get<{ items: { heldFor?: string[] }[] }>('/orders?filter=all')).items.filter(
        ({ heldFor }) => heldFor !== undefined,
      );
    expect(await listed()).toMatchObject([{ heldFor: [expect.any(String)] }]);
    expect((await remove(`/holds/${placed.body.holdId}`, { note: 'seal replaced' })).status).toBe(200);
    expect(await listed()).toEqual([]);
    expect(await scan('LYON', { codes: ['HC-1-B'], bizStep: 'loading', vehicleId: 'T1' })).toEqual([
      'accepted',
    ]);
    expect((await order('HC-1')).holds).toEqual([]);
    expect((await remove<Refusal>(`/holds/${placed.body.holdId}`)).status).toBe(409);
    const texts = (await timeline('HC-1')).filter(({ kind }) => kind === 'hold').map(({ text }) => text);
    expect(texts).toEqual([
      'On hold (quality), order hc-1: seal broken',
      'Hold lifted, order hc-1: seal replaced',
    ]);
  });

  it('on a pallet holds what is in it, and nothing that left it', async () => {
    await scan('LYON', { codes: ['HC-2-A', 'HC-4-A'], bizStep: 'packing', parent: 'PAL-1' });
    await scan('LYON', { codes: ['HC-4-A'], bizStep: 'unpacking', parent: 'PAL-1' });
    const { holdId } = (
      await post<{ holdId: string }>('/holds', {
        subject: { type: 'pallet', id: 'PAL-1' },
        kind: 'address',
        note: 'moved house',
      })
    ).body;
    expect(await scan('LYON', { codes: ['PAL-1'], bizStep: 'loading', vehicleId: 'T1' })).toEqual(['held']);
    expect(await scan('LYON', { codes: ['TRK-HC-2'], bizStep: 'departing' })).toEqual(['held']);
    expect(await scan('LYON', { codes: ['HC-4-A'], bizStep: 'staging_outbound' })).toEqual(['accepted']);
    expect((await order('HC-2')).holds).toHaveLength(1);
    expect((await order('HC-4')).holds).toEqual([]);
    await remove(`/holds/${holdId}`);
    expect((await order('HC-2')).holds).toEqual([]);
  });

  it('is also what a cancelled order is under, without anybody placing one', async () => {
    await post('/orders', { orderNumber: 'HC-3', cancelledTime: new Date().toISOString() });
    expect((await order('HC-3')).state).toBe('cancelled');
    expect(await scan('LYON', { codes: ['HC-3'], bizStep: 'packing' })).toEqual(['held']);
    expect(messages.get(seq)).toBe('HC-3: order HC-3 was cancelled. Put it aside for return to stock.');
  });

  it.each([
    [{ subject: { type: 'order', id: 'NONE' }, kind: 'other', note: 'x' }, 404, 'No order NONE is known.'],
    [{ subject: { type: 'parcel', id: 'NONE' }, kind: 'other', note: 'x' }, 404, 'No parcel NONE is known.'],
  ])('on what nobody knows is refused', async (body, status, message) => {
    const answer = await post<Refusal>('/holds', body);
    expect([answer.status, answer.body.error.message]).toEqual([status, message]);
  });

  it.each([
    [{ subject: { type: 'order', id: 'HC-1' }, kind: 'quality', note: '  ' }],
    [{ subject: { type: 'vehicle', id: 'T1' }, kind: 'quality', note: 'x' }],
    [{ subject: { type: 'order', id: 'HC-1' }, kind: 'bad', note: 'x' }],
    [{ subject: { type: 'order', id: 'HC-1' }, kind: 'quality', note: 'x', colour: 'red' }],
  ])('that makes no sense is refused in a sentence: %j', async (body) => {
    const answer = await post<Refusal>('/holds', body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-request']);
    expect(answer.body.error.message).not.toBe('');
  });
});

describe('a correction', () => {
  const scanOf = async (code: string, step: string): Promise<Item> =>
    (await timeline(code)).find(({ kind, text }) => kind === 'scan' && text.startsWith(step))!;

  beforeAll(async () => {
    await post('/orders', [
      {
        orderNumber: 'CO-1',
        parcels: [{ parcelId: 'CO-1-A' }],
        promised: { until: new Date(Date.now() + 3_600_000).toISOString() },
      },
      { orderNumber: 'CO-2', parcels: [{ parcelId: 'CO-2-A' }] },
    ]);
    await scan('LYON', { codes: ['CO-1-A'], bizStep: 'packing', parent: 'CO-PAL' });
    await scan('DOOR', { codes: ['CO-1-A'], outcome: 'delivered' });
  });

  it('takes a delivery that did not occur out of everything, and its undoing puts it back', async () => {
    expect((await order('CO-1')).state).toBe('delivered');
    const wrong = await scanOf('CO-1', 'Delivered');
    const answer = await post<{ correctionId: string; orderNumbers: string[] }>('/corrections', {
      target: { kind: 'scan', id: wrong.id },
      reason: 'did_not_occur',
      note: 'driver scanned by mistake',
    });
    expect([answer.status, answer.body.orderNumbers]).toEqual([200, ['CO-1']]);
    const believed = await order('CO-1');
    expect([believed.state, believed.parcels[0]?.on]).toEqual(['packed', ['CO-PAL']]);
    const struck = (await timeline('CO-1')).find(({ id }) => id === wrong.id);
    expect(struck?.correction?.reason).toBe('did_not_occur');
    expect((await scans('&code=CO-1-A'))[0]?.correction?.reason).toBe('did_not_occur');
    const { correctionId } = answer.body;
    expect((await remove(`/corrections/${correctionId}`, { note: 'it was delivered' })).status).toBe(200);
    expect((await order('CO-1')).state).toBe('delivered');
    expect((await remove<Refusal>(`/corrections/${correctionId}`)).body.error.code).toBe('conflict');
    expect(
      (await timeline('CO-1')).filter(({ kind }) => kind === 'correction').map(({ text }) => text),
    ).toEqual([
      expect.stringMatching(
        /^“Delivered.*” of \d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d declared wrong \(did not occur\): driver scanned by mistake$/,
      ),
      'Correction undone: it was delivered',
    ]);
  });

  it('gives a scan to the parcel it was really of, and the wrong one forgets it', async () => {
    const wrong = await scanOf('CO-1', 'Delivered');
    const answer = await post<{ correctionId: string; orderNumbers: string[] }>('/corrections', {
      target: { kind: 'scan', id: wrong.id },
      reason: 'incorrect_data',
      note: 'labels swapped',
      replacement: { code: 'CO-2-A', siteId: 'OTHER-DOOR' },
    });
    expect(answer.body.orderNumbers).toEqual(['CO-1', 'CO-2']);
    expect([(await order('CO-1')).state, (await order('CO-2')).state]).toEqual(['packed', 'delivered']);
    expect((await scanOf('CO-2', 'Delivered')).text).toBe('Delivered at OTHER-DOOR (corrected)');
    await remove(`/corrections/${answer.body.correctionId}`);
    expect([(await order('CO-1')).state, (await order('CO-2')).state]).toEqual(['delivered', 'created']);
  });

  it('is believed from when it was declared until it was undone, and not before', async () => {
    const known = Date.parse((await scanOf('CO-1', 'Delivered')).recordTime);
    const answer = await get<Believed>(`/orders/CO-1?knownAt=${new Date(known).toISOString()}`);
    expect(answer.state).toBe('delivered');
    const [declared, undone] = (await timeline('CO-1')).filter(({ kind }) => kind === 'correction');
    const during = (await get<Believed>(`/orders/CO-1?knownAt=${declared!.recordTime}`)).state;
    const after = (await get<Believed>(`/orders/CO-1?knownAt=${undone!.recordTime}`)).state;
    expect([during, after]).toEqual(['packed', 'delivered']);
  });

  it('makes a code known that nobody knew: what was answered stays as it was', async () => {
    expect(await scan('LYON', { codes: ['CO-2-X'], bizStep: 'picking' })).toEqual(['unknown']);
    await until('the alert stands', async () => {
      const { items } = await get<{ items: object[] }>('/alerts?kind=unknown-code&subject=CO-2-X');
      return items.length === 1;
    });
    const [row] = await scans('&code=CO-2-X');
    await post('/corrections', {
      target: { kind: 'scan', id: row!.scanId },
      reason: 'incorrect_data',
      note: 'misread label',
      replacement: { code: 'CO-2-A', bizStep: 'picking' },
    });
    const [now] = await scans('&code=CO-2-A');
    expect([now?.verdictGiven, now?.verdict]).toEqual(['unknown', 'accepted']);
    expect((await order('CO-2')).state).toBe('picked');
    const open = await get<{ items: object[] }>('/alerts?kind=unknown-code&subject=CO-2-X&state=open');
    expect(open.items).toEqual([]);
  });

  it.each([
    [{ target: { kind: 'scan', id: 'scan-999999' }, reason: 'did_not_occur', note: 'x' }, 404, /No scan/],
    [{ target: { kind: 'scan', id: 'nonsense' }, reason: 'did_not_occur', note: 'x' }, 404, /No scan/],
    [
      { target: { kind: 'scan', id: '1' }, reason: 'did_not_occur', note: 'x', replacement: { siteId: 'A' } },
      400,
      /nothing to replace/,
    ],
    [
      { target: { kind: 'scan', id: '1' }, reason: 'incorrect_data', note: 'x', replacement: {} },
      400,
      /says nothing/,
    ],
    [
      {
        target: { kind: 'scan', id: '1' },
        reason: 'incorrect_data',
        note: 'x',
        replacement: { bizStep: 'flying' },
      },
      400,
      /flying/,
    ],
    [
      {
        target: { kind: 'scan', id: '1' },
        reason: 'incorrect_data',
        note: 'x',
        replacement: { time: '2199-01-01T00:00:00Z' },
      },
      400,
      /more than a day ahead/,
    ],
    [
      { target: { kind: 'scan', id: '1' }, reason: 'incorrect_data', note: 'x', replacement: { lat: 4 } },
      400,
      /both coordinates/,
    ],
    [{ target: { kind: 'scan', id: '1' }, reason: 'wrong', note: 'x' }, 400, /reason/],
    [{ target: { kind: 'reading', id: '1' }, reason: 'did_not_occur', note: 'x' }, 400, /kind/],
    [{ target: { kind: 'scan', id: '1' }, reason: 'did_not_occur', note: '' }, 400, /note/],
  ])('that makes no sense is refused in a sentence: %j', async (body, status, words) => {
    const answer = await post<Refusal>('/corrections', body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(words);
  });
});

describe('what was told at the gun', () => {
  it('stays told when a late scan makes another the first', async () => {
    await post('/orders', { orderNumber: 'LF-1' });
    const begin = Date.now();
    expect(await scan('LYON', { codes: ['LF-1'], bizStep: 'receiving' })).toEqual(['accepted']);
    await late('LYON', new Date(begin - 20 * 60_000).toISOString(), {
      codes: ['LF-1'],
      bizStep: 'receiving',
    });
    const [newest, first] = await scans('&code=LF-1');
    expect([newest?.verdictGiven, newest?.verdict]).toEqual(['accepted', 'duplicate']);
    expect([first?.verdictGiven, first?.verdict]).toEqual([undefined, 'accepted']);
  });
});

describe('an edit after the delivery', () => {
  it.each([
    ['an earlier promise', -3_600_000, 3_600_000, 'on-time'],
    ['a later promise', 7_200_000, -60_000, 'delivered-late'],
  ])('changes nothing of whether it was in time: %s', async (name, edited, promised, expected) => {
    const orderNumber = `ED-${name.split(' ')[1]}`;
    const until0 = new Date(Date.now() + promised).toISOString();
    await post('/orders', { orderNumber, promised: { until: until0 } });
    await scan('DOOR', { codes: [orderNumber], outcome: 'delivered' });
    expect((await order(orderNumber)).lateness).toBe(expected);
    const later = new Date(Date.now() + edited).toISOString();
    await post('/orders', { orderNumber, promised: { until: later } });
    const believed = await order(orderNumber);
    expect([believed.promised?.until, believed.lateness]).toEqual([later, expected]);
  });
});
