import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { Aedes } from 'aedes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer, createWebSocketStream } from 'ws';

import type { MqttSessionOptions } from '#engine/ingest/mqtt-session-options.ts';

import { startChild } from '../support/child-process.ts';
import { startEmbedded, temporaryFolder } from '../support/embedded-rig.ts';
import { readJournal } from '../support/journal.ts';
import { hasMosquitto, recommendedSettings, startMosquitto } from '../support/mosquitto.ts';
import type { Mosquitto } from '../support/mosquitto.ts';
import { freePort } from '../support/ports.ts';
import { connectDevice, numbered, publishMany, startSession } from '../support/session-rig.ts';
import type { SessionRig } from '../support/session-rig.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { pause, until } from '../support/until.ts';

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function broker(lines: readonly string[] = recommendedSettings): Promise<Mosquitto> {
  const mosquitto = await startMosquitto(lines);
  cleanups.push(() => mosquitto.dispose());
  return mosquitto;
}

async function proxyTo(port: number): Promise<TcpProxy> {
  const proxy = await startTcpProxy(port);
  cleanups.push(() => proxy.close());
  return proxy;
}

function session(options: Partial<MqttSessionOptions> & Pick<MqttSessionOptions, 'url'>): SessionRig {
  const rig = startSession(options);
  cleanups.push(() => {
    rig.sink.behave('at-once');
    return rig.session.stop();
  });
  return rig;
}

async function device(url: string, options: Parameters<typeof connectDevice>[1] = {}) {
  const client = await connectDevice(url, options);
  cleanups.push(() => client.endAsync(true));
  return client;
}

const ourSession = { clientId: 'waymark-test', clean: false };

async function expectCommitBeforePubrec(url: string, port: number, protocol: '3.1.1' | '5'): Promise<void> {
  const proxy = await proxyTo(port);
  const { session: link, sink, connected } = session({ url: proxy.url });
  await connected();
  expect(link.state().protocol).toBe(protocol);
  await (await device(url)).publishAsync('two/a', 'x', { qos: 2 });
  await until('it has arrived', () => sink.messages.length === 1);
  await pause(100);
  expect(proxy.count('pubrec', 'client')).toBe(0);
  sink.settle();
  await until('the handshake is complete', () => proxy.count('pubcomp', 'client') === 1);
  expect(sink.texts()).toEqual(['x']);
}

