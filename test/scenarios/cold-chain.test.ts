import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type {
  AlertRow,
  CalibrationRow,
  ExcursionRecord,
  LoggerImportResult,
  MktFigures,
  SensorLanesResult,
  SeriesResult,
} from '#shared/contract/types.ts';

import { fixturesFolder, hasFixtures } from '../support/fixtures.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

const minute = 60_000;
const hour = 60 * minute;
const begin = Math.floor((Date.now() - 26 * hour) / minute) * minute;
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const at = (minutes: number): string => iso(begin + minutes * minute);

let dataDir: string;
let station: TestStation;
let client: MqttClient;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'waymark-cold-'));
  station = await startStation(['--data', dataDir]);
  client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'truck', clean: true });
});

afterAll(async () => {
  await client.endAsync(true);
  await station.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function alertsOf(deviceId: string): Promise<AlertRow[]> {
  const { body } = await station.api<{ items: AlertRow[] }>('GET', `/alerts?subject=${deviceId}`);
  return body.items.filter(({ kind }) => !kind.endsWith('silent'));
}

/** A back-fill batch: what a truck kept while it had no link. */
async function publish(deviceId: string, values: readonly number[], fromMinute: number, everyMin: number) {
  const batch = values.map((temperatureC, index) => ({
    time: at(fromMinute + index * everyMin),
    temperatureC,
  }));
  for (let from = 0; from < batch.length; from += 400)
    await client.publishAsync(
      `waymark/v1/LYON/${deviceId}/reading`,
      JSON.stringify(batch.slice(from, from + 400)),
      { qos: 1 },
    );
}

const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

describe('an excursion of two hours that is delivered three hours late', () => {
  it('opens, closes, lists its orders and parcels, and shows that it was amended', async () => {
    await station.api('PUT', '/devices/T-1', {
      deviceId: 'T-1',
      expectedEveryS: 300,
      channels: { '': { temperatureProfileId: 'cold-2-8' } },
    });
    await station.api('PUT', '/associations/a1', {
      deviceId: 'T-1',
      subject: { type: 'vehicle', id: 'truck-1' },
      from: at(-60),
    });
    const sscc = '106141412345678908';
    await station.api('POST', '/orders', { orderNumber: 'WM-1', items: [], parcels: [{ parcelId: sscc }] });
    await client.publishAsync(
      'waymark/v1/LYON/H1/scan',
      JSON.stringify({
        time: at(-10),
        codes: [`(00)${sscc}`],
        bizStep: 'loading',
        vehicleId: 'truck-1',
        boot: 'a',
        seq: 1,
      }),
      { qos: 1 },
    );
    await publish('T-1', many(13, 5), 0, 5);
    await publish('T-1', many(13, 5), 360, 5);
    await until('its readings are there', async () => (await alertsOf('T-1')).length === 0);
    await publish('T-1', [...many(12, 5), ...many(24, 9.5), ...many(22, 5)], 65, 5);
    await until('it is known', async () =>
      (await alertsOf('T-1')).some(({ kind }) => kind === 'temperature-excursion'),
    );
    const [alert] = (await alertsOf('T-1')).filter(({ kind }) => kind === 'temperature-excursion');
    expect(alert).toMatchObject({ startTime: at(125), endTime: at(245), orderNumbers: ['WM-1'] });
    expect(alert!.notes[0]!.text).toMatch(/^Known /);
    await publish('T-1', many(3, 9.9), 246, 1);
    await until('it is amended', async () =>
      (await alertsOf('T-1')).some(({ amendments }) => amendments.length > 0),
    );
    const { body } = await station.api<ExcursionRecord>('GET', `/alerts/${alert!.alertId}/excursion`);
    expect(body).toMatchObject({
      profileId: 'cold-2-8',
      startTime: at(125),
      firstAlarmTime: at(135),
      affected: [{ orderNumber: 'WM-1', parcels: [{ parcelId: sscc, sscc }] }],
      decidable: true,
    });
    expect(body.degreeMinutes).toBeGreaterThan(150);
    expect(body.mktOfTrip?.maxC).toBe(9.9);
  });

  it('keeps the limit and the profile’s version it was judged by when the profile is edited', async () => {
    const [before] = (await alertsOf('T-1')).filter(({ kind }) => kind === 'temperature-excursion');
    const limit = {
      side: 'above',
      value: 12,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'single',
      severity: 'low',
    };
    await station.api('PUT', '/temperature-profiles/cold-2-8', {
      id: 'cold-2-8',
      name: 'Other',
      limits: [limit],
    });
    const after = (await alertsOf('T-1')).find(({ alertId }) => alertId === before!.alertId);
    expect(after?.measure?.limit.value).toBe(8);
    expect(after?.measure?.profileVersion).toBe(before?.measure?.profileVersion);
  });
});

describe('mean kinetic temperature', () => {
  it('is given for a day, and refused with the reason for a month that is not covered', async () => {
    await publish('T-2', [...many(88, 5), ...many(9, 15)], 120, 15);
    await until('it is there', async () => (await station.api('GET', '/devices/T-2/mkt')).status === 200);
    const window = `from=${at(120)}&to=${at(120 + 24 * 60)}`;
    const get = async (query: string) =>
      (await station.api<Record<'window' | 'day' | 'month', MktFigures>>('GET', `/devices/T-2/mkt${query}`))
        .body;
    await until('all of it', async () => (await get(`?${window}`)).window.readings === 96);
    expect((await get(`?${window}`)).window.mktC).toBeCloseTo(6.4623, 3);
    expect((await get('')).month).toMatchObject({ refusal: 'too-little-coverage' });
  });
});

describe('the calibration register', () => {
  const put = async (id: string, body: object) =>
    await station.api<CalibrationRow>('PUT', `/calibrations/${id}`, {
      calibrationId: id,
      deviceId: 'T-3',
      ...body,
    });

  it('corrects readings from the day it applies, keeps what was said, and tells what cannot be decided', async () => {
    const limit = {
      side: 'above',
      value: 8,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'single',
      severity: 'high',
    };
    await station.api('PUT', '/temperature-profiles/plain', { id: 'plain', name: 'Plain', limits: [limit] });
    await station.api('PUT', '/devices/T-3', {
      deviceId: 'T-3',
      channels: { '': { temperatureProfileId: 'plain' } },
    });
    await publish('T-3', [7.8, 7.8, 7.8, 7.8, 7], 0, 5);
    await put('c-1', { offset: 0.4, uncertainty: 0.5, validFrom: at(8), dueTime: at(600) });
    await until('the excursion is seen', async () =>
      (await alertsOf('T-3')).some(({ kind }) => kind === 'temperature-excursion'),
    );
    const [alert] = (await alertsOf('T-3')).filter(({ kind }) => kind === 'temperature-excursion');
    expect(alert).toMatchObject({
      startTime: at(10),
      endTime: at(20),
      measure: { worst: { value: 8.2 }, calibration: { decidable: false } },
    });
    expect(alert?.message).toContain('cannot be decided');
    const { body } = await station.api<{ items: { value: number }[] }>(
      'GET',
      '/devices/T-3/observations?kind=reading',
    );
    expect(body.items.map(({ value }) => value)).toEqual([7, 7.8, 7.8, 7.8, 7.8]);
  });

  it('raises an alert when the due date has passed, until another calibration follows', async () => {
    const expired = async () => (await alertsOf('T-3')).filter(({ kind }) => kind === 'calibration-expired');
    await until('it is due', async () => (await expired()).length === 1);
    expect((await expired())[0]).toMatchObject({ startTime: at(600), state: 'active-unacknowledged' });
    await put('c-2', { offset: 0.4, validFrom: at(700), dueTime: iso(Date.now() + 100 * hour) });
    await until('it is over', async () => (await expired())[0]?.endTime === at(700));
    const { body } = await station.api<{ items: CalibrationRow[] }>('GET', '/calibrations?deviceId=T-3');
    expect(body.items.map(({ calibrationId, state }) => [calibrationId, state])).toEqual([
      ['c-2', 'current'],
      ['c-1', 'past'],
    ]);
  });
});

describe('limits tried on what a sensor recorded', () => {
  it('say which spans would have alarmed, and keep nothing', async () => {
    const base = { side: 'above', value: 8, inclusive: false, quantity: 'Temperature', severity: 'high' };
    const { body } = await station.api<{ readings: number; spans: { limit: number; startTime: string }[] }>(
      'POST',
      '/temperature-profiles/preview',
      {
        deviceId: 'T-1',
        from: at(0),
        to: at(430),
        limits: [
          { ...base, mode: 'consecutive', forS: 3600 },
          { ...base, mode: 'cumulative', forS: 36_000 },
          { ...base, mode: 'rate', value: 4, windowS: 600 },
        ],
      },
    );
    expect(body.spans.map(({ limit, startTime }) => [limit, startTime])).toEqual([
      [0, at(125)],
      [2, at(125)],
      [2, at(246)],
    ]);
  });
});

describe.runIf(hasFixtures)('logger files', () => {
  const send = async (name: string, query = '') => {
    const response = await fetch(`${station.url}/api/v1/imports/logger${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${station.token}`, 'content-type': 'text/plain' },
      body: readFileSync(path.join(fixturesFolder, 'loggers', 'berlinger', name), 'utf8'),
    });
    return { status: response.status, body: (await response.json()) as LoggerImportResult };
  };

  it('become readings once, with what the logger worked out beside ours', async () => {
    const first = await send('RCPJ00010_02_202211090128.txt', '?deviceId=Q-1&timeZone=Europe/Zurich');
    expect(first).toMatchObject({
      status: 200,
      body: { holds: 'readings', stored: 124, duplicates: 0, own: { mktC: 10.5 } },
    });
    expect(first.body.comparison.every(({ agrees }) => agrees)).toBe(true);
    expect(
      (await send('RCPJ00010_02_202211090128.txt', '?deviceId=Q-1&timeZone=Europe/Zurich')).body,
    ).toMatchObject({ stored: 0, duplicates: 124 });
    const { body } = await station.api<{ count: number }>(
      'GET',
      '/readings?deviceId=Q-1&from=2022-11-08T00:00:00Z&to=2022-11-10T00:00:00Z',
    );
    expect(body.count).toBe(124);
  });

  it('with daily figures only are kept as the logger’s own results and marked so', async () => {
    const { body } = await send('130400191544_202304201514.txt');
    expect(body).toMatchObject({
      holds: 'daily-figures',
      samples: 0,
      stored: 0,
      deviceId: '130400191544',
      comparison: [],
    });
    expect(body.own.days).toHaveLength(4);
    const list = await station.api<{ items: LoggerImportResult[] }>('GET', '/imports/logger');
    expect(list.body.items).toHaveLength(2);
  });
});

