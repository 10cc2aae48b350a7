import mqtt from 'mqtt';

import { startStation } from '../support/station.ts';
import { atMost, quantile, type Figure } from './figures.ts';
import { parcelOf } from './mixed-messages.ts';
import { postOrders } from './orders.ts';
import { connectPublisher } from './raw-publisher.ts';
import { startBenchBroker, startLinkedStation } from './stations.ts';

const perSecond = 500;
const scanned = 20_000;
const targetMs = 100;

/** How long a handheld waits for its verdict, with the embedded broker and with one of the user's own. */
export async function measureVerdicts(seconds: number, say: (line: string) => void): Promise<Figure[]> {
  say(`verdicts at ${perSecond} scans a second`);
  const embedded = await startStation();
  const figures: Figure[] = [];
  try {
    await postOrders(embedded, 0, scanned);
    figures.push(...figuresOf('embedded broker', await scan(embedded.brokerUrl, seconds)));
  } finally {
    await embedded.stop();
  }
  const broker = await startBenchBroker();
  const linked = await startLinkedStation(broker);
  try {
    await postOrders(linked, 0, scanned);
    figures.push(...figuresOf('external broker', await scan(broker.url, seconds)));
  } finally {
    await linked.stop();
    await broker.dispose();
  }
  return figures;
}

function figuresOf(name: string, durations: readonly number[]): Figure[] {
  const section = `verdicts at ${perSecond} scans/s`;
  return [
    { section, name: `${name}, p50`, value: quantile(durations, 0.5), unit: 'ms' },
    { section, name: `${name}, p99`, value: quantile(durations, 0.99), unit: 'ms', target: atMost(targetMs) },
  ];
}

/** Scans as handhelds send them; from the publish to the verdict on the handheld's own topic. */
async function scan(brokerUrl: string, seconds: number): Promise<number[]> {
  const port = Number(new URL(brokerUrl).port);
  const sentAt = new Map<number, number>();
  const durations: number[] = [];
  const listener = await mqtt.connectAsync(brokerUrl, { clientId: 'bench-verdicts', clean: true });
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
        codes: [parcelOf(index % scanned)],
      };
      return {
        topic: `waymark/v1/BENCH/HAND-${index % 50}/scan`,
        payload: JSON.stringify({ ...body, bizStep: 'receiving' }),
      };
    },
  });
  await handhelds.run(perSecond * 2, perSecond);
  durations.length = 0;
  await handhelds.run(perSecond * seconds, perSecond);
  const end = performance.now() + 30_000;
  while (sentAt.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  if (sentAt.size > 0) throw new Error(`${sentAt.size} scans were given no verdict`);
  handhelds.close();
  await listener.endAsync();
  return durations;
}
