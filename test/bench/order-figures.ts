import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startStation, type TestStation } from '../support/station.ts';
import { atMost, quantile, type Figure } from './figures.ts';
import { benchOrder, nameOf, orderNumberOf, phoneOf, postOrders } from './orders.ts';
import { useOf } from './processes.ts';
import { parcelOf } from './mixed-messages.ts';

const csvRows = 100_000;
const lookUps = 500;
const importTargetMs = 5000;

/** Orders in, and looked up. */
export async function measureOrders(orders: number, say: (line: string) => void): Promise<Figure[]> {
  say(`${orders.toLocaleString('en-US')} orders: import, look-up`);
  const station = await startStation();
  try {
    const { importMs, bareMs, cpuS, answersMs } = await importCsv(station);
    const begin = performance.now();
    await postOrders(station, csvRows, orders);
    const postedPerSecond = (orders - csvRows) / ((performance.now() - begin) / 1000);
    const found = await lookUp(station, orders);
    const section = `${orders.toLocaleString('en-US')} orders`;
    const ms = (name: string, value: number, target?: number): Figure => ({
      section,
      name,
      value,
      unit: 'ms',
      ...(target === undefined ? {} : { target: atMost(target) }),
    });
    return [
      ms(
        `import of a CSV file of ${csvRows.toLocaleString('en-US')} rows, all listed`,
        importMs,
        importTargetMs,
      ),
      ms('the same rows into a bare table of SQLite', bareMs),
      { section, name: 'import / bare table', value: importMs / bareMs, unit: 'times' },
      { section, name: 'processor time of the import', value: cpuS, unit: 's' },
      ms('answers of the engine meanwhile, p99', quantile(answersMs, 0.99)),
      ms('answers of the engine meanwhile, longest', Math.max(...answersMs)),
      { section, name: 'posted over HTTP, 500 at once', value: postedPerSecond, unit: 'orders/s' },
      ms('look-up over HTTP, p50', quantile(found, 0.5)),
      ms('look-up over HTTP, p99', quantile(found, 0.99)),
    ];
  } finally {
    await station.stop();
  }
}

interface Imported {
  readonly importMs: number;
  readonly bareMs: number;
  readonly cpuS: number;
  /** How long each answer took that was asked for while the import ran. */
  readonly answersMs: readonly number[];
}

async function importCsv(station: TestStation): Promise<Imported> {
  const columns = [
    'orderNumber',
    'customer.name',
    'customer.phone',
    'shipTo.city',
    'promised.until',
    'parcelId',
  ];
  const lines = Array.from({ length: csvRows }, (_, number) => {
    const { orderNumber, promised, shipTo } = benchOrder(number, Date.now()) as {
      orderNumber: string;
      promised: { until: string };
      shipTo: { city: string };
    };
    const cells = [
      orderNumber,
      nameOf(number),
      phoneOf(number),
      shipTo.city,
      promised.until,
      parcelOf(number),
    ];
    return cells.join(',');
  });
  const bareMs = bareInsert(lines.map((line) => line.split(',')));
  const before = useOf(station.pid);
  const begin = performance.now();
  const answer = await fetch(`${station.url}/api/v1/imports/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${station.token}`, 'content-type': 'text/csv' },
    body: [columns.join(','), ...lines].join('\n'),
  });
  let job = (await answer.json()) as { jobId: string; state: string; orders: number; listed: number };
  const answersMs: number[] = [];
  while (job.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const asked = performance.now();
    job = (await station.api<typeof job>('GET', `/imports/${job.jobId}`)).body;
    answersMs.push(performance.now() - asked);
  }
  if (job.state !== 'done' || job.listed !== csvRows)
    throw new Error(`the import is ${job.state}: ${JSON.stringify(job).slice(0, 300)}`);
  const importMs = performance.now() - begin;
  const after = useOf(station.pid);
  return { importMs, bareMs, cpuS: (after?.cpuS ?? NaN) - (before?.cpuS ?? NaN), answersMs };
}

/** The cells as they are into one table with one key, in one transaction: what no import can be quicker than. */
function bareInsert(rows: readonly (readonly string[])[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bare-'));
  const db = new Database(join(folder, 'bare.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(
      'CREATE TABLE rows (number TEXT PRIMARY KEY, name TEXT, phone TEXT, city TEXT, until TEXT, parcel TEXT)',
    );
    const insert = db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)');
    const begin = performance.now();
    db.transaction(() => {
      for (const cells of rows) insert.run(...cells);
    })();
    return performance.now() - begin;
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What callers say: a number, its beginning, a parcel, a phone's end, a name, a number with a mistake. */
function questionOf(index: number, orders: number): string {
  const number = (index * 7919) % orders;
  const orderNumber = orderNumberOf(number);
  const questions = [
    orderNumber,
    orderNumber.slice(0, -2),
    parcelOf(number),
    phoneOf(number).slice(-8),
    nameOf(number),
    `${orderNumber.slice(0, -1)}X`,
  ];
  return questions[index % questions.length]!;
}

async function lookUp(station: TestStation, orders: number): Promise<number[]> {
  const durations: number[] = [];
  for (let index = 0; index < lookUps; index += 1) {
    const question = encodeURIComponent(questionOf(index, orders));
    const begin = performance.now();
    const { status } = await station.api('GET', `/orders?q=${question}&limit=20`);
    if (status !== 200) throw new Error(`a look-up was answered with ${status}`);
    if (index >= lookUps / 10) durations.push(performance.now() - begin);
  }
  return durations;
}
