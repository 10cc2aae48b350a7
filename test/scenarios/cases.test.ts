import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Case {
  caseId: string;
  orderNumber: string;
  kind: string;
  text: string;
  owner?: string;
  dueTime?: string;
  state: string;
  closedTime?: string;
  evidence: string[];
  notes: { who: string; text: string; changed?: Record<string, unknown> }[];
}
interface Item {
  id: string;
  kind: string;
  text: string;
  source: { type: string };
}

let station: TestStation;
let client: MqttClient;

const post = async <T>(path: string, body: unknown) => await station.api<T>('POST', path, body);
const patch = async <T = Case>(caseId: string, body: unknown) =>
  await station.api<T>('PATCH', `/cases/${caseId}`, body);
const list = async (query = ''): Promise<Case[]> =>
  (await station.api<{ items: Case[] }>('GET', `/cases${query}`)).body.items;
const timeline = async (number: string): Promise<Item[]> =>
  (await station.api<{ items: Item[] }>('GET', `/orders/${number}/timeline`)).body.items;
const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

beforeAll(async () => {
  station = await startStation();
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'handheld', clean: true });
  await post('/orders', [
    { orderNumber: 'CS-1', parcels: [{ parcelId: 'CS-1-A' }] },
    { orderNumber: 'CS-2' },
  ]);
  await client.publishAsync(
    'waymark/v1/LYON/H-1/scan',
    JSON.stringify({ time: hours(-1), codes: ['CS-1-A'], bizStep: 'shipping', boot: 'b', seq: 1 }),
    { qos: 1 },
  );
  await until('the scan is in the timeline', async () =>
    (await timeline('CS-1')).some(({ kind }) => kind === 'scan'),
  );
});

afterAll(async () => {
  await client.endAsync();
  await station.stop();
});

