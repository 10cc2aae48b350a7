import type { ClientTransport, ServerMessage } from './wire.ts';

/** As much of a browser's `WebSocket` as is used; `ws` for Node fits too. */
export interface WebSocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
}

/** Carries the contract as JSON text over a WebSocket that is opening or open. */
export function webSocketTransport(socket: WebSocketLike): ClientTransport {
  // Messages may arrive before anyone listens; the order is kept.
  const waiting: ServerMessage[] = [];
  let listener: ((message: ServerMessage) => void) | undefined;
  const closeListeners: (() => void)[] = [];
  let closed = false;

  const close = (): void => {
    if (closed) return;
    closed = true;
    waiting.length = 0;
    socket.close();
    for (const onClose of closeListeners) onClose();
  };

  socket.addEventListener('message', (event) => {
    if (closed) return;
    const message = parse(event.data);
    if (message === undefined) close();
    else if (listener === undefined) waiting.push(message);
    else listener(message);
  });
  socket.addEventListener('close', close);
  socket.addEventListener('error', close);

  return {
    post(message) {
      if (!closed) socket.send(JSON.stringify(message));
    },
    onMessage(next) {
      listener = next;
      for (const message of waiting.splice(0)) next(message);
    },
    onClose: (onClose) => (closed ? onClose() : void closeListeners.push(onClose)),
    close,
  };
}

/** The engine never sends anything but JSON objects: whatever else comes means there is no engine at the other end. */
function parse(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    // The engine and its page are built and served together, so its messages are taken at their word.
    return typeof value === 'object' && value !== null ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
