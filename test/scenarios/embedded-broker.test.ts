import { readdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';

import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import type { EmbeddedBrokerOptions } from '#engine/ingest/embedded-broker-options.ts';
import { dayMs } from '#shared/domain/time.ts';

import { startChild } from '../support/child-process.ts';
import { startEmbedded, temporaryFolder } from '../support/embedded-rig.ts';
import type { EmbeddedRig } from '../support/embedded-rig.ts';
import { readJournal } from '../support/journal.ts';
import { freePort } from '../support/ports.ts';
import { connectDevice, numbered, publishMany, startSession } from '../support/session-rig.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { pause, until } from '../support/until.ts';

const cleanups: (() => Promise<unknown>)[] = [];
let dir = '';

beforeEach(async () => {
  const folder = await temporaryFolder('broker');
  ({ dir } = folder);
  cleanups.push(folder.remove);
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function embedded(options: Partial<EmbeddedBrokerOptions> = {}): Promise<EmbeddedRig> {
  const rig = await startEmbedded({ dir, ...options });
  cleanups.push(() => {
    rig.sink.behave('at-once');
    return rig.broker.stop();
  });
  return rig;
}

async function device(...given: Parameters<typeof connectDevice>): Promise<MqttClient> {
  const client = await connectDevice(...given);
  cleanups.push(() => client.endAsync(true));
  return client;
}

/** A client that keeps what it receives. */
async function listener(url: string, options: Parameters<typeof connectDevice>[1] = {}, filter = '#') {
  const got: { topic: string; text: string; retain: boolean }[] = [];
  const client = await device(url, options, (topic, payload, { retain }) => {
    got.push({ topic, text: payload.toString(), retain });
  });
  await client.subscribeAsync(filter, { qos: 1 });
  return { client, got };
}

const lasting = { clientId: 'lasting', clean: false };

/** A CONNECT of MQTT 3.1.1, by hand. */
function connectPacket(clientId: string, keepaliveS = 60): Buffer {
  const id = Buffer.from(clientId);
  const body = Buffer.concat([
    Buffer.from([
      0,
      4,
      77,
      81,
      84,
      84,
      4,
      2,
      keepaliveS >> 8,
      keepaliveS & 255,
      id.length >> 8,
      id.length & 255,
    ]),
    id,
  ]);
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Buffer.concat([Buffer.from([0x10, ...length]), body]);
}

/** A raw connection that notes when it is closed. */
function raw(port: number): { socket: Socket; closed: () => boolean } {
  const socket = connect(port, '127.0.0.1');
  let closed = false;
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    closed = true;
  });
  socket.resume();
  cleanups.push(async () => socket.destroy());
  return { socket, closed: () => closed };
}

/** A port somebody else listens on. */
async function occupied(): Promise<number> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  cleanups.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  );
  return port;
}

