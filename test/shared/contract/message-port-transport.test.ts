import { EventEmitter } from 'node:events';

import { expect, it } from 'vitest';

import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import type { EmitterPort } from '#shared/contract/message-port-transport.ts';

/** Behaves as Electron's MessagePortMain does: an emitter whose messages come wrapped in an event. */
class MainPort extends EventEmitter implements EmitterPort {
  readonly posted: unknown[] = [];
  started = false;
  closed = false;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }

  start(): void {
    this.started = true;
  }

  close(): void {
    this.closed = true;
  }
}

it('carries plain values over a port of the Electron main side', () => {
  const port = new MainPort();
  const transport = messagePortTransport<string, string>(port);
  const heard: string[] = [];
  expect(port.started).toBe(false);
  transport.onMessage((message) => heard.push(message));
  expect(port.started).toBe(true);
  port.emit('message', { data: 'in', ports: [] });
  transport.post('out');
  expect([heard, port.posted]).toEqual([['in'], ['out']]);
});

it.each(['this side', 'the far side'])('says once that %s closed, and is silent from then on', (side) => {
  const port = new MainPort();
  const transport = messagePortTransport<string, string>(port);
  let closes = 0;
  const heard: string[] = [];
  transport.onClose(() => {
    closes += 1;
  });
  transport.onMessage((message) => heard.push(message));
  if (side === 'this side') transport.close();
  else port.emit('close');
  transport.close();
  port.emit('close');
  port.emit('message', { data: 'late' });
  transport.post('late');
  transport.onClose(() => {
    closes += 1;
  });
  expect({ closes, heard, posted: port.posted, closed: port.closed }).toEqual({
    closes: 2,
    heard: [],
    posted: [],
    closed: true,
  });
});
