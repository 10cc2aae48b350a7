import { describe, expect, it } from 'vitest';

import { createEngineClient } from '#shared/contract/client.ts';
import type { EngineClient } from '#shared/contract/client.ts';
import type { Connect } from '#shared/contract/connection.ts';
import { protocolVersion } from '#shared/contract/wire.ts';
import type { ServerMessage } from '#shared/contract/wire.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { createSteppedConnection } from '../../support/memory-transport.ts';
import type { SteppedConnection } from '../../support/memory-transport.ts';

const hello: ServerMessage = { type: 'hello', protocol: protocolVersion, build: 'test', role: 'owner' };

interface Attempts {
  readonly clock: FakeClock;
  readonly client: EngineClient;
  /** When each attempt was made, in milliseconds from the start. */
  readonly times: number[];
}

function attempts(connect: Connect): Attempts {
  const clock = createFakeClock();
  const times: number[] = [];
  const counted: Connect = () => {
    times.push(clock.monotonic());
    return connect();
  };
  return { clock, times, client: createEngineClient(counted, { timers: clock, random: () => 1 }) };
}

/** Lets attempts to connect get as far as they can. */
async function turn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function pass({ clock }: Attempts, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.advance(50);
    await turn();
  }
}

/** A connection whose engine has said hello. */
async function greet(connection: SteppedConnection): Promise<void> {
  await turn();
  connection.server.post(hello);
  connection.stepToClient();
}

describe('a client', () => {
  it('waits longer after each failed attempt, up to five seconds', async () => {
    const run = attempts(() => Promise.reject(new Error('Nobody listens there.')));
    await turn();
    await pass(run, 20_000);
    expect(run.times).toEqual([0, 250, 750, 1750, 3750, 7750, 12_750, 17_750]);
    expect(run.client.connection.current()).toMatchObject({
      status: 'offline',
      problem: 'Nobody listens there.',
    });
    run.client.close();
    expect(run.clock.pendingTimers()).toBe(0);
  });

  it('does not hurry back to an engine that closes right after hello, but does to one that was there a while', async () => {
    let connection = createSteppedConnection();
    const run = attempts(() => {
      connection = createSteppedConnection();
      return connection.client;
    });
    const pauses: number[] = [];
    for (const lastedMs of [0, 0, 0, 60_000]) {
      await greet(connection);
      await pass(run, lastedMs);
      const cutAt = run.clock.monotonic();
      connection.cut();
      await pass(run, 2000);
      pauses.push((run.times.at(-1) ?? 0) - cutAt);
    }
    expect(pauses).toEqual([250, 500, 1000, 250]);
    run.client.close();
  });

  it('gives up an attempt that brings no hello in time, and closes what comes later', async () => {
    const late = Promise.withResolvers<SteppedConnection['client']>();
    const run = attempts(() => late.promise);
    await pass(run, 15_000);
    expect(run.client.connection.current()).toMatchObject({
      status: 'offline',
      problem: 'The engine does not answer.',
    });
    run.client.close();
    const { client } = createSteppedConnection();
    let closed = false;
    client.onClose(() => {
      closed = true;
    });
    late.resolve(client);
    await turn();
    expect(closed).toBe(true);
  });

  it('does not talk to what does not say hello first', async () => {
    const connection = createSteppedConnection();
    const run = attempts(() => connection.client);
    await turn();
    connection.server.post({ type: 'result', id: 1, result: 1 });
    connection.stepToClient();
    expect(run.client.connection.current()).toMatchObject({
      status: 'offline',
      problem: 'What answered is not an engine.',
    });
    run.client.close();
  });

  it('keeps requests that are made while it connects for the first time', async () => {
    const connection = createSteppedConnection();
    const run = attempts(() => connection.client);
    const request = run.client.request('sites.list', {});
    await greet(connection);
    const heard: unknown[] = [];
    connection.server.onMessage((message) => heard.push(message));
    connection.stepToServer();
    expect(heard).toEqual([expect.objectContaining({ type: 'request', name: 'sites.list' })]);
    connection.server.post({ type: 'result', id: 1, result: { items: [] } });
    connection.stepToClient();
    expect(await request).toEqual({ items: [] });
    run.client.close();
  });

  it('asks once for a subscription that was refused before the connection was lost', async () => {
    let connection = createSteppedConnection();
    const run = attempts(() => {
      connection = createSteppedConnection();
      return connection.client;
    });
    await greet(connection);
    const heard: unknown[] = [];
    run.client.subscribe('sites.live', {}, () => undefined);
    const error = { code: 'unavailable', message: 'Too many.', retryable: true } as const;
    connection.server.post({ type: 'end', id: 1, error });
    connection.stepToClient();
    connection.cut();
    await pass(run, 300);
    await greet(connection);
    connection.server.onMessage((message) => heard.push(message));
    await pass(run, 5000);
    while (connection.stepToServer());
    expect(heard).toEqual([{ type: 'subscribe', id: 2, name: 'sites.live', params: {} }]);
    run.client.close();
  });

  it('acknowledges a frame even when its listener throws', async () => {
    const connection = createSteppedConnection();
    const run = attempts(() => connection.client);
    await greet(connection);
    run.client.subscribe('sites.live', {}, () => {
      throw new Error('a screen went wrong');
    });
    connection.server.post({ type: 'snapshot', id: 1, seq: 1, rows: [], key: 'siteId' });
    expect(() => connection.stepToClient()).toThrow('a screen went wrong');
    const heard: unknown[] = [];
    connection.server.onMessage((message) => heard.push(message));
    while (connection.stepToServer());
    expect(heard.at(-1)).toEqual({ type: 'ack', id: 1, seq: 1 });
    run.client.close();
  });
});