/** A broker of MQTT 3.1.1 that answers subscriptions as it is told. */
async function stubborn(answer: (filter: string) => 'granted' | 'refused' | 'hang up'): Promise<string> {
  const aedes = await Aedes.createBroker({
    authorizeSubscribe(client, subscription, done) {
      const how = answer(subscription.topic);
      if (how === 'hang up') client.close();
      else done(null, how === 'granted' ? subscription : null);
    },
  });
  const server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanups.push(
    () =>
      new Promise<void>((resolve) => {
        aedes.close(() => server.close(() => resolve()));
      }),
  );
  return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

describe.skipIf(!hasMosquitto)('acknowledgement', () => {
  it('sends no PUBACK before the commit, and then one per message in the order of arrival', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { sink, connected } = session({ url: proxy.url });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 5);
    await until('all five have arrived', () => sink.messages.length === 5);
    await pause(100);
    expect(proxy.count('puback', 'client')).toBe(0);

    sink.settle();
    await until('all five are acknowledged', () => proxy.count('puback', 'client') === 5);
    const acknowledged = proxy.seen.filter(({ kind, from }) => kind === 'puback' && from === 'client');
    expect(acknowledged.map(({ messageId }) => messageId)).toEqual(
      sink.messages.map(({ messageId }) => messageId),
    );
    expect(sink.texts()).toEqual(numbered(5));
  });

  it('holds the order of acknowledgements when commits finish out of order', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const settled: (() => void)[] = [];
    const ids: (number | undefined)[] = [];
    const { connected } = session({
      url: proxy.url,
      accept: ({ messageId }, settle) => {
        ids.push(messageId);
        settled.push(settle);
      },
    });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 3);
    await until('all three have arrived', () => settled.length === 3);
    settled[2]?.();
    settled[1]?.();
    await pause(100);
    expect(proxy.count('puback', 'client')).toBe(0);
    settled[0]?.();
    await until('all three are acknowledged', () => proxy.count('puback', 'client') === 3);
    const acknowledged = proxy.seen.filter(({ kind, from }) => kind === 'puback' && from === 'client');
    expect(acknowledged.map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('has nothing to acknowledge for QoS 0, and hands on all a message says about itself', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { sink, connected } = session({ url: proxy.url });
    await connected();
    await (await device(mosquitto.url)).publishAsync('t/zero', 'x', { qos: 0 });
    await until('it has arrived', () => sink.messages.length === 1);
    sink.settle();
    await pause(50);
    expect(proxy.count('puback', 'client')).toBe(0);
    expect(sink.messages[0]).toEqual({
      source: 'broker-1',
      topic: 't/zero',
      payload: Buffer.from('x'),
      qos: 0,
      retained: false,
      dup: false,
      queued: true,
      receivedAt: expect.any(Number),
    });
  });

  it('never acknowledges on a new connection what arrived on an old one', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const settled: (() => void)[] = [];
    const dups: boolean[] = [];
    const { session: link, connected } = session({
      url: proxy.url,
      accept: ({ dup }, settle) => {
        dups.push(dup);
        settled.push(settle);
      },
    });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 1);
    await until('it has arrived', () => settled.length === 1);
    proxy.reset();
    await until('it is sent again on the next connection', () => settled.length === 2);
    settled[0]?.();
    await pause(150);
    expect(proxy.count('puback', 'client')).toBe(0);

    settled[1]?.();
    await until('the second copy is acknowledged', () => proxy.count('puback', 'client') === 1);
    expect(dups).toEqual([false, true]);
    expect(link.state().reconnects).toBe(1);
  });

  it('keeps the link up while commits take longer than the keepalive allows silence', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { sink, connected, states } = session({ url: proxy.url, limits: { keepaliveS: 1 } });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 3);
    await until(
      'pings pass while the acknowledgements are withheld',
      () => proxy.count('pingresp', 'broker') >= 3,
    );
    expect(sink.messages).toHaveLength(3);
    expect(states.filter(({ link }) => link === 'offline')).toEqual([]);
  });
});

describe.skipIf(!hasMosquitto)('QoS 2', () => {
  it('is not asked for: such messages come as QoS 1', async () => {
    const mosquitto = await broker();
    const { sink, connected } = session({ url: mosquitto.url });
    await connected();
    await (await device(mosquitto.url)).publishAsync('t/a', 'x', { qos: 2 });
    await until('it has arrived', () => sink.messages.length === 1);
    expect(sink.messages[0]?.qos).toBe(1);
  });

  it('forced on us by a subscription we did not make, is committed before PUBREC', async () => {
    const mosquitto = await broker();
    const properties = { sessionExpiryInterval: 3_600 };
    const stranger = await connectDevice(mosquitto.url, { ...ourSession, protocolVersion: 5, properties });
    await stranger.subscribeAsync('two/#', { qos: 2 });
    await stranger.endAsync();
    await expectCommitBeforePubrec(mosquitto.url, mosquitto.port, '5');
  });

  it('forced on us by a broker of MQTT 3.1.1, is committed before PUBREC', async () => {
    const folder = await temporaryFolder('broker');
    cleanups.push(folder.remove);
    const { url, port, broker: old } = await startEmbedded({ dir: folder.dir, filters: [] });
    cleanups.push(() => old.stop());
    const stranger = await connectDevice(url, ourSession);
    await stranger.subscribeAsync('two/#', { qos: 2 });
    await stranger.endAsync();
    await expectCommitBeforePubrec(url, port, '3.1.1');
  });
});

