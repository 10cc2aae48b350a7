import type { RawData, WebSocket } from 'ws';

import type { Clock } from '#engine/clock.ts';
import { frameText } from '#engine/live/frame-text.ts';
import type { ClientMessage, ServerMessage, ServerTransport } from '#shared/contract/wire.ts';

const pingEveryMs = 15_000;
/** Whoever revokes a token expects it to be over. */
const checkEveryMs = 1000;
/** The engine waits for acknowledgements, so a socket this far behind is not being read at all. */
const mostBufferedBytes = 16 * 1024 * 1024;

/** Close codes of RFC 6455, and 4401 for "no longer signed in". */
export const closeCodes = {
  goingAway: 1001,
  wrongKind: 1003,
  garbage: 1007,
  slow: 1008,
  signedOut: 4401,
} as const;

export interface WsTransportOptions {
  readonly clock: Clock;
  /** Asked every second: false once the caller's token is revoked or expired. */
  readonly stillAllowed: () => boolean;
}

/** A WebSocket as a transport: one JSON text frame a message; closed on anything else. */
export function wsTransport(socket: WebSocket, { clock, stillAllowed }: WsTransportOptions): ServerTransport {
  const messageListeners: ((message: ClientMessage) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let answered = true;
  let open = true;

  const stopChecking = clock.every(checkEveryMs, () => {
    if (!stillAllowed()) socket.close(closeCodes.signedOut, 'no longer signed in');
  });
  const stopPinging = clock.every(pingEveryMs, () => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  });

  socket.on('pong', () => (answered = true));
  socket.on('message', (data, isBinary) => {
    answered = true;
    if (isBinary) return socket.close(closeCodes.wrongKind, 'text frames only');
    const frame = parseFrame(textOf(data));
    if (frame === undefined) return socket.close(closeCodes.garbage, 'not JSON');
    // The engine checks the shape of what any client sends, and closes on what is no message.
    for (const listener of messageListeners) listener(frame.value as ClientMessage);
  });
  // 'close' follows every error; without a listener an error would end the process.
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    open = false;
    stopChecking();
    stopPinging();
    for (const listener of closeListeners) listener();
  });

  return {
    post(message: ServerMessage) {
      if (!open || socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostBufferedBytes) return socket.close(closeCodes.slow, 'does not read');
      socket.send(frameText(message));
    },
    onMessage: (listener) => void messageListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => socket.close(closeCodes.goingAway),
  };
}

function textOf(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  return bytes.toString('utf8');
}

/** What a frame holds, or undefined where that is no JSON. */
function parseFrame(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