describe('a device is answered', () => {
  it('only after the commit, although aedes by itself answers first, and in the order of arrival', async () => {
    const { url, port, sink } = await embedded();
    const proxy = await startTcpProxy(port);
    cleanups.push(() => proxy.close());
    const sender = await device(proxy.url);
    const sent = [1, 2, 3].map((index) => sender.publishAsync('t/a', `m${index}`, { qos: 1 }));
    await until('all three have arrived', () => sink.messages.length === 3);
    await pause(100);
    expect(proxy.count('puback', 'broker')).toBe(0);
    sink.settle(2);
    await until('two are acknowledged', () => proxy.count('puback', 'broker') === 2);
    sink.settle();
    await Promise.all(sent);
    const acknowledged = proxy.seen.filter(({ kind, from }) => kind === 'puback' && from === 'broker');
    expect(acknowledged.map(({ messageId }) => messageId)).toEqual(
      sink.messages.map(({ messageId }) => messageId),
    );
    expect(url).toBe(`mqtt://127.0.0.1:${port}`);
  });

  it('in order when commits finish out of order, and when a message between them is not ours to store', async () => {
    const settled: (() => void)[] = [];
    const { port } = await embedded({ accept: (_message, settle) => settled.push(settle) });
    const proxy = await startTcpProxy(port);
    cleanups.push(() => proxy.close());
    const sender = await device(proxy.url);
    const sent = ['t/a', 'other/b', 't/c'].map((topic) => sender.publishAsync(topic, 'x', { qos: 1 }));
    await until('both of ours have arrived', () => settled.length === 2);
    settled[1]?.();
    await pause(100);
    expect(proxy.count('puback', 'broker')).toBe(0);
    settled[0]?.();
    await Promise.all(sent);
    const ids = (kind: 'publish' | 'puback'): unknown[] =>
      proxy.seen.filter((packet) => packet.kind === kind).map(({ messageId }) => messageId);
    expect(ids('puback')).toEqual(ids('publish'));
  });

  it('with PUBREC after the commit for QoS 2', async () => {
    const { port, sink } = await embedded();
    const proxy = await startTcpProxy(port);
    cleanups.push(() => proxy.close());
    const sent = (await device(proxy.url)).publishAsync('t/a', 'x', { qos: 2 });
    await until('it has arrived', () => sink.messages.length === 1);
    await pause(100);
    expect(proxy.count('pubrec', 'broker')).toBe(0);
    sink.settle();
    await sent;
    expect(sink.texts()).toEqual(['x']);
  });

  it('for QoS 0 with nothing', async () => {
    const { url, sink } = await embedded();
    await (await device(url)).publishAsync('t/a', 'x', { qos: 0 });
    await until('it has arrived', () => sink.messages.length === 1);
    sink.settle();
    expect(sink.messages[0]).not.toHaveProperty('messageId');
  });

  it('by being cut off when its messages are not settled, so that it sends them again', async () => {
    const { url, sink, states } = await embedded({ limits: { stallMs: 300, watchEveryMs: 50 } });
    const sender = await device(url, { clientId: 'truck-7', clean: false, reconnectPeriod: 20 });
    const sent = sender.publishAsync('t/a', 'x', { qos: 1 });
    await until('it has come again', () => sink.messages.length === 2);
    sink.behave('at-once');
    await sent;
    expect(sink.messages[1]?.messageId).toBe(sink.messages[0]?.messageId);
    expect(states.some(({ problem }) => problem?.startsWith('Storing has stalled'))).toBe(true);
    await until('the problem has passed', () => states.at(-1)?.problem === undefined);
  });

  it('by being cut off when the consumer says it will not settle, or throws', async () => {
    let trouble = true;
    const texts: string[] = [];
    const { url, broker } = await embedded({
      accept: ({ payload }, settled) => {
        texts.push(Buffer.from(payload).toString());
        if (texts.length === 1) throw new Error('database is locked');
        if (!trouble) settled();
      },
    });
    const sender = await device(url, { clientId: 'truck-7', clean: false, reconnectPeriod: 20 });
    const sent = sender.publishAsync('t/a', 'x', { qos: 1 });
    await until('it has come again after the exception', () => texts.length === 2);
    trouble = false;
    broker.redeliver('The disk is full.');
    await sent;
    expect(texts).toEqual(['x', 'x', 'x']);
  });

  it('by being sent away while too much is unsettled, without growing the pile', async () => {
    const { url, sink, states } = await embedded({ limits: { maxUnsettled: 20 } });
    const sender = await device(url, { clientId: 'truck-7', clean: false, reconnectPeriod: 20 });
    const sent = publishMany(sender, 't/a', 100);
    await until('it is sent away', () =>
      states.some(({ problem }) => problem?.startsWith('Storing is behind') === true),
    );
    expect(sink.unsettled()).toBeLessThanOrEqual(20);
    sink.behave('soon');
    await sent;
    expect(new Set(sink.texts())).toEqual(new Set(numbered(100)));
  });
});

