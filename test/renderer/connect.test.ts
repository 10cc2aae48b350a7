// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { engineUrl, pageConnect } from '#renderer/data/connect.ts';
import { portMessage, portRefusal } from '#shared/contract/bridge.ts';

/** A window whose shell answers `requestPort` with a message of the window to itself. */
function shellWindow(answer: (page: Window) => void): Window {
  const bridge = { requestPort: () => queueMicrotask(() => answer(window)) };
  Object.defineProperty(window, 'waymark', { value: bridge, configurable: true });
  return window;
}

function post(page: Window, data: unknown, ports: readonly MessagePort[] = []): void {
  page.dispatchEvent(new MessageEvent('message', { data, source: page, ports: [...ports] }));
}

describe('the way from the page to its engine', () => {
  it('is a WebSocket beside the page, as safe as the page itself', () => {
    expect(engineUrl({ protocol: 'http:', host: '127.0.0.1:4680' })).toBe('ws://127.0.0.1:4680/engine');
    expect(engineUrl({ protocol: 'https:', host: 'ops.example' })).toBe('wss://ops.example/engine');
  });

  it('is the port the desktop shell hands over, and no other message counts', async () => {
    const { port1, port2 } = new MessageChannel();
    const page = shellWindow((target) => {
      post(target, 'something else', [port2]);
      post(target, portMessage, [port1]);
    });
    const transport = await pageConnect(page)();
    const heard = new Promise((resolve) => {
      port2.addEventListener('message', (event) => resolve(event.data), { once: true });
      port2.start();
    });
    transport.post({ type: 'cancel', id: 7 });
    expect(await heard).toEqual({ type: 'cancel', id: 7 });
    transport.close();
    port2.close();
  });

  it('fails with the shell’s own words while there is no engine', async () => {
    const page = shellWindow((target) =>
      post(target, { type: portRefusal, problem: 'The engine is starting again.' }),
    );
    await expect(pageConnect(page)()).rejects.toThrow('The engine is starting again.');
  });
});
