import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AlertRow, ExcursionRecord } from '#shared/contract/types.ts';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

const minute = 60_000;
const begin = Math.floor((Date.now() - 8 * 60 * minute) / minute) * minute;
const at = (minutes: number): string =>
  new Date(begin + minutes * minute).toISOString().replace('.000Z', 'Z');
const sscc = '106141412345678908';

let dataDir: string;
let station: TestStation;
let client: MqttClient;
let alert: AlertRow;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'waymark-reports-'));
  station = await startStation(['--data', dataDir]);
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'truck', clean: true });
  await station.api('PUT', '/sites/LYON', {
    siteId: 'LYON',
    name: 'Łódź depot',
    kind: 'depot',
    lat: 45.72,
    lon: 4.95,
    timeZone: 'Europe/Paris',
  });
  await station.api('PUT', '/devices/T-1', {
    deviceId: 'T-1',
    siteId: 'LYON',
    expectedEveryS: 300,
    channels: { '': { temperatureProfileId: 'cold-2-8' } },
  });
  for (const deviceId of ['T-1', 'GPS-1'])
    await station.api('PUT', `/associations/a-${deviceId}`, {
      deviceId,
      subject: { type: 'vehicle', id: 'truck-1' },
      from: at(-60),
    });
  await station.api('POST', '/orders', { orderNumber: 'WM-1', items: [], parcels: [{ parcelId: sscc }] });
  const scan = {
    time: at(-10),
    codes: [`(00)${sscc}`],
    bizStep: 'loading',
    vehicleId: 'truck-1',
    boot: 'a',
    seq: 1,
  };
  await publish('H1', 'scan', scan);
  const drive = Array.from({ length: 60 }, (_, index) => ({
    time: at(index * 5),
    lat: 45.72 + index * 0.004 + 0.01 * Math.sin(index / 6),
    lon: 4.95 + index * 0.006,
  }));
  await publish('GPS-1', 'position', drive);
  const readings = (from: number, values: readonly number[]) =>
    values.map((temperatureC, index) => ({ time: at(from + index * 5), temperatureC }));
  const warm = Array.from({ length: 20 }, (_, index) => 8.2 + 3 * Math.sin((index / 19) * Math.PI));
  await publish(
    'T-1',
    'reading',
    readings(
      0,
      Array.from({ length: 24 }, () => 5.1),
    ),
  );
  await publish(
    'T-1',
    'reading',
    readings(
      120,
      warm.map((value) => Number(value.toFixed(1))),
    ),
  );
  await publish(
    'T-1',
    'reading',
    readings(
      220,
      Array.from({ length: 24 }, () => 4.8),
    ),
  );
  await until('the excursion is over', async () =>
    (await excursions()).some(({ endTime }) => endTime !== undefined),
  );
  await publish('T-1', 'reading', [{ time: at(171), temperatureC: 12.4 }]);
  await until('it is amended', async () =>
    (await excursions()).some(({ amendments }) => amendments.length > 0),
  );
  alert = (await excursions())[0]!;
});

