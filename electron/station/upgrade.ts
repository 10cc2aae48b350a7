import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import type { Engine } from '#engine/api.ts';
import type { Clock } from '#engine/clock.ts';
import { pageHeaders } from '#shared/contract/page-headers.ts';

import type { Access } from './access.ts';
import { errorAnswer } from './answers.ts';
import { notSignedIn, refuseForeign, type Refusal } from './guards.ts';
import { closeCodes, wsTransport } from './ws-transport.ts';

const path = '/engine';
const maxPayloadBytes = 1024 * 1024;

export interface UpgradeOptions {
  readonly engine: Engine;
  readonly access: Access;
  readonly clock: Clock;
  readonly hosts: () => ReadonlySet<string>;
}

/** Serves the contract over WebSocket, behind the same guards as every request. */
export function acceptUpgrades(
  server: Server,
  { engine, access, clock, hosts }: UpgradeOptions,
): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refuseForeign(request.headers, hosts()) ?? refuseUpgrade(request);
    if (refusal !== undefined) return refuse(socket, refusal);
    const session = access.identify(request.headers);
    if (session === undefined) return refuse(socket, notSignedIn);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const transport = wsTransport(webSocket, {
        clock,
        stillAllowed: () => access.identify(request.headers) !== undefined,
      });
      engine.connect(transport, session);
    });
  });
  return {
    close() {
      for (const client of sockets.clients) client.close(closeCodes.goingAway, 'the station stops');
    },
  };
}

function refuseUpgrade({ url = '' }: IncomingMessage): Refusal | undefined {
  return url.split('?', 1)[0] === path
    ? undefined
    : { status: 404, message: 'There is nothing under this address.' };
}

function refuse(socket: Duplex, { status, message }: Refusal): void {
  const body = JSON.stringify(errorAnswer(status, message).body);
  const headers = {
    ...pageHeaders,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
