import { type PageBridge, portMessage } from '#shared/contract/bridge.ts';
import type { Connect } from '#shared/contract/connection.ts';
import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import { webSocketTransport } from '#shared/contract/web-socket-transport.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

declare global {
  interface Window {
    /** There inside the desktop shell only. */
    readonly waymark?: PageBridge;
  }
}

/** How this page reaches its engine: the desktop shell's port where there is one, else the station's WebSocket. */
export function pageConnect(page: Window): Connect {
  const bridge = page.waymark;
  if (bridge !== undefined)
    return async () => messagePortTransport<ServerMessage, ClientMessage>(await portFrom(page, bridge));
  return () => webSocketTransport(new WebSocket(engineUrl(page.location)));
}

/** The engine's address beside a page: same host and port, `/engine`. */
export function engineUrl(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/engine`;
}

function portFrom(page: Window, bridge: PageBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    function onMessage(event: MessageEvent): void {
      const port = event.ports[0];
      if (event.source !== page || event.data !== portMessage || port === undefined) return;
      page.removeEventListener('message', onMessage);
      resolve(port);
    }
    page.addEventListener('message', onMessage);
    bridge.requestPort();
  });
}