describe.skipIf(!hasMosquitto)('a consumer in trouble', () => {
  it('that throws is no silent death: the link is cut and every message comes again', async () => {
    const mosquitto = await broker();
    const stored = new Set<string>();
    let failures = 3;
    const { connected, states } = session({
      url: mosquitto.url,
      accept: ({ payload }, settled) => {
        failures -= 1;
        if (failures >= 0) throw new Error('database is locked');
        stored.add(Buffer.from(payload).toString());
        settled();
      },
    });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 50);
    await until('all are stored', () => stored.size === 50);
    expect(states.some(({ problem }) => problem?.includes('could not be taken in'))).toBe(true);
  });

  it('that loses messages is noticed: what it never settled is sent again', async () => {
    const mosquitto = await broker();
    const { sink, connected, states } = session({
      url: mosquitto.url,
      limits: { stallMs: 300, watchEveryMs: 50 },
    });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 30);
    await until('some are sent again', () => sink.messages.some(({ dup }) => dup));
    sink.behave('at-once');
    await until('all are there', () => unique(sink.texts()).length === 30);
    expect(
      states.some(({ link, problem }) => link === 'offline' && problem?.startsWith('Storing has stalled')),
    ).toBe(true);
  });

  it('can ask for everything unsettled again', async () => {
    const mosquitto = await broker();
    const { session: link, sink, connected, states } = session({ url: mosquitto.url });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 10);
    await until('all have arrived', () => sink.messages.length === 10);
    link.redeliver('The disk is full.');
    await until('all have come again', () => sink.messages.length === 20);
    expect(states.some(({ problem }) => problem === 'The disk is full.')).toBe(true);
    expect(sink.messages.slice(10).every(({ dup }) => dup)).toBe(true);
  });

  it('is never given more than the limit, although the broker lets its window grow', async () => {
    const mosquitto = await broker([...recommendedSettings, 'max_inflight_messages 20']);
    const proxy = await proxyTo(mosquitto.port);
    const { sink, connected } = session({ url: proxy.url, limits: { maxUnsettled: 50 } });
    await connected();
    proxy.reset();
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 1_000);
    while (unique(sink.texts()).length < 1_000) {
      sink.settle(7);
      await pause(2);
    }
    expect(sink.mostUnsettled()).toBeLessThanOrEqual(50);
  });

  it('stays in charge during a flood of QoS 0: timers get their turn', async () => {
    const mosquitto = await broker();
    const { sink, connected } = session({ url: mosquitto.url });
    sink.behave('at-once');
    await connected();
    let turns = 0;
    const timer = setInterval(() => {
      turns += sink.messages.length > 0 && sink.messages.length < 20_000 ? 1 : 0;
    }, 1);
    cleanups.push(async () => clearInterval(timer));
    const flooder = await device(mosquitto.url);
    for (let index = 0; index < 20_000; index += 1) flooder.publish('t/flood', 'x', { qos: 0 });
    await until('the flood is through', () => sink.messages.length >= 20_000);
    expect(turns).toBeGreaterThan(5);
  });
});

