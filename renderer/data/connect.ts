import {
  type PageBridge,
  portLoss,
  portMessage,
  type PortRefusal,
  portRefusal,
} from '#shared/contract/bridge.ts';
import type { Connect } from '#shared/contract/connection.ts';
import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import { webSocketTransport } from '#shared/contract/web-socket-transport.ts';
import type { ClientMessage, ClientTransport, ServerMessage } from '#shared/contract/wire.ts';

declare global {
  interface Window {
    /** There inside the desktop shell only. */
    readonly waymark?: PageBridge;
  }
}

/** How this page reaches its engine: the desktop shell's port where there is one, else the station's WebSocket. */
export function pageConnect(page: Window): Connect {
  const bridge = page.waymark;
  if (bridge === undefined) return () => webSocketTransport(new WebSocket(engineUrl(page.location)));
  const nextPort = portAsker(page, bridge);
  return async () => closedAtLoss(page, messagePortTransport<ServerMessage, ClientMessage>(await nextPort()));
}

/** A port does not say that the process at its other end has died; the shell does. */
function closedAtLoss(page: Window, transport: ClientTransport): ClientTransport {
  const onMessage = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === page && data === portLoss) transport.close();
  };
  page.addEventListener('message', onMessage);
  transport.onClose(() => page.removeEventListener('message', onMessage));
  return transport;
}

/** The engine's address beside a page: same host and port, `/engine`. */
export function engineUrl(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/engine`;
}

/** Asks the shell for a port. One wait at a time: a port that comes late must not go to an earlier asker too. */
function portAsker(page: Window, bridge: PageBridge): () => Promise<MessagePort> {
  let stopWaiting: (() => void) | undefined;
  return () => {
    stopWaiting?.();
    return new Promise((resolve, reject) => {
      const onMessage = (event: MessageEvent<unknown>): void => {
        if (event.source !== page) return;
        const port = event.data === portMessage ? event.ports[0] : undefined;
        const problem = refusedBecause(event.data);
        if (port === undefined && problem === undefined) return;
        stopWaiting?.();
        if (port === undefined) reject(new Error(problem));
        else resolve(port);
      };
      stopWaiting = () => page.removeEventListener('message', onMessage);
      page.addEventListener('message', onMessage);
      bridge.requestPort();
    });
  };
}

function refusedBecause(data: unknown): string | undefined {
  const isRefusal = typeof data === 'object' && data !== null && 'type' in data && data.type === portRefusal;
  // Only the preload sends this type, and always whole.
  return isRefusal ? (data as PortRefusal).problem : undefined;
}