describe('the chart of a sensor', () => {
  it('gives values as calibrated, with what the sensor said beside, and the extremes of both', async () => {
    await publish('T-CAL', [...many(60, 5), ...many(60, 6)], 0, 1);
    await until('they are there', async () => (await seriesOf('T-CAL')).count === 120);
    await station.api('PUT', '/calibrations/cal-a', {
      calibrationId: 'cal-a',
      deviceId: 'T-CAL',
      offset: 0.4,
      validFrom: at(-600),
    });
    await station.api('PUT', '/calibrations/cal-b', {
      calibrationId: 'cal-b',
      deviceId: 'T-CAL',
      offset: -0.25,
      uncertainty: 0.1,
      validFrom: at(90),
    });
    const extremes = ({ points }: SeriesResult) => ({
      min: Math.min(...points.map(({ min }) => min)),
      max: Math.max(...points.map(({ max }) => max)),
    });
    const every = await seriesOf('T-CAL');
    const summed = await seriesOf('T-CAL', '&points=10');
    const said = await seriesOf('T-CAL', '&points=10&values=raw');
    expect([extremes(every), extremes(summed), extremes(said)]).toEqual([
      { min: 5.4, max: 6.4 },
      { min: 5.4, max: 6.4 },
      { min: 5, max: 6 },
    ]);
    expect(every.points.at(-1)?.mean).toBe(5.75);
    expect(summed.spanMs).toBe(780_000);
    expect(every.calibrations).toEqual([
      { calibrationId: 'cal-a', from: at(-600), offset: 0.4 },
      { calibrationId: 'cal-b', from: at(90), offset: -0.25, uncertainty: 0.1 },
    ]);
  });

  it('has door, vehicle, places and scans on the same time axis', async () => {
    await station.api('PUT', '/sites/DEPOT-1', {
      siteId: 'DEPOT-1',
      name: 'Depot',
      kind: 'depot',
      lat: 45.75,
      lon: 4.85,
      radiusM: 300,
    });
    for (const deviceId of ['T-LANE', 'GPS-LANE', 'DOOR-LANE'])
      await station.api('PUT', `/associations/${deviceId}`, {
        deviceId,
        subject: { type: 'vehicle', id: 'truck-9' },
        from: at(0),
        to: at(120),
      });
    const send = async (deviceId: string, kind: string, payload: object) =>
      await client.publishAsync(`waymark/v1/LYON/${deviceId}/${kind}`, JSON.stringify(payload), { qos: 1 });
    for (const [minutes, lon] of [
      [5, 4.85],
      [20, 4.851],
      [40, 4.9],
      [60, 5],
    ] as const)
      await send('GPS-LANE', 'position', { time: at(minutes), lat: 45.75, lon });
    await send('DOOR-LANE', 'reading', { time: at(10), doorOpen: true });
    await send('DOOR-LANE', 'reading', { time: at(16), doorOpen: false });
    await send('H9', 'scan', {
      time: at(12),
      codes: ['WM-9'],
      bizStep: 'loading',
      vehicleId: 'truck-9',
      boot: 'b',
      seq: 1,
    });
    await publish('T-LANE', many(24, 5), 0, 5);
    const lanes = async () =>
      (
        await station.api<SensorLanesResult>(
          'GET',
          `/readings/lanes?deviceId=T-LANE&from=${at(-30)}&to=${at(150)}`,
        )
      ).body;
    await until('the scan is there', async () => ((await lanes()).scans ?? []).length === 1);
    expect(await lanes()).toEqual({
      door: [{ from: at(10), to: at(16) }],
      on: [{ from: at(0), to: at(120), subject: { type: 'vehicle', id: 'truck-9' } }],
      places: [
        { siteId: 'DEPOT-1', from: at(5), to: at(40) },
        { from: at(40), to: at(60) },
      ],
      scans: [
        {
          scanId: expect.any(String) as string,
          time: at(12),
          bizStep: 'loading',
          siteId: 'LYON',
          codes: ['WM-9'],
          count: 1,
        },
      ],
    });
  });
});

async function seriesOf(deviceId: string, more = ''): Promise<SeriesResult> {
  const range = `from=${at(-10)}&to=${at(120)}`;
  return (await station.api<SeriesResult>('GET', `/readings?deviceId=${deviceId}&${range}${more}`)).body;
}