describe.skipIf(!hasMosquitto)('the session at the broker', () => {
  it('keeps what comes while we are away, and its first message meets a listener', async () => {
    const mosquitto = await broker();
    const first = session({ url: mosquitto.url });
    await first.connected();
    await first.session.stop();
    await publishMany(await device(mosquitto.url), 't/a', 3_000);

    const second = session({ url: mosquitto.url, previous: { filters: ['t/#'] } });
    second.sink.behave('soon');
    await until('all have arrived', () => unique(second.sink.texts()).length === 3_000);
    expect(second.sink.texts()).toEqual(numbered(3_000));
    expect(second.session.state().sessionPresent).toBe(true);
    expect(second.sessionsLost()).toBe(0);
  });

  it('is not subscribed to again while it is known to hold the filters', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { connected, session: link, subscribed } = session({ url: proxy.url });
    await connected();
    expect(proxy.count('subscribe', 'client')).toBe(2);
    proxy.reset();
    await until('the link is back', () => link.state().reconnects === 1);
    await connected();
    await until(
      'the counter of dropped messages is asked for again',
      () => proxy.count('subscribe', 'client') === 3,
    );
    expect(subscribed).toEqual([['t/#'], [], ['t/#']]);
  });

  it('is believed to hold nothing from the start of a connection until that is known', async () => {
    const mosquitto = await broker();
    const { connected, subscribed } = session({ url: mosquitto.url, previous: { filters: ['t/#'] } });
    await connected();
    expect(subscribed).toEqual([[], ['t/#']]);
  });

  it('lost by the broker is told and made anew', async () => {
    const mosquitto = await broker([]);
    const { connected, session: link, sessionsLost, sink } = session({ url: mosquitto.url });
    await connected();
    await mosquitto.stop('SIGTERM');
    await mosquitto.start();
    await until('the link is back', () => link.state().reconnects === 1);
    await connected();
    expect(sessionsLost()).toBe(1);
    await publishMany(await device(mosquitto.url), 't/a', 1);
    await until('messages flow again', () => sink.messages.length === 1);
  });

  it('follows a change of filters, and drops what is no longer wanted', async () => {
    const mosquitto = await broker();
    const {
      connected,
      session: link,
      subscribed,
      sink,
    } = session({ url: mosquitto.url, filters: ['a/#', 'b/#'] });
    await connected();
    link.setFilters(['b/#', 'c/+']);
    await until('the change is known', () => JSON.stringify(subscribed.at(-1)) === '["b/#","c/+"]');
    const sender = await device(mosquitto.url);
    for (const topic of ['a/1', 'b/1', 'c/1']) await sender.publishAsync(topic, topic, { qos: 1 });
    await until('both have arrived', () => sink.messages.length === 2);
    expect(sink.texts()).toEqual(['b/1', 'c/1']);
  });

  it('gives retained copies once, marked, and not again after reconnects or another subscription', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const sender = await device(mosquitto.url);
    for (let index = 0; index < 5; index += 1)
      await sender.publishAsync(`t/${index}`, 'kept', { qos: 1, retain: true });
    const { connected, session: link, sink } = session({ url: proxy.url });
    sink.behave('at-once');
    await connected();
    await until('the stored copies have come', () => sink.messages.length === 5);
    for (const round of [1, 2]) {
      proxy.reset();
      await until('the link is back', () => link.state().reconnects === round);
      await connected();
    }
    const again = session({ url: mosquitto.url, clientId: 'waymark-other', previous: { filters: [] } });
    await again.connected();
    await sender.publishAsync('t/1', 'live', { qos: 1, retain: true });
    await until('the live message has come', () => sink.texts().includes('live'));
    expect(sink.messages.map(({ retained }) => retained)).toEqual([true, true, true, true, true, false]);
  });

  it('re-subscribed over MQTT 5 without knowing what it holds, sends no stored copies again', async () => {
    const mosquitto = await broker();
    const sender = await device(mosquitto.url);
    const first = session({ url: mosquitto.url });
    await first.connected();
    await first.session.stop();
    await sender.publishAsync('t/kept', 'kept', { qos: 1, retain: true });
    const second = session({ url: mosquitto.url });
    second.sink.behave('at-once');
    await second.connected();
    await sender.publishAsync('t/a', 'end', { qos: 1 });
    await until('all have arrived', () => second.sink.texts().includes('end'));
    expect(second.sink.messages.map(({ retained }) => retained)).toEqual([false, false]);
  });

  it('shared by two consoles: says so in one sentence and does not fight', async () => {
    const mosquitto = await broker();
    const ours = session({ url: mosquitto.url });
    await ours.connected();
    // The rival comes back at once, every time, as a program with a fixed short delay does.
    let rivals = 0;
    const peace = new AbortController();
    const fight = (async () => {
      while (!peace.signal.aborted) {
        const rival = await connectDevice(mosquitto.url, { clientId: 'waymark-test', clean: false });
        rivals += 1;
        await new Promise<void>((resolve) => {
          rival.once('close', resolve);
          cleanups.push(async () => {
            peace.abort();
            rival.end(true);
          });
        });
      }
    })();
    cleanups.push(() => fight);
    await until(
      'it is noticed',
      () => ours.session.state().problem?.includes('same client id (waymark-test)') === true,
      60_000,
    );
    const attempts = ours.session.state().reconnects;
    expect(attempts).toBeLessThanOrEqual(5);
    expect(rivals).toBeGreaterThan(0);
  });

  it('that overflowed while we were away is shown, not passed over', async () => {
    const mosquitto = await broker(['max_queued_messages 10', 'sys_interval 1', 'persistence true']);
    const first = session({ url: mosquitto.url });
    await first.connected();
    await until('the counter is known', () => first.dropped.length > 0);
    await first.session.stop();
    await publishMany(await device(mosquitto.url), 't/a', 100);

    const previous = { filters: ['t/#'], dropped: first.dropped.at(-1) ?? 0 };
    const second = session({ url: mosquitto.url, previous });
    second.sink.behave('at-once');
    await until(
      'the loss is shown',
      () => second.session.state().problem?.startsWith('The broker dropped') === true,
    );
    expect(second.dropped.at(-1)).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasMosquitto)('a network and a broker that fail', () => {
  it('a broker that is down at the start is no error: it is tried until it is there', async () => {
    const port = await freePort();
    const { session: link, states } = session({ url: `mqtt://127.0.0.1:${port}` });
    await until('the state says so', () => link.state().link === 'offline');
    expect(link.state()).toMatchObject({
      link: 'offline',
      problem: `Nothing answers at 127.0.0.1:${port}.`,
      reconnects: 0,
    });
    expect(states[0]?.link).toBe('offline');
  });

  it('a black hole is noticed although the link looks up, and everything sent meanwhile arrives', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const {
      session: link,
      sink,
      connected,
      states,
    } = session({
      url: proxy.url,
      limits: { keepaliveS: 1, connectTimeoutMs: 500 },
    });
    sink.behave('soon');
    await connected();
    const sender = await device(mosquitto.url);
    await publishMany(sender, 't/a', 10);
    await until('the first have arrived', () => sink.messages.length === 10);
    proxy.pause();
    await publishMany(sender, 't/a', 50, 10);
    await until('the silence is noticed', () => link.state().link === 'offline');
    proxy.resume();
    await until('all are there', () => unique(sink.texts()).length === 60);
    expect(states.some(({ problem }) => problem?.includes('stopped answering'))).toBe(true);
  });

  it('an event loop blocked for longer than the broker waits loses nothing', async () => {
    const mosquitto = await broker();
    const {
      session: link,
      sink,
      connected,
    } = session({ url: mosquitto.url, limits: { keepaliveS: 1, stallMs: 600_000 } });
    await connected();
    const sender = await device(mosquitto.url);
    await publishMany(sender, 't/a', 20);
    await until('all have arrived', () => sink.messages.length === 20);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000);
    await until('the broker has given us up', () => link.state().reconnects === 1);
    sink.behave('at-once');
    await publishMany(sender, 't/a', 20, 20);
    await until('all are there', () => unique(sink.texts()).length === 40);
    expect(sink.messages.filter(({ dup }) => dup)).toHaveLength(20);
  });

  it('resets in the middle of a stream lose nothing', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { sink, connected, session: link } = session({ url: proxy.url });
    sink.behave('soon');
    await connected();
    const sender = await device(mosquitto.url);
    const sending = publishMany(sender, 't/a', 2_000);
    for (const round of [1, 2, 3]) {
      await pause(60);
      proxy.reset();
      await until(
        'the link is back',
        () => link.state().reconnects >= round && link.state().link === 'connected',
      );
    }
    await sending;
    await until('all are there', () => unique(sink.texts()).length === 2_000);
  });

  it('a broker restarted with the recommended settings loses nothing that it accepted', async () => {
    const mosquitto = await broker();
    const { sink, connected, session: link, sessionsLost } = session({ url: mosquitto.url });
    sink.behave('soon');
    await connected();
    const accepted = new Set<string>();
    const sender = await connectDevice(mosquitto.url, {
      clientId: 'sender',
      clean: false,
      reconnectPeriod: 50,
    });
    cleanups.push(() => sender.endAsync(true));
    const send = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) {
        sender.publish('t/a', `m${index}`, { qos: 1 }, (error) => {
          if (!error) accepted.add(`m${index}`);
        });
      }
    };
    for (const round of [1, 2, 3]) {
      send((round - 1) * 500, round * 500);
      await until('some are accepted', () => accepted.size > (round - 1) * 500 + 100);
      await mosquitto.stop('SIGTERM');
      await mosquitto.start();
      await until('the link is back', () => link.state().reconnects === round);
    }
    await until('all are accepted', () => accepted.size === 1_500);
    await until('all are there', () => unique(sink.texts()).length === 1_500);
    expect(sessionsLost()).toBe(0);
  });

  it('a console killed with SIGKILL again and again misses nothing that the broker accepted', async () => {
    const mosquitto = await broker();
    const folder = await temporaryFolder('killed');
    cleanups.push(folder.remove);
    const journal = join(folder.dir, 'journal');
    const start = () =>
      startChild('mqtt-session-child.ts', [mosquitto.url, journal, join(folder.dir, 'memory.json')]);
    let child = await start();
    cleanups.push(() => child.kill());
    const sender = await device(mosquitto.url);
    const perRound = 800;
    for (const round of [0, 1, 2, 3, 4]) {
      const sending = publishMany(sender, 't/a', perRound, round * perRound);
      await until('some of this round are stored', () =>
        readJournal(journal).includes(`m${round * perRound}`),
      );
      await child.kill();
      child = await start();
      await sending;
    }
    const count = 5 * perRound;
    await until('all are stored', () => unique(readJournal(journal)).length === count);
  });

  it('a message too large to be used arrives and lets the next ones pass', async () => {
    const mosquitto = await broker([]);
    const { sink, connected, session: link } = session({ url: mosquitto.url });
    sink.behave('at-once');
    await connected();
    const sender = await device(mosquitto.url);
    await sender.publishAsync('t/a', Buffer.alloc(200_000), { qos: 1 });
    await sender.publishAsync('t/a', Buffer.alloc(3_000_000), { qos: 1 });
    await sender.publishAsync('t/a', 'small', { qos: 1 });
    await until('the small one has come', () => sink.texts().includes('small'));
    // Beyond 1 MB the broker itself holds it back, as MQTT 5 lets us ask.
    expect(sink.messages.map(({ payload }) => payload.length)).toEqual([200_000, 5]);
    expect(link.state().reconnects).toBe(0);
  });
});

