// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';

import { pageConnect } from '#renderer/data/connect.ts';
import { portLoss, portMessage, portRefusal } from '#shared/contract/bridge.ts';
import type { ClientTransport } from '#shared/contract/wire.ts';

let asked = 0;

beforeEach(() => {
  asked = 0;
  const bridge = { requestPort: () => (asked += 1) };
  Object.defineProperty(window, 'waymark', { value: bridge, configurable: true });
});

/** A message of the window to itself, as only the preload sends them. */
function fromShell(data: unknown, ports: readonly MessagePort[] = []): void {
  window.dispatchEvent(new MessageEvent('message', { data, source: window, ports: [...ports] }));
}

async function connected(): Promise<ClientTransport> {
  const transport = pageConnect(window)();
  fromShell(portMessage, [new MessageChannel().port1]);
  return await transport;
}

describe('the port of the page', () => {
  it('is closed when the shell says that the engine behind it is gone', async () => {
    const transport = await connected();
    let closed = 0;
    transport.onClose(() => (closed += 1));
    fromShell('something else');
    expect(closed).toBe(0);
    fromShell(portLoss);
    fromShell(portLoss);
    expect(closed).toBe(1);
  });

  it('is not closed by what only looks like the shell', async () => {
    const transport = await connected();
    let closed = 0;
    transport.onClose(() => (closed += 1));
    window.dispatchEvent(new MessageEvent('message', { data: portLoss, source: null }));
    expect(closed).toBe(0);
    transport.close();
  });

  it('goes to whoever asked last, when it comes late', async () => {
    const connect = pageConnect(window);
    const settled: string[] = [];
    void (async () => {
      await connect();
      settled.push('first');
    })();
    const second = connect();
    expect(asked).toBe(2);
    fromShell(portMessage, [new MessageChannel().port1]);
    const transport = await second;
    let isClosed = false;
    transport.onClose(() => (isClosed = true));
    await Promise.resolve();
    expect([settled, isClosed]).toEqual([[], false]);
    transport.close();
  });

  it('can be asked for again after a refusal', async () => {
    const connect = pageConnect(window);
    const first = connect();
    fromShell({ type: portRefusal, problem: 'The engine ended.' });
    await expect(first).rejects.toThrow('The engine ended.');
    const second = connect();
    fromShell(portMessage, [new MessageChannel().port1]);
    (await second).close();
  });
});
