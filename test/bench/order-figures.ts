import mqtt from 'mqtt';

import { startStation, type TestStation } from '../support/station.ts';
import { quantile, type Figure } from './figures.ts';
import { benchOrder, nameOf, orderNumberOf, phoneOf, postOrders } from './orders.ts';
import { connectPublisher } from './raw-publisher.ts';
import { parcelOf } from './mixed-messages.ts';

const csvRows = 100_000;
const lookUps = 500;
const scansPerSecond = 500;

/** Orders in, looked up, and scanned. */
export async function measureOrders(
  orders: number,
  scanSeconds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  say(`${orders.toLocaleString('en-US')} orders: import, look-up, verdicts`);
  const station = await startStation();
  try {
    const { importMs, listedMs } = await importCsv(station);
    const begin = performance.now();
    await postOrders(station, csvRows, orders);
    const postedPerSecond = (orders - csvRows) / ((performance.now() - begin) / 1000);
    const found = await lookUp(station, orders);
    const verdicts = await scan(station, scanSeconds);
    const section = `${orders.toLocaleString('en-US')} orders`;
    const ms = (name: string, value: number, note?: string): Figure => ({
      section,
      name,
      value,
      unit: 'ms',
      ...(note === undefined ? {} : { note }),
    });
    return [
      ms(`import of a CSV file of ${csvRows.toLocaleString('en-US')} rows`, importMs),
      ms('the same, until lists show the last of its orders', listedMs),
      { section, name: 'posted over HTTP, 500 at once', value: postedPerSecond, unit: 'orders/s' },
      ms('look-up over HTTP, p50', quantile(found, 0.5)),
      ms('look-up over HTTP, p99', quantile(found, 0.99)),
      ms(`scan to verdict at ${scansPerSecond} scans/s, p50`, quantile(verdicts, 0.5)),
      ms(`scan to verdict at ${scansPerSecond} scans/s, p99`, quantile(verdicts, 0.99)),
    ];
  } finally {
    await station.stop();
  }
}

async function importCsv(
  station: TestStation,
): Promise<{ readonly importMs: number; readonly listedMs: number }> {
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
  const begin = performance.now();
  const answer = await fetch(`${station.url}/api/v1/imports/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${station.token}`, 'content-type': 'text/csv' },
    body: [columns.join(','), ...lines].join('\n'),
  });
  const job = (await answer.json()) as { jobId: string; state: string; orders: number; listed: number };
  let { state, orders } = job;
  let listed = 0;
  while (state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = (await station.api<typeof job>('GET', `/imports/${job.jobId}`)).body;
    state = now.state;
    orders = now.orders;
    listed = now.listed;
  }
  if (state !== 'done' || orders !== csvRows)
    throw new Error(`the import is ${state}: ${JSON.stringify(job).slice(0, 300)}`);
  const importMs = performance.now() - begin;
  while (listed < csvRows) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    listed = (await station.api<typeof job>('GET', `/imports/${job.jobId}`)).body.listed;
  }
  return { importMs, listedMs: performance.now() - begin };
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

/** Scans as handhelds send them; from the publish to the verdict on the handheld's own topic. */
async function scan(station: TestStation, seconds: number): Promise<number[]> {
  const port = Number(new URL(station.brokerUrl).port);
  const sentAt = new Map<number, number>();
  const durations: number[] = [];
  const listener = await mqtt.connectAsync(station.brokerUrl, { clientId: 'bench-verdicts', clean: true });
  await listener.subscribeAsync('waymark/v1/+/+/verdict', { qos: 0 });
  listener.on('message', (_topic, payload) => {
    const { seq } = JSON.parse(payload.toString()) as { seq: number };
    const at = sentAt.get(seq);
    if (at !== undefined) durations.push(performance.now() - at);
    sentAt.delete(seq);
  });
  const handhelds = await connectPublisher({
    port,
    connections: 20,
    window: 100,
    messageOf(index, now) {
      sentAt.set(index, performance.now());
      const body = {
        time: new Date(now).toISOString(),
        boot: 'bench',
        seq: index,
        codes: [parcelOf(index % csvRows)],
      };
      return {
        topic: `waymark/v1/BENCH/HAND-${index % 50}/scan`,
        payload: JSON.stringify({ ...body, bizStep: 'receiving' }),
      };
    },
  });
  await handhelds.run(scansPerSecond * 2, scansPerSecond);
  durations.length = 0;
  await handhelds.run(scansPerSecond * seconds, scansPerSecond);
  const end = performance.now() + 30_000;
  while (sentAt.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  if (sentAt.size > 0) throw new Error(`${sentAt.size} scans were given no verdict`);
  handhelds.close();
  await listener.endAsync();
  return durations;
}
