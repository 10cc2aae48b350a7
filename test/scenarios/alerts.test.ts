import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AlertRow, TemperatureProfileRow } from '#shared/contract/types.ts';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

const minute = 60_000;

let dataDir: string;
let station: TestStation;
let client: MqttClient;
const begin = Date.now() - 3 * 3_600_000;
const at = (minutes: number): string =>
  new Date(begin + minutes * minute).toISOString().replace('.000Z', 'Z');

async function start(): Promise<void> {
  station = await startStation(['--data', dataDir]);
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'logger', clean: true });
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'waymark-alerts-'));
  await start();
});

afterAll(async () => {
  await client.endAsync(true);
  await station.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function publish(device: string, minutes: number, temperatureC: number): Promise<void> {
  await client.publishAsync(
    `waymark/v1/LYON/${device}/reading`,
    JSON.stringify({ time: at(minutes), temperatureC }),
    { qos: 1 },
  );
}

async function alerts(query = ''): Promise<AlertRow[]> {
  return (await station.api<{ items: AlertRow[] }>('GET', `/alerts${query}`)).body.items;
}

async function act(alertId: string, action: string, body: object) {
  return await station.api<AlertRow & { error?: { code: string; message: string } }>(
    'POST',
    `/alerts/${alertId}/${action}`,
    body,
  );
}

describe('a refrigerated truck', () => {
  it('is given a profile; a profile that would never raise an alarm is refused', async () => {
    const above = {
      side: 'above',
      value: 8,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'consecutive',
      forS: 600,
      clearValue: 7.5,
      clearForS: 120,
      severity: 'high',
    };
    const put = await station.api<TemperatureProfileRow>('PUT', '/temperature-profiles/own-cold', {
      id: 'own-cold',
      name: 'Own cold',
      limits: [above],
    });
    expect([put.status, put.body.builtIn]).toEqual([200, false]);
    const refused = await station.api<{ error: { message: string } }>('PUT', '/temperature-profiles/x', {
      id: 'x',
      name: 'x',
      limits: [{ ...above, mode: 'budget', forS: 0 }],
    });
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringContaining("mode 'budget' needs the time it allows"),
    ]);
    const listed = (await station.api<{ items: TemperatureProfileRow[] }>('GET', '/temperature-profiles'))
      .body.items;
    expect(listed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['own-cold', 'cold-2-8', 'crt-15-25', 'vaccine-fridge']),
    );
    await station.api('PUT', '/vehicles/truck-7', { name: 'Truck 7', temperatureProfileId: 'own-cold' });
    await station.api('PUT', '/associations/a1', {
      deviceId: 'T-7',
      subject: { type: 'vehicle', id: 'truck-7' },
      from: at(-60),
    });
    await station.api('POST', '/orders', { orderNumber: 'WM-1', items: [], parcels: [{ parcelId: 'P-1' }] });
    await client.publishAsync(
      'waymark/v1/LYON/H1/scan',
      JSON.stringify({
        time: at(-10),
        codes: ['P-1'],
        bizStep: 'loading',
        vehicleId: 'truck-7',
        boot: 'a',
        seq: 1,
      }),
      { qos: 1 },
    );
  });

  it('that gets warm raises an alert that names the orders aboard, on every way they are looked at', async () => {
    for (let index = 0; index < 20; index += 1) await publish('T-7', index, index < 5 ? 5 : 9.5);
    await until('the alert is there', async () => (await alerts('?kind=temperature-excursion')).length === 1);
    const [alert] = await alerts('?kind=temperature-excursion&state=open&subject=T-7&orderNumber=wm-1');
    expect(alert).toMatchObject({
      severity: 'high',
      state: 'active-unacknowledged',
      subject: { type: 'device', id: 'T-7' },
      vehicleId: 'truck-7',
      orderNumbers: ['WM-1'],
      startTime: at(5),
      measure: { profileId: 'own-cold', limit: { value: 8, forS: 600 }, worst: { value: 9.5 } },
    });
    expect(alert?.endTime).toBeUndefined();
    const vehicles = (
      await station.api<{ items: { vehicleId: string; state: string }[] }>('GET', '/vehicles')
    ).body.items;
    expect(vehicles.find(({ vehicleId }) => vehicleId === 'truck-7')?.state).toBe('alert');
    const order = (await station.api<{ alerts: { alertId: string }[] }>('GET', '/orders/WM-1')).body;
    expect(order.alerts.map(({ alertId }) => alertId)).toEqual([alert?.alertId]);
    const timeline = (await station.api<{ items: { kind: string }[] }>('GET', '/orders/WM-1/timeline')).body
      .items;
    expect(timeline.map(({ kind }) => kind)).toEqual(['scan', 'alert', 'order']);
    const [listed] = (await station.api<{ items: { openAlerts: number }[] }>('GET', '/orders')).body.items;
    expect(listed?.openAlerts).toBe(1);
  });

  it('is acknowledged with words only, and once', async () => {
    const [{ alertId } = { alertId: '' }] = await alerts();
    expect((await act(alertId, 'acknowledge', {})).status).toBe(400);
    expect((await act(alertId, 'acknowledge', { note: '   ' })).status).toBe(400);
    expect(
      (await act(alertId, 'acknowledge', { note: 'calling the driver', who: 'somebody else' })).status,
    ).toBe(400);
    const done = await act(alertId, 'acknowledge', { note: 'calling the driver' });
    expect(done.body).toMatchObject({
      state: 'active-acknowledged',
      acknowledged: { who: expect.any(String) },
      notes: [expect.anything(), { action: 'acknowledge', text: 'calling the driver' }],
    });
    expect((await act(alertId, 'acknowledge', { note: 'again' })).status).toBe(409);
    expect((await act('alert-999', 'comment', { note: 'x' })).status).toBe(404);
  });

  it('keeps alert and acknowledgement when the station is killed, and goes on where it was', async () => {
    const [before] = await alerts('?kind=temperature-excursion');
    await client.endAsync(true);
    await station.kill9();
    await start();
    expect(await alerts('?kind=temperature-excursion')).toEqual([before]);
    // In the hysteresis band nothing changes.
    await publish('T-7', 20, 7.8);
    await publish('T-7', 21, 12);
    await until(
      'the worst value is known',
      async () => (await alerts('?kind=temperature-excursion'))[0]?.measure?.worst.value === 12,
    );
    for (let index = 22; index < 26; index += 1) await publish('T-7', index, 5);
    await until(
      'it is over',
      async () => (await alerts('?kind=temperature-excursion'))[0]?.endTime !== undefined,
    );
    const [after] = await alerts('?kind=temperature-excursion');
    expect(after).toMatchObject({
      alertId: before?.alertId,
      state: 'normal',
      startTime: at(5),
      endTime: at(22),
      acknowledged: before?.acknowledged,
      amendments: [],
    });
    expect(
      (await station.api<{ items: { state: string }[] }>('GET', '/vehicles')).body.items[0]?.state,
    ).not.toBe('alert');
  });

  it('that was warm earlier as well, as is heard only now, has that told apart from what was told before', async () => {
    await publish('T-7', 4.5, 9.9);
    await until(
      'the start is amended',
      async () => (await alerts('?kind=temperature-excursion'))[0]?.startTime === at(4.5),
    );
    const [alert] = await alerts('?kind=temperature-excursion');
    expect(alert?.amendments).toMatchObject([{ field: 'startTime', from: at(5), to: at(4.5) }]);
  });
});

