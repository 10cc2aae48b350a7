import { expect, it } from 'vitest';

import { connectPublisher } from '../bench/raw-publisher.ts';
import { mixedMessage } from '../bench/mixed-messages.ts';
import { startBenchBroker, startLinkedStation, statsOf } from '../bench/stations.ts';
import { hasMosquitto } from '../support/mosquitto.ts';
import { until } from '../support/until.ts';

const sent = 400;

it.runIf(hasMosquitto)('consoles of one group share the messages of a broker, and lose none', async () => {
  const broker = await startBenchBroker();
  const one = await startLinkedStation(broker, ['--share', 'lyon']);
  const other = await startLinkedStation(broker, [], { WAYMARK_SHARE: 'lyon' });
  const storedBy = async (): Promise<number[]> =>
    (await Promise.all([one, other].map(statsOf))).map(({ ingest }) => ingest.stored);
  const publisher = await connectPublisher({
    port: broker.port,
    connections: 1,
    window: 100,
    messageOf: mixedMessage,
  });
  try {
    await until('both are subscribed', async () => {
      await publisher.run(10, 0);
      return (await storedBy()).every((stored) => stored > 0);
    });
    const before = (await storedBy()).reduce((sum, stored) => sum + stored, 0);
    await publisher.run(sent, 0);
    await until('everything is stored', async () => {
      const stored = await storedBy();
      return stored.reduce((sum, each) => sum + each, 0) >= before + sent;
    });
    const stored = await storedBy();
    expect(stored.every((each) => each > sent / 4)).toBe(true);
  } finally {
    publisher.close();
    await one.stop();
    await other.stop();
    await broker.dispose();
  }
});