describe('a broker behind WebSocket', () => {
  it('works the same, and a token in its address is not shown', async () => {
    const aedes = await Aedes.createBroker();
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'mqtt' });
    server.on('connection', (socket, request) => {
      expect(request.url).toBe('/mqtt?token=secret');
      aedes.handle(createWebSocketStream(socket));
    });
    await until('it listens', () => server.address() !== null);
    cleanups.push(
      () =>
        new Promise<void>((resolve) => {
          aedes.close(() => server.close(() => resolve()));
        }),
    );
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`;
    const { sink, connected, session: link } = session({ url: `${url}?token=secret` });
    await connected();
    await (await device(`${url}?token=secret`)).publishAsync('t/a', 'x', { qos: 1 });
    await until('it has arrived', () => sink.messages.length === 1);
    expect(link.state()).toMatchObject({ url, link: 'connected', protocol: '3.1.1' });
  });
});

describe('a subscription', () => {
  it('refused is shown; the others work', async () => {
    const url = await stubborn((filter) => (filter === 'secret/#' ? 'refused' : 'granted'));
    const { session: link, subscribed, connected, sink } = session({ url, filters: ['secret/#', 't/#'] });
    await connected();
    expect(subscribed.at(-1)).toEqual(['t/#']);
    expect(link.state()).toMatchObject({
      link: 'connected',
      problem: 'The broker refuses our subscription to secret/#.',
    });
    await (await device(url)).publishAsync('t/a', 'x', { qos: 1 });
    await until('it has arrived', () => sink.messages.length === 1);
  });

  it('to the counter of dropped messages that makes the broker hang up is not tried again', async () => {
    const url = await stubborn((filter) => (filter.startsWith('$SYS') ? 'hang up' : 'granted'));
    const { session: link, connected } = session({ url });
    await until('the link is back', () => link.state().reconnects === 1);
    await connected();
    await pause(200);
    expect(link.state()).toMatchObject({ link: 'connected', reconnects: 1 });
  });

  it('with a filter that is none is refused at once', () => {
    expect(() => startSession({ url: 'mqtt://127.0.0.1:1', filters: ['a/#/b'] })).toThrow(
      "'a/#/b' is not an MQTT topic filter.",
    );
  });
});

describe.skipIf(!hasMosquitto || !hasOpenssl)('TLS', () => {
  it('is refused where the certificate is not trusted, and used where its authority is given', async () => {
    const folder = await temporaryFolder('tls');
    cleanups.push(folder.remove);
    const [cert, key] = [join(folder.dir, 'cert.pem'), join(folder.dir, 'key.pem')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', [...request, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const mosquitto = await broker([`certfile ${cert}`, `keyfile ${key}`]);
    const url = `mqtts://localhost:${mosquitto.port}`;
    const wary = session({ url });
    await until('it is refused', () => wary.session.state().link === 'offline');
    expect(wary.session.state().problem).toBe(
      `The certificate of localhost:${mosquitto.port} is self-signed and not trusted.`,
    );
    const trusting = session({ url, clientId: 'waymark-trusting', ca: readFileSync(cert, 'utf8') });
    await trusting.connected();
  });
});

