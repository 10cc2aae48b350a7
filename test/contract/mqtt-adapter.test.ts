import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import type { MqttClient } from 'mqtt';
import mqttPackage from 'mqtt/package.json' with { type: 'json' };
import { afterEach, describe, expect, it } from 'vitest';

import { createClient, interceptPublishes, Pubacks, type Incoming } from '#engine/ingest/mqtt-adapter.ts';

import { createWireReader } from '../support/mqtt-wire.ts';
import type { WirePacket } from '../support/mqtt-wire.ts';
import { pause, until } from '../support/until.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** The broker's side by hand: greets each connection and notes what comes. */
async function barebones(version: 4 | 5) {
  const seen: WirePacket[] = [];
  let socket: Socket | undefined;
  const server = createServer((connection) => {
    socket = connection;
    const read = createWireReader();
    connection.on('error', () => connection.destroy());
    connection.on('data', (chunk) => {
      for (const packet of read(chunk)) {
        seen.push(packet);
        if (packet.kind === 'connect')
          connection.write(Buffer.from(version === 5 ? [0x20, 3, 1, 0, 0] : [0x20, 2, 1, 0]));
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanups.push(async () => {
    socket?.destroy();
    server.close();
  });
  return {
    seen,
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: (kind: WirePacket['kind']) => seen.filter((packet) => packet.kind === kind).length,
    send: (qos: 1 | 2, ...ids: number[]) => {
      const properties = version === 5 ? [0] : [];
      const packets = ids.map((id) => [
        0x30 | (qos << 1),
        5 + properties.length,
        0,
        1,
        97,
        0,
        id,
        ...properties,
      ]);
      socket?.write(Buffer.from(packets.flat()));
    },
    pubrel: (id: number) => socket?.write(Buffer.from([0x62, 2, 0, id])),
    drop: () => socket?.destroy(),
  };
}

async function clientOf(
  url: string,
  version: 4 | 5,
): Promise<{
  client: MqttClient;
  taken: { packet: Incoming; release: () => void }[];
  errors: Error[];
}> {
  const taken: { packet: Incoming; release: () => void }[] = [];
  const errors: Error[] = [];
  const client = createClient(url, { protocolVersion: version, clientId: 'c', clean: false });
  interceptPublishes(client, {
    take: (packet, release) => void taken.push({ packet, release }),
    onHeard() {},
    maxPacketBytes: 1_000,
  });
  client.on('error', (error) => errors.push(error));
  cleanups.push(() => client.endAsync(true));
  client.connect();
  await until('it is connected', () => client.connected);
  return { client, taken, errors };
}

it('the adapter was written for this version of mqtt.js; read its notes before changing either', () => {
  expect(mqttPackage.version).toBe('5.16.0');
});

describe.each([4, 5] as const)('what the adapter relies on in mqtt.js, protocol version %i', (version) => {
  it('a released QoS 1 message is not acknowledged, raises nothing, and the next one follows', async () => {
    const broker = await barebones(version);
    const { taken, errors } = await clientOf(broker.url, version);
    broker.send(1, 1, 2, 3);
    await until('the first has come', () => taken.length === 1);
    taken[0]?.release();
    await until('the second has come', () => taken.length === 2);
    taken[1]?.release();
    await until('the third has come', () => taken.length === 3);
    await pause(50);
    expect([broker.count('puback'), errors]).toEqual([0, []]);
  });

  it('our own PUBACK leaves as it should', async () => {
    const broker = await barebones(version);
    const { client, taken } = await clientOf(broker.url, version);
    broker.send(1, 9);
    await until('it has come', () => taken.length === 1);
    taken[0]?.release();
    new Pubacks(client).send(9);
    await until('it is acknowledged', () => broker.count('puback') === 1);
    expect(broker.seen.at(-1)).toEqual({ kind: 'puback', messageId: 9 });
  });

  it('a PUBACK after the link has ended is not kept for the next one', async () => {
    const broker = await barebones(version);
    const { client, taken } = await clientOf(broker.url, version);
    broker.send(1, 9);
    await until('it has come', () => taken.length === 1);
    broker.drop();
    await until('the link is down', () => !client.connected);
    new Pubacks(client).send(9);
    client.reconnect();
    await until('it is connected again', () => client.connected && broker.count('connect') === 2);
    await pause(50);
    expect(broker.count('puback')).toBe(0);
  });

  it('a QoS 2 message is answered with PUBREC on release, and taken only once', async () => {
    const broker = await barebones(version);
    const { taken } = await clientOf(broker.url, version);
    broker.send(2, 5);
    await until('it has come', () => taken.length === 1);
    await pause(50);
    expect(broker.count('pubrec')).toBe(0);
    taken[0]?.release();
    await until('PUBREC is sent', () => broker.count('pubrec') === 1);
    broker.pubrel(5);
    await until('PUBCOMP is sent', () => broker.count('pubcomp') === 1);
    expect(taken).toHaveLength(1);
  });

  it('messages after one of QoS 2 come as before, in order', async () => {
    const broker = await barebones(version);
    const { client, taken } = await clientOf(broker.url, version);
    broker.send(1, 1, 2);
    broker.send(2, 3);
    broker.send(1, 4);
    for (let count = 1; count <= 4; count += 1) {
      await until(`message ${count} has come`, () => taken.length === count);
      taken[count - 1]?.release();
    }
    expect(taken.map(({ packet }) => [packet.messageId, packet.qos])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
    new Pubacks(client).send(4);
    await until('our PUBACK still leaves', () => broker.count('puback') === 1);
  });

  it('it does not reconnect by itself', async () => {
    const broker = await barebones(version);
    const { client } = await clientOf(broker.url, version);
    broker.drop();
    await until('the link is down', () => !client.connected);
    await pause(1_300);
    expect(broker.count('connect')).toBe(1);
  });
});
