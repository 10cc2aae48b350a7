import type Database from 'better-sqlite3';

/** A message as it came, with what is kept of how it came. */
export interface ArrivedMessage {
  /** Which link it came by: a broker's id, or for the embedded broker `embedded/` and the client's id. */
  readonly source: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  /** The broker's stored copy (never a live message). */
  readonly retained: boolean;
  /** The sender marks it as a redelivery. */
  readonly dup: boolean;
  readonly messageId?: number;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

export interface DeferredMessage {
  readonly deferredKey: number;
  readonly message: ArrivedMessage;
}

/** Messages of bursts that are on disk as they came and not yet read, in the order of arrival. */
export interface DeferredStore {
  /** Only inside a transaction. */
  put(message: ArrivedMessage): void;
  /** The oldest of those that are there. */
  first(atMost: number): DeferredMessage[];
  /** Only inside a transaction, in which the message is settled. */
  drop(deferredKey: number): void;
  /** How many there are of each topic. */
  countByTopic(): Map<string, number>;
  /** The session of a source is gone: its message ids name nothing any more. */
  forgetIds(source: string): void;
}

interface Row {
  readonly deferred_key: number;
  readonly source: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retained: 0 | 1;
  readonly dup: 0 | 1;
  readonly message_id: number | null;
  readonly received_at: number;
}

export function createDeferredStore(db: Database.Database): DeferredStore {
  const insert = db.prepare(
    'INSERT INTO deferred_messages (source, topic, payload, qos, retained, dup, message_id, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const select = db.prepare<[number], Row>('SELECT * FROM deferred_messages ORDER BY deferred_key LIMIT ?');
  const remove = db.prepare('DELETE FROM deferred_messages WHERE deferred_key = ?');
  const count = db
    .prepare<[], [string, number]>('SELECT topic, count(*) FROM deferred_messages GROUP BY topic')
    .raw();
  const forget = db.prepare('UPDATE deferred_messages SET message_id = NULL WHERE source = ?');
  return {
    put({ source, topic, payload, qos, retained, dup, messageId, receivedAt }) {
      insert.run(source, topic, payload, qos, Number(retained), Number(dup), messageId ?? null, receivedAt);
    },
    first: (atMost) =>
      select.all(atMost).map((row) => ({ deferredKey: row.deferred_key, message: messageOf(row) })),
    drop: (deferredKey) => void remove.run(deferredKey),
    countByTopic: () => new Map(count.all()),
    forgetIds: (source) => void forget.run(source),
  };
}

function messageOf({
  source,
  topic,
  payload,
  qos,
  retained,
  dup,
  message_id,
  received_at,
}: Row): ArrivedMessage {
  return {
    source,
    topic,
    payload,
    qos,
    retained: retained === 1,
    dup: dup === 1,
    ...(message_id !== null && { messageId: message_id }),
    receivedAt: received_at,
  };
}
