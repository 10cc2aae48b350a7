import mqtt, { type MqttClient } from 'mqtt';

import type { Sent } from './history-checker.ts';

/** Publishes native messages of all kinds from several devices and keeps its own log of what the broker took. */
export interface FleetPublisher {
  readonly sent: readonly Sent[];
  /** Sends `count` messages at `perSecond`, QoS 1, and waits until the broker has acknowledged all of them. */
  run(count: number, perSecond: number): Promise<void>;
  close(): Promise<void>;
}

const devices = 25;
const boot = 'run-1';

export async function connectFleet(brokerUrl: string, startTime: number): Promise<FleetPublisher> {
  const clients: MqttClient[] = [];
  for (let index = 0; index < 5; index += 1) {
    clients.push(
      await mqtt.connectAsync(brokerUrl, { clientId: `fleet-${index}`, clean: true, protocolVersion: 5 }),
    );
  }
  const sent: Sent[] = [];
  return {
    sent,
    async run(count, perSecond) {
      const acks: Promise<void>[] = [];
      const begin = performance.now();
      for (let done = 0; done < count;) {
        const due = Math.min(count, Math.floor(((performance.now() - begin) / 1000) * perSecond) + 1);
        for (; done < due; done += 1) {
          const message = messageOf(sent.length, startTime);
          sent.push(message);
          acks.push(publish(clients[done % clients.length]!, message));
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await Promise.all(acks);
    },
    async close() {
      await Promise.all(clients.map((client) => client.endAsync()));
    },
  };
}

async function publish(client: MqttClient, message: Sent): Promise<void> {
  await client.publishAsync(message.topic, message.payload, { qos: 1 });
  message.acknowledged = true;
}

function messageOf(index: number, startTime: number): Sent {
  const kind = (['scan', 'position', 'reading'] as const)[index % 3]!;
  const device = `${kind}-${index % devices}`;
  const eventTime = startTime + index;
  const time = new Date(eventTime).toISOString();
  const head = { time, boot, seq: index };
  const content = contentOf(kind, index);
  return {
    id: `${device}/${index}`,
    topic: `waymark/v1/SITE/${device}/${kind}`,
    kind,
    device,
    eventTime,
    boot,
    seq: index,
    values: content.values,
    payload: JSON.stringify({ ...head, ...content.fields }),
    acknowledged: false,
  };
}

function contentOf(kind: Sent['kind'], index: number): { fields: object; values: (number | string)[] } {
  switch (kind) {
    case 'scan': {
      const code = `PARCEL-${index}`;
      return { fields: { codes: [code], bizStep: 'receiving' }, values: [code, 'receiving'] };
    }
    case 'position': {
      const lat = 45 + (index % 1000) / 1000;
      const lon = 4 - (index % 777) / 777;
      return { fields: { lat, lon, speedMps: 0 }, values: [lat, lon] };
    }
    case 'reading': {
      const value = (index % 300) / 10 - 15;
      return { fields: { temperatureC: value }, values: ['Temperature', value, 'CEL'] };
    }
  }
}