describe('a case', () => {
  it('is opened from an order by its number, answered with notes, and closed; all of it stays in the timeline', async () => {
    const dueTime = hours(4);
    const opened = await post<Case>('/orders/cs-2/cases', {
      kind: 'where-is-it',
      text: 'Caller has heard nothing since Monday',
      owner: 'Lena',
      dueTime,
    });
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({
      orderNumber: 'CS-2',
      kind: 'where-is-it',
      state: 'open',
      owner: 'Lena',
      dueTime,
      evidence: [],
      notes: [],
    });
    const { caseId } = opened.body;
    const asked = (await patch(caseId, { state: 'waiting', note: 'Asked the depot' })).body;
    expect(asked.notes).toMatchObject([{ text: 'Asked the depot', changed: { state: 'waiting' } }]);
    const closed = (await patch(caseId, { state: 'closed', owner: null, note: 'Told her: tomorrow' })).body;
    expect(closed).toMatchObject({
      state: 'closed',
      notes: [{}, { changed: { state: 'closed', owner: null } }],
    });
    expect(closed.owner).toBeUndefined();
    expect(closed.closedTime).toBeDefined();
    const items = (await timeline('CS-2')).filter(({ kind }) => kind === 'case');
    expect(items.map(({ text }) => text)).toEqual([
      `Case ${caseId} (where is it) opened: Caller has heard nothing since Monday`,
      `Case ${caseId} (where is it) waiting: Asked the depot`,
      `Case ${caseId} (where is it) closed, without owner: Told her: tomorrow`,
    ]);
    expect(items.every(({ source }) => source.type === 'person')).toBe(true);
  });

  it('keeps nothing of a change that changes nothing', async () => {
    const { caseId } = (await post<Case>('/orders/CS-2/cases', { kind: 'other', text: 'Asks for a box' }))
      .body;
    expect((await patch(caseId, { state: 'open', kind: 'other' })).body.notes).toEqual([]);
    expect((await patch(caseId, { note: 'Box is on its way', state: 'closed' })).body.notes).toHaveLength(1);
  });

  it('stands in the list by what is due first, and can be found by state, owner and order', async () => {
    const overdue = (
      await post<Case>('/orders/CS-1/cases', { kind: 'damaged', text: 'Corner is wet', dueTime: hours(-2) })
    ).body;
    const later = (
      await post<Case>('/orders/CS-1/cases', { kind: 'missing', text: 'One glass short', dueTime: hours(2) })
    ).body;
    const undated = (
      await post<Case>('/orders/CS-2/cases', { kind: 'other', text: 'Wants an invoice', owner: 'Tom' })
    ).body;
    const ids = (cases: Case[]): string[] => cases.map(({ caseId }) => caseId);
    expect(ids(await list('?state=unclosed'))).toEqual([overdue.caseId, later.caseId, undated.caseId]);
    expect(ids(await list('?state=overdue'))).toEqual([overdue.caseId]);
    expect(ids(await list('?state=unclosed&owner=Tom'))).toEqual([undated.caseId]);
    expect(ids(await list('?orderNumber=CS-1'))).toEqual([overdue.caseId, later.caseId]);
    expect((await list('?state=closed')).every(({ state }) => state === 'closed')).toBe(true);
    const first = (await station.api<{ items: Case[]; nextCursor?: string }>('GET', '/cases?limit=2')).body;
    const rest = await list(`?limit=500&cursor=${first.nextCursor}`);
    expect([...ids(first.items), ...ids(rest)]).toEqual(ids(await list('?limit=500')));
  });

  it('about wrong tracking rests on the scan and gets the correction that settles it, in one step', async () => {
    const scan = (await timeline('CS-1')).find(({ kind }) => kind === 'scan')!;
    const { caseId } = (
      await post<Case>('/orders/CS-1/cases', {
        kind: 'tracking-wrong',
        text: 'It never left',
        evidence: [scan.id],
      })
    ).body;
    const correct = (id: string) =>
      post<{ correctionId: string }>('/corrections', {
        target: { kind: 'scan', id: scan.id },
        reason: 'did_not_occur',
        note: 'Scanned the wrong cage',
        caseId: id,
      });
    const others = (await post<Case>('/orders/CS-2/cases', { kind: 'other', text: 'Another order' })).body;
    expect((await correct(others.caseId)).status).toBe(400);
    expect((await station.api<{ items: unknown[] }>('GET', '/corrections')).body.items).toEqual([]);
    const { correctionId } = (await correct(caseId)).body;
    const kept = (await station.api<Case>('GET', `/cases/${caseId}`)).body;
    expect(kept.evidence).toEqual([scan.id, `correction-${correctionId}`]);
    expect((await timeline('CS-1')).map(({ id }) => id)).toEqual(expect.arrayContaining(kept.evidence));
  });

  it.each([
    ['of an unknown kind', '/orders/CS-1/cases', { kind: 'lost', text: 'x' }, 400],
    ['without words', '/orders/CS-1/cases', { kind: 'other', text: '  ' }, 400],
    ['of an unknown order', '/orders/NOBODY/cases', { kind: 'other', text: 'x' }, 404],
    [
      'with evidence nobody has',
      '/orders/CS-1/cases',
      { kind: 'other', text: 'x', evidence: ['scan-9999'] },
      400,
    ],
    ['with a field that is none', '/orders/CS-1/cases', { kind: 'other', text: 'x', priority: 1 }, 400],
  ])('%s is refused, and says why', async (_what, path, body, status) => {
    const before = (await list('?limit=500')).length;
    const answer = await post<{ error: { message: string } }>(path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).not.toBe('');
    expect(await list('?limit=500')).toHaveLength(before);
  });

  it('that is not there cannot be changed, and a viewer changes none', async () => {
    expect((await patch('999999', { note: 'x' })).status).toBe(404);
    expect((await patch('one', { note: 'x' })).status).toBe(404);
    const { token } = (await post<{ token: string }>('/tokens', { role: 'viewer' })).body;
    const answer = await fetch(`${station.url}/api/v1/orders/CS-1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'other', text: 'x' }),
    });
    expect(answer.status).toBe(403);
  });
});
