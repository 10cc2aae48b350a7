import { WebSocket } from 'ws';

import { createEngineClient, type EngineClient } from '#shared/contract/client.ts';
import { webSocketTransport } from '#shared/contract/web-socket-transport.ts';

/** The client a page uses, over a real WebSocket to a station. */
export function connectPage(station: { readonly url: string; readonly token: string }): EngineClient {
  const url = `${station.url.replace('http', 'ws')}/engine`;
  return createEngineClient(() =>
    webSocketTransport(new WebSocket(url, { headers: { authorization: `Bearer ${station.token}` } })),
  );
}