afterAll(async () => {
  await client.endAsync(true);
  await station.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function publish(deviceId: string, kind: string, payload: unknown): Promise<void> {
  await client.publishAsync(`waymark/v1/LYON/${deviceId}/${kind}`, JSON.stringify(payload), { qos: 1 });
}

async function excursions(): Promise<AlertRow[]> {
  const { body } = await station.api<{ items: AlertRow[] }>('GET', '/alerts?kind=temperature-excursion');
  return body.items;
}

async function file(format: string): Promise<{ type: string | null; bytes: Buffer }> {
  const answer = await fetch(`${station.url}/api/v1/alerts/${alert.alertId}/report.${format}`, {
    headers: { authorization: `Bearer ${station.token}` },
  });
  expect(answer.status).toBe(200);
  return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The files a PDF encloses. */
function enclosedIn(pdf: Buffer): Buffer[] {
  const text = pdf.toString('latin1');
  const objects = text.matchAll(/\/Type \/EmbeddedFile[^]*?stream\r?\n([^]*?)\r?\nendstream/g);
  return [...objects].map(([, content]) => inflateSync(Buffer.from(content!, 'latin1')));
}

async function as(token: string, what: string, body: unknown): Promise<{ status: number; body: AlertRow }> {
  const answer = await fetch(`${station.url}/api/v1/alerts/${alert.alertId}/${what}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as AlertRow };
}

async function standingHolds(): Promise<readonly { readonly note: string }[]> {
  const { body } = await station.api<{ items: { note: string }[] }>('GET', '/holds');
  return body.items;
}

interface ReportJson {
  readonly csvSha256: string;
  readonly excursion: ExcursionRecord;
  readonly alert: AlertRow;
  readonly readings: readonly { readonly late: boolean; readonly beyond: boolean }[];
  readonly track: readonly unknown[];
  readonly timeZone: string;
}

describe('the report of an excursion', () => {
  it('is data that is the same at every asking, with a hash for the CSV beside it', async () => {
    const json = await file('json');
    const csv = await file('csv');
    expect(json.type).toContain('application/json');
    expect(csv.type).toContain('text/csv');
    expect((await file('json')).bytes.equals(json.bytes)).toBe(true);
    const report = JSON.parse(json.bytes.toString()) as ReportJson;
    expect(report.csvSha256).toBe(sha256(csv.bytes));
    expect(report.timeZone).toBe('Europe/Paris');
    expect(report.excursion.affected).toEqual([{ orderNumber: 'WM-1', parcels: [{ parcelId: sscc, sscc }] }]);
    expect(report.alert.amendments.length).toBeGreaterThan(0);
    expect(report.track.length).toBeGreaterThan(10);
    const lines = csv.bytes.toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,type,value,uom,rawValue,beyond,fault,recordTime,late');
    expect(lines.length - 1).toBe(report.readings.length);
    expect(lines.filter((line) => line.split(',')[5] === 'true').length).toBe(
      report.readings.filter(({ beyond }) => beyond).length,
    );
  });

  it('is a PDF that is bound to the data by its hashes', async () => {
    const { type, bytes } = await file('pdf');
    expect(type).toBe('application/pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.subarray(-6).toString()).toContain('%%EOF');
    const [json, csv] = [(await file('json')).bytes, (await file('csv')).bytes];
    expect(enclosedIn(bytes).map(sha256).sort()).toEqual([sha256(json), sha256(csv)].sort());
  });

  it('holds the goods, takes the steps in turn, and needs another person under the decision', async () => {
    const mine = station.token;
    const { body } = await station.api<{ token: string }>('POST', '/tokens', { role: 'operator' });
    const early = await as(mine, 'decision', {
      step: 'decision',
      outcome: 'release',
      note: 'fine',
      name: 'Ann',
    });
    expect(early.status).toBe(409);
    const said = { note: 'cage 4, sealed', name: 'Ann Q' };
    expect((await as(mine, 'decision', { step: 'quarantine', hold: true, name: 'Ann Q' })).status).toBe(400);
    expect((await as(mine, 'decision', { step: 'quarantine', hold: true, ...said })).status).toBe(200);
    expect(await standingHolds()).toMatchObject([{ note: `${alert.alertId}: cage 4, sealed` }]);
    await as(mine, 'decision', { ...said, step: 'cause', note: 'door left open' });
    await as(mine, 'decision', { ...said, step: 'action', note: 'driver trained' });
    await as(mine, 'decision', {
      ...said,
      step: 'decision',
      outcome: 'release',
      note: 'within stability data',
    });
    const signature = { note: 'data checked', meaning: 'approved' };
    expect((await as(mine, 'sign', { ...signature, name: 'Bob R' })).status).toBe(409);
    expect((await as(body.token, 'sign', { ...signature, name: ' ann  q' })).status).toBe(409);
    expect((await standingHolds()).length).toBe(1);
    const signed = await as(body.token, 'sign', { ...signature, name: 'Bob R' });
    expect(signed.body.handling).toMatchObject({
      decision: { outcome: 'release', name: 'Ann Q' },
      signature: { name: 'Bob R', meaning: 'approved', text: 'data checked' },
    });
    expect(await standingHolds()).toEqual([]);
    expect((await as(mine, 'decision', { ...said, step: 'cause' })).status).toBe(409);
    const { body: timeline } = await station.api<{ items: { kind: string; text: string }[] }>(
      'GET',
      '/orders/WM-1/timeline',
    );
    expect(timeline.items.filter(({ kind }) => kind === 'decision').map(({ text }) => text)).toEqual([
      'Quarantine. cage 4, sealed (Ann Q)',
      'Cause. door left open (Ann Q)',
      'Action. driver trained (Ann Q)',
      'Decision: release. within stability data (Ann Q)',
      'Decision signed (approved). data checked (Bob R)',
    ]);
    const keep = process.env['WAYMARK_KEEP_REPORT'];
    if (keep !== undefined) writeFileSync(keep, (await file('pdf')).bytes);
  });

  it('counts in the figures of how much alarms ask of people', async () => {
    const { status, body } = await station.api('GET', '/alerts/metrics');
    expect(status).toBe(200);
    expect(body).toMatchObject({ stale: 0, floodShare: 0, chattering: [], peak: { count: body['raised'] } });
    expect(body['raised']).toBeGreaterThan(0);
    expect((await station.api('GET', '/alerts/metrics?from=2026-01-02&to=2026-01-01')).status).toBe(400);
  });

  it('is refused in plain words for an alert about no limit', async () => {
    const answer = await station.api('GET', '/alerts/alert-999999/report.pdf');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ error: { code: 'not-found' } });
  });
});
