import type { Engine } from '#engine/api.ts';
import type { RaisedAlert } from '#shared/contract/desktop.ts';
import type { AlertRow } from '#shared/contract/types.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

/** Milder ones can wait until somebody looks at the page. */
const worthSaying: ReadonlySet<AlertRow['severity']> = new Set(['high', 'critical']);

/**
 * Tells of alerts that are raised from now on and need somebody. What was open already when this begins is no
 * news: it was told of when it was raised.
 */
export function watchAlerts(engine: Engine, onRaised: (alerts: readonly RaisedAlert[]) => void): () => void {
  const known = new Set<string>();
  let isTold = false;
  let send: ((message: ClientMessage) => void) | undefined;
  let closed: (() => void) | undefined;

  const learn = (rows: readonly AlertRow[]): void => {
    const news = rows.filter((alert) => !known.has(alert.alertId) && needsSomebody(alert));
    for (const { alertId } of rows) known.add(alertId);
    if (isTold && news.length > 0) onRaised(news.map(({ alertId, message }) => ({ alertId, message })));
  };
  const take = (message: ServerMessage): void => {
    if (message.type !== 'snapshot' && message.type !== 'delta') return;
    // One subscription on this transport, so every row is of its type.
    learn((message.type === 'snapshot' ? message.rows : message.upsert) as readonly AlertRow[]);
    if (message.type === 'delta') for (const alertId of message.remove) known.delete(alertId);
    else if (message.more !== true) isTold = true;
    send?.({ type: 'ack', id: message.id, seq: message.seq });
  };

  engine.connect(
    {
      // The engine's own call has to return before it is answered, as over any other transport.
      post: (message) => queueMicrotask(() => take(message)),
      onMessage: (listener) => (send = listener),
      onClose: (listener) => (closed = listener),
      close: () => undefined,
    },
    { role: 'viewer', actor: 'system' },
  );
  send?.({ type: 'subscribe', id: 1, name: 'alerts.live', params: {} });
  return () => closed?.();
}

function needsSomebody({ state, severity, withdrawn }: AlertRow): boolean {
  return state === 'active-unacknowledged' && !withdrawn && worthSaying.has(severity);
}
