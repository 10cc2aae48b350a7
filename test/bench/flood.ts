import mqtt, { type MqttClient } from 'mqtt';

import type { TestStation } from '../support/station.ts';
import { startStation } from '../support/station.ts';
import { pause } from '../support/until.ts';
import { atMost, quantile, type Figure } from './figures.ts';
import { parcelOf } from './mixed-messages.ts';
import { postMixedOrders } from './orders.ts';
import { startChild, startPublisher } from './processes.ts';
import { startBenchBroker, startLinkedStation, statsOf } from './stations.ts';

/**
 * As much as one device can send, what is just not limited (1,000 a second is allowed), and what lies between: an
 * external broker gives us one queue, so that the others wait behind whatever of the flood is not yet acknowledged.
 */
const floods = [
  { name: 'sends as fast as it can', perSecond: 0, messages: 150_000 },
  { name: 'sends 10,000 a second', perSecond: 10_000, messages: 50_000 },
  { name: 'sends 950 a second', perSecond: 950, messages: 10_000 },
] as const;
const goodDevices = 10;
const everyMs = 100;
/** The others were there before the flood: a program that has just started is slow by itself. */
const beforeMs = 2_000;
const targetMs = 500;

/**
 * How long good devices wait for the verdict on a scan, which leaves after its commit, while another floods; beside it
 * what a client that keeps nothing and answers at once makes of the same external broker.
 */
export async function measureFlood(say: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const flood of floods) {
    say(`embedded broker: one device ${flood.name}`);
    figures.push(await measureEmbedded(flood));
  }
  for (const flood of floods) {
    say(`external broker: one device ${flood.name}`);
    figures.push(await measureLimit(flood), await measureExternal(flood));
  }
  return figures;
}

type Flood = (typeof floods)[number];

async function measureEmbedded(flood: Flood): Promise<Figure> {
  const station = await startStation();
  try {
    await postMixedOrders(station);
    const measured = await measureWaits(station.brokerUrl, flood);
    return figureOf('embedded', flood.name, { ...measured, limited: await limitedOf(station) });
  } finally {
    await station.stop();
  }
}

async function measureExternal(flood: Flood): Promise<Figure> {
  const broker = await startBenchBroker();
  const station = await startLinkedStation(broker);
  try {
    await postMixedOrders(station);
    const measured = await measureWaits(broker.url, flood);
    return figureOf('external', flood.name, { ...measured, limited: await limitedOf(station) });
  } finally {
    await station.stop();
    await broker.dispose();
  }
}

/** Most of what waits in front of a busy broker waits for the broker. */
async function measureLimit(flood: Flood): Promise<Figure> {
  const broker = await startBenchBroker();
  const port = Number(new URL(broker.url).port);
  const receiver = await startChild('receiver-child.ts', { mode: 'answer', port, folder: '' });
  try {
    const { target: _, ...figure } = figureOf('external', flood.name, await measureWaits(broker.url, flood));
    return { ...figure, name: `limit: mqtt.js that keeps nothing, ${flood.name}` };
  } finally {
    await receiver.end();
    await broker.dispose();
  }
}

interface Waits {
  /** Of each scan, in milliseconds. */
  readonly waits: readonly number[];
  readonly seconds: number;
  readonly limited?: number;
}

async function measureWaits(url: string, flood: Flood): Promise<Waits> {
  const publisher = await startPublisher(Number(new URL(url).port), 1, 'MAD');
  try {
    const good = await connectGood(url);
    const state = { begun: false, over: false };
    const scanning = Promise.all(good.map((device, index) => scanQuietly(device, index, state)));
    await pause(beforeMs);
    state.begun = true;
    const { startTime, endTime } = await publisher.publish(flood.messages, flood.perSecond);
    state.over = true;
    const waits = (await scanning).flat();
    await Promise.all(good.map(({ client }) => client.endAsync(true)));
    return { waits, seconds: (endTime - startTime) / 1000 };
  } finally {
    await publisher.end();
  }
}

interface Good {
  readonly client: MqttClient;
  readonly topic: string;
  readonly answered: Map<number, (verdictAt: number) => void>;
}

async function connectGood(url: string): Promise<Good[]> {
  return await Promise.all(
    Array.from({ length: goodDevices }, async (_, index): Promise<Good> => {
      const topic = `waymark/v1/BENCH/GOOD-${index}`;
      const answered = new Map<number, (verdictAt: number) => void>();
      const client = await mqtt.connectAsync(url, { clientId: `good-${index}` });
      await client.subscribeAsync(`${topic}/verdict`, { qos: 1 });
      client.on('message', (_topic, payload) => {
        const { seq } = JSON.parse(payload.toString()) as { readonly seq: number };
        answered.get(seq)?.(performance.now());
        answered.delete(seq);
      });
      return { client, topic, answered };
    }),
  );
}

/** One scan after the other, whether the one before is answered or not; the wait of each since the flood began, in milliseconds. */
async function scanQuietly(
  { client, topic, answered }: Good,
  index: number,
  state: { readonly begun: boolean; readonly over: boolean },
): Promise<number[]> {
  const waits: Promise<number>[] = [];
  for (let seq = 0; !state.over; seq += 1) {
    const begin = performance.now();
    const wait = new Promise<number>((resolve) => {
      answered.set(seq, (verdictAt) => resolve(verdictAt - begin));
    });
    if (state.begun) waits.push(wait);
    const code = parcelOf(index * 100 + (seq % 100));
    const time = new Date().toISOString();
    client.publish(
      `${topic}/scan`,
      JSON.stringify({ time, boot: 'a', seq, codes: [code], bizStep: 'storing', readPoint: 'DOCK-1' }),
      { qos: 1 },
    );
    await pause(everyMs);
  }
  return await Promise.all(waits);
}

async function limitedOf(station: TestStation): Promise<number> {
  return (await statsOf(station)).ingest.limited;
}

function figureOf(kind: string, name: string, { waits, seconds, limited }: Waits): Figure {
  const ofFlood = limited === undefined ? '' : `; ${limited.toLocaleString('en-US')} of the flood limited`;
  return {
    section: `${kind} broker, flood`,
    name: `one device ${name}: a scan of others to its verdict, p99`,
    value: quantile(waits, 0.99),
    unit: 'ms',
    target: atMost(targetMs),
    note: `p50 ${quantile(waits, 0.5).toFixed(0)} ms, the longest ${Math.max(...waits).toFixed(0)} ms, ${waits.length} scans in ${seconds.toFixed(1)} s${ofFlood}`,
  };
}