describe('what is taken in', () => {
  it('says who sent it; a message to be kept is live, and the next subscriber gets the copy', async () => {
    const { url, sink } = await embedded();
    sink.behave('at-once');
    const sender = await device(url, { clientId: 'scanner-3' });
    await sender.publishAsync('t/a', 'kept', { qos: 1, retain: true });
    expect(sink.messages[0]).toEqual({
      source: 'embedded/scanner-3',
      topic: 't/a',
      payload: Buffer.from('kept'),
      qos: 1,
      retained: false,
      dup: false,
      messageId: expect.any(Number),
      direct: true,
      receivedAt: expect.any(Number),
    });
    const { got } = await listener(url);
    await until('the copy has come', () => got.length === 1);
    expect(got[0]).toEqual({ topic: 't/a', text: 'kept', retain: true });
    expect(sink.messages).toHaveLength(1);
  });

  it('is only what the filters name, and follows their change; the rest passes through', async () => {
    const { url, sink, broker } = await embedded();
    sink.behave('at-once');
    const { got } = await listener(url);
    const sender = await device(url);
    for (const topic of ['t/1', 'u/1']) await sender.publishAsync(topic, topic, { qos: 1 });
    broker.setFilters(['u/#']);
    for (const topic of ['t/2', 'u/2']) await sender.publishAsync(topic, topic, { qos: 1 });
    await until('all have passed', () => got.length === 4);
    expect(sink.texts()).toEqual(['t/1', 'u/2']);
  });

  it('is handed to other subscribers once it is committed, even when its sender has left by then', async () => {
    const { url, sink, broker } = await embedded();
    const { got } = await listener(url);
    const sender = await device(url);
    sender.publish('t/a', 'one', { qos: 1 });
    sender.publish('t/a', 'zero', { qos: 0 });
    await until('both have arrived', () => sink.messages.length === 2);
    await sender.endAsync(true);
    await until('the sender is gone', () => broker.clients() === 1);
    expect(got).toEqual([]);
    sink.settle();
    await until('both are handed on', () => got.length === 2);
    expect(got.map(({ text }) => text).toSorted()).toEqual(['one', 'zero']);
  });

  it('reaches every subscriber although messages overtake each other inside the broker, and each only once', async () => {
    const { url, sink, broker } = await embedded();
    sink.behave('at-once');
    const { client, got } = await listener(url);
    await client.subscribeAsync(['t/+', 'out/#'], { qos: 1 });
    const senders = await Promise.all([1, 2, 3].map(() => device(url)));
    const sent: Promise<unknown>[] = [];
    for (let index = 0; index < 100; index += 1) {
      for (const [which, sender] of senders.entries()) {
        const retain = index % 3 === which;
        sent.push(sender.publishAsync('t/a', `${which}-${index}`, { qos: index % 2 === 0 ? 1 : 0, retain }));
      }
      sent.push(
        broker.publish('out/a', `out-${index}`, { qos: index % 2 === 0 ? 0 : 1, retain: index % 5 === 0 }),
      );
    }
    await Promise.all(sent);
    await until('all have come', () => got.length >= 400);
    expect(new Set(got.map(({ text }) => text)).size).toBe(400);
    expect(got).toHaveLength(400);
  });

  it('includes the last will of a device that is gone, but not because we stop', async () => {
    const { url, sink, broker } = await embedded();
    sink.behave('at-once');
    const will = {
      topic: 't/status',
      payload: Buffer.from('{"online":false}'),
      qos: 1 as const,
      retain: false,
    };
    const first = await device(url, { clientId: 'first', will });
    await device(url, { clientId: 'second', will });
    first.stream.destroy();
    await until('the will has been carried out', () => sink.messages.length === 1);
    expect(sink.messages[0]?.source).toBe('embedded/first');
    await broker.stop();
    expect(sink.messages).toHaveLength(1);
  });

  it('never includes what Waymark itself publishes, which reaches those who are away too', async () => {
    const { url, sink, broker } = await embedded();
    const away = await listener(url, lasting);
    await away.client.endAsync();
    await until('it is away', () => broker.clients() === 0);
    await broker.publish('t/verdict', 'v1', { qos: 1, retain: false });
    await broker.publish('t/state', 'v2', { qos: 1, retain: true });
    const back = await listener(url, lasting);
    await until('both have come', () => back.got.filter(({ retain }) => !retain).length === 2);
    expect(back.got.filter(({ retain }) => !retain).map(({ text }) => text)).toEqual(['v1', 'v2']);
    expect(sink.messages).toEqual([]);
  });
});

