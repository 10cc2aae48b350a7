import { describe, expect, it } from 'vitest';

import { maxRequests } from '#engine/serve.ts';
import { createEngineClient } from '#shared/contract/client.ts';
import { protocolVersion } from '#shared/contract/wire.ts';
import { ContractError, DomainError } from '#shared/result.ts';

import { site, viewer } from '../support/contract-engine.ts';
import { contractHosts } from '../support/contract-hosts.ts';
import { connected, openRaw, openSession, until } from '../support/contract-session.ts';

const never = (): Promise<never> => new Promise(() => undefined);

describe.each(contractHosts)('requests over $name', ({ open }) => {
  it('answers with what the handler gave for the validated parameters', async () => {
    const asked: unknown[] = [];
    const { client } = await openSession(open, {
      handlers: {
        'scans.list': (params, { session, commandId }) => {
          asked.push({ params, actor: session.actor, commandId });
          return { items: [] };
        },
        'sites.put': (params) => params,
      },
    });
    expect(await client.request('scans.list', { siteId: 'S1' })).toEqual({ items: [] });
    expect(asked).toEqual([{ params: { siteId: 'S1', limit: 100 }, actor: 'owner', commandId: undefined }]);
    expect(await client.request('sites.put', site('S1'))).toEqual(site('S1'));
  });

  it.each([
    [
      'a field that is missing',
      { siteId: 'S1', name: 'One', kind: 'depot', lon: 4 },
      'The field "lat" is missing.',
    ],
    ['an unknown field', { ...site('S1'), color: 'red' }, 'Unknown field "color".'],
    [
      'a value out of range',
      { ...site('S1'), lat: 91 },
      'The field "lat" is not valid: too big: expected number to be <=90.',
    ],
    [
      'nothing at all',
      undefined,
      'The request is not valid: invalid input: expected object, received undefined.',
    ],
  ])('names %s in one sentence', async (_, params, message) => {
    const { client } = await openSession(open, { handlers: { 'sites.put': (put) => put } });
    const request = client.request('sites.put', params as ReturnType<typeof site>);
    await expect(request).rejects.toMatchObject({ code: 'invalid-request', message, retryable: false });
  });

  it("gives the engine's own errors as they are", async () => {
    const { client } = await openSession(open, {
      handlers: {
        'sites.put': () => {
          throw new DomainError('conflict', 'Another site has this number.', { siteId: 'S9' });
        },
        'sites.list': async () => {
          throw new DomainError('unavailable', 'The database is being restored.');
        },
      },
    });
    const refused = await client.request('sites.put', site('S1')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ContractError);
    expect(refused).toMatchObject({
      code: 'conflict',
      message: 'Another site has this number.',
      retryable: false,
      details: { siteId: 'S9' },
    });
    await expect(client.request('sites.list', {})).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('hides what went wrong inside and logs it under the id it gives', async () => {
    const { client, engine } = await openSession(open, {
      handlers: {
        'sites.list': () => {
          throw new TypeError('secret table is missing');
        },
      },
    });
    const error = await client.request('sites.list', {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'internal', retryable: false, details: { errorId: 'error-1' } });
    expect(String(error)).not.toContain('secret');
    expect(engine.lines).toEqual([
      {
        level: 'error',
        message: 'internal error',
        fields: expect.objectContaining({
          errorId: 'error-1',
          what: 'sites.list',
          error: 'secret table is missing',
        }),
      },
    ]);
  });

  it('always replies: whatever is thrown, and when a result or the details of an error cannot be carried', async () => {
    const uncarried = { items: [1n, () => 1] };
    const { client } = await openSession(open, {
      checkOutput: false,
      handlers: {
        'sites.list': () => uncarried as never,
        'vehicles.list': () => Promise.reject(undefined),
        'devices.list': () => {
          throw 'no error at all';
        },
        'stats.get': () => {
          throw new DomainError('not-found', 'Nothing here.', uncarried);
        },
      },
    });
    const codes = await Promise.all(
      (['sites.list', 'vehicles.list', 'devices.list', 'stats.get'] as const).map((name) =>
        client
          .request(name, {})
          .catch((error: unknown) => (error instanceof ContractError ? error.code : error)),
      ),
    );
    expect(codes).toEqual(['internal', 'internal', 'internal', 'not-found']);
  });

  it('refuses names that are not in the contract', async () => {
    const { client } = await openSession(open);
    for (const name of ['sites.drop', '__proto__', 'constructor']) {
      await expect(client.request(name as 'sites.list', {})).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('reports a result that is not what the contract says, where results are checked', async () => {
    const { client } = await openSession(open, {
      handlers: { 'sites.list': () => ({ items: [{}] }) as never },
    });
    await expect(client.request('sites.list', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('rejects parameters that cannot be carried', async () => {
    const { client } = await openSession(open);
    await connected(client);
    const params = { deviceId: 1n, kind: () => 1 } as never;
    await expect(client.request('observations.list', params)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('gives up after the time-out and tells the engine', async () => {
    let signal: AbortSignal | undefined;
    const { client, engine } = await openSession(open, {
      handlers: {
        'sites.list': (_, context) => {
          signal = context.signal;
          return never();
        },
      },
    });
    const request = client.request('sites.list', {}, { timeoutMs: 3000 });
    await until(() => expect(signal).toBeDefined());
    engine.clock.advance(2999);
    expect(signal?.aborted).toBe(false);
    engine.clock.advance(1);
    await expect(request).rejects.toMatchObject({ code: 'timeout', retryable: true });
    await until(() => expect(signal?.aborted).toBe(true));
  });

  it('cancels on abort, rejects with its reason and goes on serving', async () => {
    let signal: AbortSignal | undefined;
    const { client, engine, received, settled } = await openSession(open, {
      handlers: {
        'sites.list': (_, context) => {
          signal = context.signal;
          return new Promise((_resolve, reject) => {
            context.signal.addEventListener('abort', () => reject(context.signal.reason));
          });
        },
      },
    });
    const abort = new AbortController();
    const request = client.request('sites.list', {}, { signal: abort.signal });
    await until(() => expect(signal).toBeDefined());
    abort.abort(new Error('the screen was left'));
    await expect(request).rejects.toThrow('the screen was left');
    await until(() => expect(signal?.aborted).toBe(true));
    await settled();
    expect(received).toContainEqual(
      expect.objectContaining({ type: 'error', error: expect.objectContaining({ code: 'unavailable' }) }),
    );
    expect(engine.lines).toEqual([]);
    await expect(client.request('sites.list', {}, { signal: abort.signal })).rejects.toThrow(
      'the screen was left',
    );
  });

  it('rejects everything pending when the connection is lost, and at once while there is none', async () => {
    let calls = 0;
    const { client, host } = await openSession(open, {
      handlers: {
        'sites.list': () => {
          calls += 1;
          return never();
        },
      },
    });
    const pending = [client.request('sites.list', {}), client.request('sites.list', {})];
    const ends = Promise.all(pending.map((request) => request.catch((error: unknown) => error)));
    await until(() => expect(calls).toBe(2));
    host.dropAll();
    const unavailable = expect.objectContaining({ code: 'unavailable', retryable: true });
    expect(await ends).toEqual([unavailable, unavailable]);
    await expect(client.request('sites.list', {})).rejects.toEqual(unavailable);
  });

  it('limits how many requests one connection has under way', async () => {
    const { client } = await openSession(open, {
      handlers: { 'sites.list': never, 'devices.list': () => ({ items: [] }) },
    });
    for (let index = 0; index < maxRequests; index += 1)
      client.request('sites.list', {}).catch(() => undefined);
    await expect(client.request('devices.list', {})).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('lets a viewer look and not touch', async () => {
    let puts = 0;
    const { client } = await openSession(open, {
      session: viewer,
      handlers: {
        'sites.list': () => ({ items: [site('S1')] }),
        'sites.put': (params) => {
          puts += 1;
          return params;
        },
      },
    });
    expect(await client.request('sites.list', {})).toEqual({ items: [site('S1')] });
    await expect(client.request('sites.put', site('S1'))).rejects.toMatchObject({
      code: 'forbidden',
      retryable: false,
    });
    expect(puts).toBe(0);
    expect(client.connection.current()).toMatchObject({ status: 'connected', role: 'viewer', build: 'test' });
  });
});

describe.each(contractHosts)('connections over $name', ({ open }) => {
  it.each([
    ['text', 'garbage'],
    ['null', null],
    ['a list', [1, 2, 3]],
    ['an unknown type', { type: 'shout', id: 1 }],
    ['an id that is no number', { type: 'cancel', id: '1' }],
    ['a name that is no text', { type: 'request', id: 1, name: {}, params: {} }],
    ['an ack of a frame never sent', { type: 'ack', id: 7, seq: 99 }],
  ])('closes on garbage: %s', async (_, value) => {
    const { engine, host } = await openSession(open);
    const raw = await openRaw(host);
    raw.send({ type: 'subscribe', id: 7, name: 'sites.live', params: {} });
    raw.sendAnything(value);
    await until(() => expect(raw.isClosed).toBe(true));
    expect(engine.lines).toEqual([
      expect.objectContaining({ message: 'closed a connection that broke the protocol' }),
    ]);
    expect(engine.watchers()).toBe(0);
  });

  it('closes on a request id that is still in use', async () => {
    const { host } = await openSession(open, { handlers: { 'sites.list': never } });
    const raw = await openRaw(host);
    raw.send({ type: 'request', id: 1, name: 'sites.list', params: {} });
    raw.send({ type: 'request', id: 1, name: 'sites.list', params: {} });
    await until(() => expect(raw.isClosed).toBe(true));
  });

  it('says that a page of another protocol has to be reloaded, and stops trying', async () => {
    let connections = 0;
    const host = await open((transport) => {
      connections += 1;
      transport.post({ type: 'hello', protocol: protocolVersion + 1, build: 'newer', role: 'owner' });
    });
    const client = createEngineClient(() => host.connect());
    const early = client.request('sites.list', {}).catch((error: unknown) => error);
    await until(() => expect(client.connection.current().status).toBe('outdated'));
    const outdated = expect.objectContaining({
      code: 'conflict',
      retryable: false,
      message: expect.stringContaining('reload'),
    });
    expect(await early).toEqual(outdated);
    await expect(client.request('sites.list', {})).rejects.toEqual(outdated);
    expect(client.connection.current().problem).toContain('reload');
    expect(connections).toBe(1);
    client.close();
    await host.stop();
  });

  it('tells since when it is offline and when the engine was last heard, and comes back by itself', async () => {
    const { client, engine, host } = await openSession(open, {
      handlers: { 'sites.list': () => ({ items: [] }) },
    });
    const seen: string[] = [client.connection.current().status];
    client.connection.watch(() => seen.push(client.connection.current().status));
    await connected(client);
    const heardAt = client.connection.lastFrameAt();
    expect(heardAt).toBe(engine.clock.now());
    engine.clock.advance(60_000);
    host.dropAll();
    await until(() => expect(client.connection.current().status).toBe('offline'));
    const state = client.connection.current();
    expect(state).toMatchObject({
      since: engine.clock.now(),
      problem: 'The connection to the engine was lost.',
    });
    expect(client.connection.lastFrameAt()).toBe(heardAt);
    engine.clock.advance(1000);
    await connected(client);
    expect(seen).toEqual(['connecting', 'connected', 'offline', 'connected']);
    expect(await client.request('sites.list', {})).toEqual({ items: [] });
  });

  it('leaves nothing behind when the client closes', async () => {
    const { client, engine } = await openSession(open, { handlers: { 'sites.list': never } });
    await connected(client);
    client.subscribe('sites.live', {}, () => undefined);
    client.subscribe('scans.tail', {}, () => undefined);
    const request = client.request('sites.list', {}).catch((error: unknown) => error);
    await until(() => expect(engine.watchers()).toBe(2));
    engine.sites.set(site('S1'));
    client.close();
    expect(await request).toMatchObject({ code: 'unavailable' });
    await until(() => expect(engine.watchers()).toBe(0));
    await until(() => expect(engine.clock.pendingTimers()).toBe(0));
    expect(client.connection.current().status).toBe('closed');
  });
});
