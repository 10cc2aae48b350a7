import type { Engine } from '#engine/api.ts';
import type { PresenceRow } from '#shared/contract/types.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

/** What the engine says of its own state, kept up to date as any page keeps it. */
export interface PresenceWatch {
  /** The newest row; undefined before the first and after the subscription has ended. */
  current(): PresenceRow | undefined;
  stop(): void;
}

export function watchPresence(engine: Engine): PresenceWatch {
  let current: PresenceRow | undefined;
  let send: ((message: ClientMessage) => void) | undefined;
  let closed: (() => void) | undefined;

  const take = (message: ServerMessage): void => {
    switch (message.type) {
      case 'snapshot':
      case 'delta': {
        const rows = message.type === 'snapshot' ? message.rows : message.upsert;
        // One subscription on this transport, so every row is of its type.
        current = (rows.at(-1) as PresenceRow | undefined) ?? current;
        send?.({ type: 'ack', id: message.id, seq: message.seq });
        return;
      }
      case 'end':
      case 'error':
        current = undefined;
        return;
      case 'hello':
      case 'result':
      case 'append':
    }
  };

  engine.connect(
    {
      // The engine's own call has to return before it is answered, as over any other transport.
      post: (message) => queueMicrotask(() => take(message)),
      onMessage: (listener) => (send = listener),
      onClose: (listener) => (closed = listener),
      close: () => (current = undefined),
    },
    { role: 'viewer', actor: 'system' },
  );
  send?.({ type: 'subscribe', id: 1, name: 'presence', params: {} });
  return {
    current: () => current,
    stop: () => closed?.(),
  };
}