describe('killed with SIGKILL', () => {
  it('keeps queue, session and retained messages, in order over several lives', async () => {
    const port = String(await freePort());
    const url = `mqtt://127.0.0.1:${port}`;
    const start = () => startChild('embedded-broker-child.ts', [dir, join(dir, 'journal'), port]);
    let child = await start();
    cleanups.push(() => child.kill());
    const away = await listener(url, lasting);
    await away.client.endAsync();
    for (const life of [0, 1]) {
      const sender = await connectDevice(url);
      await publishMany(sender, 't/a', 300, life * 300);
      if (life === 0) await sender.publishAsync('t/kept', 'kept', { qos: 1, retain: true });
      await child.kill();
      await sender.endAsync(true);
      child = await start();
    }
    const back = await listener(url, lasting, 't/kept');
    await until('all have come', () => back.got.length >= 602);
    const queued = back.got.filter(({ topic }) => topic === 't/a').map(({ text }) => text);
    expect(queued).toEqual(numbered(600));
    expect(back.got.filter(({ retain }) => retain).map(({ text }) => text)).toEqual(['kept']);
  });

  it('again and again: nothing that was acknowledged to a device is missing from the disk', async () => {
    const port = String(await freePort());
    const journal = join(dir, 'journal');
    const start = () => startChild('embedded-broker-child.ts', [dir, journal, port]);
    let child = await start();
    cleanups.push(() => child.kill());
    const acknowledged: string[] = [];
    const sender = await device(`mqtt://127.0.0.1:${port}`, {
      clientId: 'truck-7',
      clean: false,
      reconnectPeriod: 20,
    });
    for (let index = 0; index < 2_000; index += 1) {
      sender.publish('t/a', `m${index}`, { qos: 1 }, (error) => {
        if (!error) acknowledged.push(`m${index}`);
      });
    }
    for (const share of [200, 700, 1_200]) {
      await until('some are acknowledged', () => acknowledged.length >= share);
      await child.kill();
      const stored = new Set(readJournal(journal));
      expect(acknowledged.filter((text) => !stored.has(text))).toEqual([]);
      child = await start();
    }
    await until('all are acknowledged', () => acknowledged.length === 2_000);
    expect(new Set(readJournal(journal))).toEqual(new Set(numbered(2_000)));
  });
});

describe('abuse', () => {
  it('a huge packet is refused at its header, counted and shown; others do not notice', async () => {
    const { port, url, refused, broker, sink, states } = await embedded();
    sink.behave('at-once');
    const good = await device(url);
    const { socket, closed } = raw(port);
    socket.write(connectPacket('rogue'));
    await until('it is in', () => broker.clients() === 2);
    // A PUBLISH of 256 MB, of which only the header is sent.
    socket.write(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]));
    await until('it is cut off', closed);
    expect(refused).toEqual([{ reason: 'packet-too-large', clientId: 'rogue' }]);
    expect(broker.refusals()).toEqual({ 'packet-too-large': 1 });
    expect(states.at(-1)?.problem).toBe(
      'The client rogue sent a message larger than 64 KB and was disconnected.',
    );
    await good.publishAsync('t/a', Buffer.alloc(64 * 1024), { qos: 1 });
    expect(sink.messages).toHaveLength(1);
    expect(sink.messages[0]?.payload).toHaveLength(64 * 1024);
  });

  it('a length that is none, and bytes that are not MQTT, end the connection', async () => {
    const { port, refused, broker } = await embedded();
    const bad = raw(port);
    bad.socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x01]));
    const browser = raw(port);
    browser.socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until('both are cut off', () => bad.closed() && browser.closed());
    expect(refused.map(({ reason }) => reason)).toEqual(['not-mqtt', 'not-mqtt']);
    expect(broker.clients()).toBe(0);
  });

  it('a client of another version of MQTT is told so, and so are we', async () => {
    const { url, refused, broker } = await embedded();
    await expect(connectDevice(url, { protocolVersion: 5 })).rejects.toMatchObject({ code: 1 });
    await until('it is noted', () => refused.length === 1);
    expect(refused).toEqual([{ reason: 'version' }]);
    expect(broker.state().problem).toContain('speaks another version of MQTT');
  });

  it('nobody but the broker publishes on $SYS', async () => {
    const { url, refused, sink } = await embedded({ filters: ['#', '$SYS/#'] });
    const { got } = await listener(url, {}, '$SYS/fake');
    const rogue = await device(url, { clientId: 'rogue' });
    rogue.publish('$SYS/fake', 'x', { qos: 1 });
    await until('it is refused', () => refused.length === 1);
    expect(refused[0]).toEqual({ reason: 'system-topic', clientId: 'rogue' });
    expect([got, sink.messages]).toEqual([[], []]);
  });

  it('names of object properties are client ids and topics like any other', async () => {
    const { url, sink } = await embedded({ filters: ['__proto__/#'] });
    sink.behave('at-once');
    const odd = await device(url, { clientId: '__proto__' });
    await odd.publishAsync('__proto__/constructor', 'x', { qos: 1, retain: true });
    expect(sink.messages[0]).toMatchObject({ source: 'embedded/__proto__', topic: '__proto__/constructor' });
  });

  it('an endless client id is refused with its CONNACK', async () => {
    const { url, refused } = await embedded();
    await expect(connectDevice(url, { clientId: 'x'.repeat(300) })).rejects.toMatchObject({ code: 2 });
    expect(refused).toEqual([{ reason: 'client-id' }]);
  });

  it('too many connections, and too fast ones, are turned away in sight', async () => {
    const many = await embedded({ limits: { maxClients: 2 } });
    await device(many.url);
    await device(many.url);
    const third = raw(many.port);
    await until('the third is turned away', third.closed);
    expect(many.refused).toEqual([{ reason: 'too-many-clients' }]);

    const second = await temporaryFolder('broker');
    cleanups.unshift(second.remove);
    const fast = await embedded({ dir: second.dir, limits: { connectionBurst: 2, connectionsPerSecond: 0 } });
    await device(fast.url);
    await device(fast.url);
    const next = raw(fast.port);
    await until('the third is turned away', next.closed);
    expect(fast.refused).toEqual([{ reason: 'connection-rate' }]);
  });

  it('a client that never says hello, or promises no life, does not stay for ever', async () => {
    const { port, broker } = await embedded({ limits: { connectTimeoutMs: 200, maxKeepaliveS: 1 } });
    const mute = raw(port);
    const lifeless = raw(port);
    lifeless.socket.write(connectPacket('lifeless', 0));
    await until('it is in', () => broker.clients() === 1);
    await until('both are gone', () => mute.closed() && lifeless.closed());
  });

  it('a topic of too many levels hurts only its sender', async () => {
    const { url, sink } = await embedded({ filters: ['#'] });
    sink.behave('at-once');
    const rogue = await device(url);
    rogue.publish(Array.from({ length: 150 }, () => 'a').join('/'), 'x', { qos: 1 });
    await until('it is cut off', () => !rogue.connected);
    const good = await device(url);
    await good.publishAsync('t/a', 'x', { qos: 1 });
    expect(sink.texts()).toEqual(['x']);
  });
});

