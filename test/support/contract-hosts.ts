import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

import { WebSocket, WebSocketServer } from 'ws';

import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import { webSocketTransport } from '#shared/contract/web-socket-transport.ts';
import type {
  ClientMessage,
  ClientTransport,
  ServerMessage,
  ServerTransport,
} from '#shared/contract/wire.ts';

/** The far end of real connections: what a client connects to, and what the engine is given. */
export interface ContractHost {
  connect(): ClientTransport;
  /** Closes every connection from the engine's side. */
  dropAll(): void;
  stop(): Promise<void>;
}

export type Accept = (transport: ServerTransport) => void;
export type OpenHost = (accept: Accept) => Promise<ContractHost>;

/** Every transport of the contract that runs without a window. */
export const contractHosts: readonly { readonly name: string; readonly open: OpenHost }[] = [
  { name: 'MessageChannel', open: openMessageChannelHost },
  { name: 'WebSocket', open: openWebSocketHost },
];

async function openMessageChannelHost(accept: Accept): Promise<ContractHost> {
  const open = new Set<ServerTransport>();
  const dropAll = (): void => {
    for (const transport of open) transport.close();
  };
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      const server = messagePortTransport<ClientMessage, ServerMessage>(port1);
      open.add(server);
      server.onClose(() => open.delete(server));
      accept(server);
      return messagePortTransport<ServerMessage, ClientMessage>(port2);
    },
    dropAll,
    async stop() {
      dropAll();
    },
  };
}

async function openWebSocketHost(accept: Accept): Promise<ContractHost> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) => accept(serverTransport(socket)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const dropAll = (): void => {
    for (const socket of server.clients) socket.terminate();
  };
  return {
    connect: () => webSocketTransport(new WebSocket(`ws://127.0.0.1:${address.port}`)),
    dropAll,
    async stop() {
      dropAll();
      server.close();
      await once(server, 'close');
    },
  };
}

function serverTransport(socket: WebSocket): ServerTransport {
  return {
    post(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      // A client may send anything; judging it is the engine's work.
      socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()) as ClientMessage));
    },
    onClose(listener) {
      socket.on('close', listener);
    },
    close: () => socket.close(),
  };
}