describe('a scanned code', () => {
  it('that nobody knows can be shelved, assigned, commented and resolved', async () => {
    await client.publishAsync(
      'waymark/v1/LYON/H1/scan',
      JSON.stringify({ time: at(1), codes: ['NOBODY-KNOWS'], bizStep: 'receiving', boot: 'a', seq: 2 }),
      { qos: 1 },
    );
    await until('the alert is there', async () => (await alerts('?kind=unknown-code')).length === 1);
    const [{ alertId } = { alertId: '' }] = await alerts('?subject=parcel:NOBODY-KNOWS');
    const inAnHour = new Date(Date.now() + 60 * minute).toISOString();
    expect((await act(alertId, 'shelve', { note: 'asking the shop', until: at(0) })).status).toBe(400);
    expect((await act(alertId, 'shelve', { note: 'asking the shop', until: inAnHour })).body.state).toBe(
      'shelved',
    );
    expect((await alerts('?state=shelved')).map((row) => row.alertId)).toEqual([alertId]);
    expect((await act(alertId, 'unshelve', {})).body.state).toBe('active-unacknowledged');
    expect((await act(alertId, 'assign', { to: 'Ana' })).body.assignee).toBe('Ana');
    expect((await act(alertId, 'comment', { note: 'a return label' })).body.notes.at(-1)?.text).toBe(
      'a return label',
    );
    expect((await act(alertId, 'resolve', { note: 'relabelled' })).body).toMatchObject({
      state: 'normal',
      resolved: { who: expect.any(String) },
    });
    expect(await alerts('?state=open&kind=unknown-code')).toEqual([]);
  });

  it('is in a list that is read page by page', async () => {
    const first = (await station.api<{ items: AlertRow[]; nextCursor: string }>('GET', '/alerts?limit=1'))
      .body;
    const rest = (
      await station.api<{ items: AlertRow[]; nextCursor?: string }>(
        'GET',
        `/alerts?limit=100&cursor=${first.nextCursor}`,
      )
    ).body;
    expect([...first.items, ...rest.items]).toEqual(await alerts());
    expect((await station.api('GET', '/alerts?colour=red')).status).toBe(400);
  });

  it('may be looked at by a viewer and decided by an operator', async () => {
    const { token } = (await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' })).body;
    const [{ alertId } = { alertId: '' }] = await alerts();
    const call = async (method: string, path: string) =>
      (
        await fetch(`${station.url}/api/v1/alerts${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: '{"note":"x"}' } : {}),
        })
      ).status;
    expect([
      await call('GET', ''),
      await call('GET', `/${alertId}`),
      await call('POST', `/${alertId}/comment`),
    ]).toEqual([200, 200, 403]);
  });
});

describe('waymark evaluate', () => {
  it('compares the alerts of the running station with the truth', async () => {
    const truth = join(dataDir, 'truth.ndjson');
    const line = {
      time: at(15),
      kind: 'temperature-excursion',
      subject: { type: 'device', id: 'T-7' },
      from: at(5),
      to: at(22),
      detail: {},
    };
    writeFileSync(truth, `${JSON.stringify(line)}\n`);
    const entry = join(import.meta.dirname, '../../electron/station/waymark.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      entry,
      'evaluate',
      '--truth',
      truth,
      '--station',
      '--data',
      dataDir,
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      'temperature-excursion': { truth: 1, raised: 1, precision: 1, recall: 1 },
      'unknown-code': { truth: 0, raised: 1, precision: 0, recall: null },
    });
  });
});