describe('its port', () => {
  it('taken: moves to the next free one and says so', async () => {
    const port = await occupied();
    const rig = await embedded({ port, mayMove: true });
    expect(rig.port).toBeGreaterThan(port);
    expect(rig.notice).toBe(`Port ${port} is taken; devices publish to ${rig.port}.`);
    expect(rig.broker.state()).toMatchObject({
      kind: 'embedded',
      link: 'connected',
      url: rig.url,
      protocol: '3.1.1',
    });
  });

  it('taken and asked for by name: refuses in one sentence, and leaves nothing open', async () => {
    const port = await occupied();
    await expect(startEmbedded({ dir, port })).rejects.toMatchObject({
      code: 'unavailable',
      message: `Port ${port} is taken by another program; choose another with --broker-port.`,
    });
    expect((await embedded()).port).toBeGreaterThan(0);
  });
});

describe('its store', () => {
  it('used by another broker is refused in one sentence', async () => {
    await embedded();
    await expect(startEmbedded({ dir })).rejects.toMatchObject({
      code: 'unavailable',
      message: `Another program is using the embedded broker's store in ${dir}.`,
    });
  });

  it('damaged is repaired, and says so', async () => {
    const first = await embedded();
    await first.broker.publish('kept', 'x', { qos: 1, retain: true });
    await first.broker.stop();
    await writeFile(join(dir, 'CURRENT'), 'garbage\n');
    const second = await embedded();
    expect(second.notice).toBe('The store of the embedded broker was damaged and has been repaired.');
    const { got } = await listener(second.url);
    await until('the retained message is there', () => got.length === 1);
  });

  it('damaged beyond repair is put aside, never overwritten, and says so', async () => {
    const inner = join(dir, 'broker');
    const first = await embedded({ dir: inner });
    await first.broker.publish('kept', 'x', { qos: 1, retain: true });
    await first.broker.stop();
    for (const name of await readdir(inner)) {
      if (/^MANIFEST|\.log$|\.ldb$|^CURRENT/.test(name))
        await writeFile(join(inner, name), Buffer.alloc(300, 0xa5));
    }
    const second = await embedded({ dir: inner });
    expect(second.notice).toMatch(/^The store of the embedded broker was damaged/);
    await second.broker.publish('kept', 'y', { qos: 1, retain: true });
  });

  it('forgets a client that stayed away for two weeks, and what waited for it', async () => {
    const first = await embedded();
    const away = await listener(first.url, lasting);
    await away.client.endAsync();
    await until('it is away', () => first.broker.clients() === 0);
    await first.broker.publish('t/a', 'waiting', { qos: 1, retain: false });
    await first.broker.stop();
    const second = await embedded({ clock: { ...systemClock, now: () => Date.now() + 15 * dayMs } });
    await until('its session is forgotten', () => second.logged.some((line) => line.includes('forgotten')));
    const back = await connectDevice(second.url, lasting);
    cleanups.push(() => back.endAsync(true));
    await second.broker.publish('t/a', 'later', { qos: 1, retain: false });
    const got: string[] = [];
    back.on('message', (_topic, payload) => got.push(payload.toString()));
    await back.subscribeAsync('t/a', { qos: 1 });
    await second.broker.publish('t/a', 'now', { qos: 1, retain: false });
    await until('the new one has come', () => got.length > 0);
    expect(got).toEqual(['now']);
  });
});

