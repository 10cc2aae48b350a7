import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { brokerTestHandlers } from '#engine/handlers/broker-test.ts';

import { hasMosquitto, type Mosquitto, startMosquitto } from '../support/mosquitto.ts';
import { freePort } from '../support/ports.ts';

const test = brokerTestHandlers({ clock: systemClock, brokerUrl: () => 'mqtt://127.0.0.1:1' })['broker.test'];

describe.runIf(hasMosquitto)('trying an external broker', () => {
  let open: Mosquitto;
  let closed: Mosquitto;

  beforeAll(async () => {
    open = await startMosquitto();
    closed = await startMosquitto(['allow_anonymous false']);
  });
  afterAll(async () => {
    await open.dispose();
    await closed.dispose();
  });

  it('says that it works, with the protocol it speaks', async () => {
    expect(await test({ url: open.url })).toMatchObject({ ok: true, protocol: '5', url: open.url });
  });

  it('says why it is not let in, and shows no password', async () => {
    const verdict = await test({ url: closed.url.replace('//', '//console:wrong@') });
    expect(verdict).toEqual({
      ok: false,
      url: closed.url,
      problem: 'The broker does not allow us to connect with these credentials.',
    });
  });
});

describe('trying what is no broker', () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => {
    server.close();
  });

  it('says that nothing answers', async () => {
    const free = await freePort();
    expect(await test({ url: `mqtt://127.0.0.1:${free}` })).toMatchObject({
      ok: false,
      problem: `Nothing answers at 127.0.0.1:${free}.`,
    });
  });

  it('says that it hung up', async () => {
    expect(await test({ url: `mqtt://127.0.0.1:${port}` })).toMatchObject({
      ok: false,
      problem: `127.0.0.1:${port} hung up without an answer.`,
    });
  });
});