describe.skipIf(!hasMosquitto)('publishing', () => {
  it('waits for the link and arrives in order; without one QoS 0 is refused', async () => {
    const mosquitto = await broker();
    const got: string[] = [];
    const listener = await device(mosquitto.url);
    listener.on('message', (_topic, payload) => got.push(payload.toString()));
    await listener.subscribeAsync('out/#', { qos: 1 });
    const { session: link } = session({ url: mosquitto.url });
    const early = [1, 2, 3].map((index) => link.publish('out/a', `v${index}`, { qos: 1, retain: false }));
    await expect(link.publish('out/a', 'lost', { qos: 0, retain: false })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await Promise.all(early);
    await link.publish('out/b', new Uint8Array([118, 52]), { qos: 0, retain: false });
    await until('all have come', () => got.length === 4);
    expect(got).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  it('sends again over the next link what the broken one left unanswered', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const got: string[] = [];
    const listener = await device(mosquitto.url);
    listener.on('message', (_topic, payload) => got.push(payload.toString()));
    await listener.subscribeAsync('out/#', { qos: 1 });
    const { session: link, connected } = session({ url: proxy.url });
    await connected();
    proxy.pause();
    const promised = link.publish('out/a', 'verdict', { qos: 1, retain: false });
    proxy.resume();
    await promised;
    await until('it has come', () => got.length > 0);
    expect(unique(got)).toEqual(['verdict']);
  });

  it('still open when the session stops is rejected, not forgotten', async () => {
    const { session: link } = session({ url: `mqtt://127.0.0.1:${await freePort()}` });
    const promised = link.publish('out/a', 'x', { qos: 1, retain: true });
    const refused = expect(promised).rejects.toMatchObject({ code: 'unavailable' });
    await link.stop();
    await refused;
  });
});

describe.skipIf(!hasMosquitto)('stopping', () => {
  it('waits for what was taken in to be committed, acknowledges it and says goodbye', async () => {
    const mosquitto = await broker();
    const proxy = await proxyTo(mosquitto.port);
    const { session: link, sink, connected } = session({ url: proxy.url });
    await connected();
    await publishMany(await device(mosquitto.url), 't/a', 3);
    await until('all have arrived', () => sink.messages.length === 3);
    const stopped = link.stop();
    await pause(50);
    sink.settle();
    await stopped;
    await until('the goodbye has passed', () => proxy.count('disconnect', 'client') === 1);
    expect(proxy.count('puback', 'client')).toBe(3);
    expect(link.state().link).toBe('offline');
  });

  it('works in every state, and twice', async () => {
    const down = session({ url: `mqtt://127.0.0.1:${await freePort()}` });
    await Promise.all([down.session.stop(), down.session.stop()]);
    const up = session({ url: (await broker()).url });
    await up.connected();
    await Promise.all([up.session.stop(), up.session.stop()]);
    expect([down.session.state().link, up.session.state().link]).toEqual(['offline', 'offline']);
  });
});

describe.skipIf(!hasMosquitto)('credentials', () => {
  const secret = 'Tr0ub4dor&3';
  let mosquitto: Mosquitto;

  beforeEach(async () => {
    mosquitto = await broker(['allow_anonymous false']);
  });

  it('refused are shown in plain words and tried slowly; the password is nowhere', async () => {
    const url = `mqtt://console:${encodeURIComponent(secret)}@127.0.0.1:${mosquitto.port}`;
    const { session: link, logged, states } = session({ url });
    await until('the refusal is shown', () => link.state().link === 'offline');
    const state = link.state();
    expect(state.url).toBe(mosquitto.url);
    expect(state.problem).toMatch(
      /^The broker does not (accept the user name or password|allow us to connect with these credentials)\.$/,
    );
    expect(JSON.stringify([states, logged, state])).not.toContain('Tr0ub4dor');
  });
});