describe('stopping', () => {
  it('waits for what was taken in, answers its devices, and takes nothing more', async () => {
    const { url, sink, broker } = await embedded();
    const sender = await device(url);
    const first = sender.publishAsync('t/a', 'first', { qos: 1 });
    await until('it has arrived', () => sink.messages.length === 1);
    const stopped = broker.stop();
    sender.publish('t/a', 'second', { qos: 1 });
    await pause(50);
    sink.settle();
    await Promise.all([first, stopped, broker.stop()]);
    expect(sink.texts()).toEqual(['first']);
    expect(broker.state()).toMatchObject({ link: 'offline', clients: 0 });
    await expect(broker.publish('a', 'x', { qos: 1, retain: false })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('leaves no handle behind: the process ends by itself', async () => {
    const child = await startChild('embedded-broker-child.ts', [dir, join(dir, 'journal')]);
    const sender = await connectDevice(`mqtt://127.0.0.1:${String(child.ready)}`);
    await sender.publishAsync('t/a', 'x', { qos: 1 });
    child.ask('stop');
    expect(await child.exited()).toBe(0);
    await sender.endAsync(true);
  });
});

describe('another Waymark as an external broker (MQTT 3.1.1 only)', () => {
  it('is spoken to in 3.1.1 from then on, and its stored copies come once', async () => {
    const { url, port, sink, broker } = await embedded();
    sink.behave('at-once');
    const proxy = await startTcpProxy(port);
    cleanups.push(() => proxy.close());
    await (await device(url)).publishAsync('t/kept', 'kept', { qos: 1, retain: true });
    const rig = startSession({ url: proxy.url });
    cleanups.push(() => rig.session.stop());
    await rig.connected();
    await until('the stored copy has come', () => rig.sink.messages.length === 1);
    rig.sink.settle();
    await until('it is acknowledged', () => proxy.count('puback', 'client') === 1);
    expect(rig.session.state()).toMatchObject({ link: 'connected', protocol: '3.1.1', reconnects: 0 });

    proxy.reset();
    await until('the link is back', () => rig.session.state().reconnects === 1);
    await rig.connected();
    await broker.publish('t/live', 'live', { qos: 1, retain: false });
    await until('the live one has come', () => rig.sink.texts().includes('live'));
    rig.sink.settle();
    expect(rig.sink.texts()).toEqual(['kept', 'live']);
    expect(proxy.count('connect', 'client')).toBe(3);
  });

  it('loses nothing while this console is away, and acknowledgement waits for the commit there too', async () => {
    const { url, port, sink, broker } = await embedded();
    sink.behave('at-once');
    const first = startSession({ url });
    await first.connected();
    await first.session.stop();
    await until('it is away', () => broker.clients() === 0);
    await publishMany(await device(url), 't/a', 300);
    const proxy = await startTcpProxy(port);
    cleanups.push(() => proxy.close());
    const second = startSession({ url: proxy.url, previous: { filters: ['t/#'] } });
    cleanups.push(() => second.session.stop());
    await until('the first have come', () => second.sink.messages.length > 0);
    await pause(100);
    expect(proxy.count('puback', 'client')).toBe(0);
    second.sink.behave('soon');
    await until('all have come', () => new Set(second.sink.texts()).size === 300);
    expect(second.sink.texts()).toEqual(numbered(300));
  });
});
