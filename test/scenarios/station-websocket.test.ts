import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import type { ServerTransport } from '#shared/contract/wire.ts';

import { wsTransport } from '../../electron/station/ws-transport.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';
import { startStation, type Json, type TestStation } from '../support/station.ts';

/** Collects what a socket says; `next` waits for the next message that was not taken yet. */
function listenTo(socket: WebSocket): { next(): Promise<Json>; readonly closed: Promise<number> } {
  const waiting: ((message: Json) => void)[] = [];
  const messages: Json[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Json;
    const take = waiting.shift();
    if (take === undefined) messages.push(message);
    else take(message);
  });
  return {
    next: async () => messages.shift() ?? (await new Promise<Json>((resolve) => waiting.push(resolve))),
    closed: once(socket, 'close').then(([code]) => code as number),
  };
}

describe('the contract over WebSocket', () => {
  let station: TestStation;
  beforeAll(async () => {
    station = await startStation();
  });
  afterAll(() => station.stop());

  function connect(token = station.token): WebSocket {
    return new WebSocket(`${station.url.replace('http', 'ws')}/engine`, {
      headers: { authorization: `Bearer ${token}` },
    });
  }

  test('greets, answers requests and serves subscriptions', async () => {
    const socket = connect();
    const { next, closed } = listenTo(socket);
    expect(await next()).toMatchObject({ type: 'hello', protocol: 1, role: 'owner' });
    socket.send(JSON.stringify({ type: 'request', id: 1, name: 'sites.list', params: {} }));
    expect(await next()).toEqual({ type: 'result', id: 1, result: { items: [] } });
    socket.send(JSON.stringify({ type: 'subscribe', id: 2, name: 'presence', params: {} }));
    expect(await next()).toMatchObject({
      type: 'snapshot',
      id: 2,
      rows: [{ engineId: 'engine', status: 'ok' }],
    });
    socket.close();
    await closed;
  });

  test.each([
    ['what is no JSON', 'garbage', 1007],
    ['bytes', Buffer.from([1, 2, 3]), 1003],
    ['a message over 1 MB', JSON.stringify({ type: 'request', id: 1, name: 'x'.repeat(1_100_000) }), 1009],
  ])('closes on %s', async (_what, frame, code) => {
    const socket = connect();
    const { next, closed } = listenTo(socket);
    await next();
    socket.send(frame);
    expect(await closed).toBe(code);
  });

  test('closes on JSON that is no message, and nobody else notices', async () => {
    const [bad, good] = [connect(), connect()];
    const [badly, well] = [listenTo(bad), listenTo(good)];
    await Promise.all([badly.next(), well.next()]);
    bad.send(JSON.stringify({ type: 'nonsense', id: -1 }));
    await badly.closed;
    good.send(JSON.stringify({ type: 'request', id: 1, name: 'sites.list', params: {} }));
    expect(await well.next()).toMatchObject({ type: 'result', id: 1 });
    good.close();
    await well.closed;
  });

  test('a viewer may ask but not command', async () => {
    const made = await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' });
    const socket = connect(made.body.token);
    const { next, closed } = listenTo(socket);
    expect(await next()).toMatchObject({ type: 'hello', role: 'viewer' });
    socket.send(JSON.stringify({ type: 'request', id: 1, name: 'vehicles.put', params: { vehicleId: 'v' } }));
    expect(await next()).toMatchObject({ type: 'error', id: 1, error: { code: 'forbidden' } });
    socket.close();
    await closed;
  });

  test('a stopping station says goodbye', async () => {
    const other = await startStation();
    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/engine`, {
      headers: { authorization: `Bearer ${other.token}` },
    });
    const { next, closed } = listenTo(socket);
    await next();
    expect(await other.stop()).toEqual({ code: 0, signal: null });
    expect(await closed).toBe(1001);
  });
});

describe('a WebSocket as a transport', () => {
  let clock: FakeClock;
  let server: Server;
  let client: WebSocket;
  let socket: WebSocket;
  let transport: ServerTransport;
  let allowed: boolean;
  let seen: { closes: number };

  beforeEach(async () => {
    clock = createFakeClock();
    allowed = true;
    const counter = { closes: 0 };
    seen = counter;
    server = createServer();
    const sockets = new WebSocketServer({ server });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    client = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, {
      autoPong: false,
    });
    const [[accepted]] = await Promise.all([once(sockets, 'connection'), once(client, 'open')]);
    socket = accepted as WebSocket;
    transport = wsTransport(socket, { clock, stillAllowed: () => allowed });
    // Not the variable: a socket of an earlier test may close only now.
    transport.onClose(() => (counter.closes += 1));
  });
  afterEach(() => {
    client.terminate();
    socket.terminate();
    server.close();
  });

  test('ends a connection whose other end answers no ping', async () => {
    const closed = once(socket, 'close');
    const pinged = once(client, 'ping');
    clock.advance(15_000);
    await pinged;
    clock.advance(15_000);
    await closed;
    expect({ closes: seen.closes, timers: clock.pendingTimers() }).toEqual({ closes: 1, timers: 0 });
  });

  test('keeps one that answers', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [pinged, ponged] = [once(client, 'ping'), once(socket, 'pong')];
      clock.advance(15_000);
      await pinged;
      client.pong();
      await ponged;
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  test('ends a connection whose token was revoked', async () => {
    const closed = once(client, 'close');
    allowed = false;
    clock.advance(15_000);
    expect((await closed)[0]).toBe(4401);
  });

  test('says nothing more after the end, and says the end once', async () => {
    const closed = once(socket, 'close');
    client.terminate();
    await closed;
    transport.post({ type: 'end', id: 1 });
    transport.close();
    expect(seen.closes).toBe(1);
  });
});
