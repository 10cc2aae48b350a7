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

/** Where a deferred message stands: in which pack, as which of it. */
export interface DeferredPlace {
  readonly packKey: number;
  readonly index: number;
}

export interface DeferredMessage {
  readonly place: DeferredPlace;
  readonly message: ArrivedMessage;
}

/**
 * Messages of bursts that are on disk as they came and not yet read, in the order of arrival. What comes together is
 * one row: a row for each message costs more than counting it would.
 */
export interface DeferredStore {
  /** Only inside a transaction. */
  put(messages: readonly ArrivedMessage[]): void;
  /** The oldest of those that are there. */
  first(atMost: number): DeferredMessage[];
  /** The oldest that are there, in their order, are settled. Only inside the transaction that settles them. */
  drop(places: readonly DeferredPlace[]): void;
  /** How many there are of each topic. */
  countByTopic(): Map<string, number>;
  /** The session of a source is gone: its message ids name nothing any more. */
  forgetIds(source: string): void;
}

interface Row {
  readonly pack_key: number;
  readonly source: string;
  readonly heads: string;
  readonly payloads: Uint8Array;
  readonly settled: number;
  readonly ids_gone: 0 | 1;
}

/** What is kept of one message beside its bytes: the place of its topic in the list, and the length of its payload. */
type Head = readonly [
  topic: number,
  qos: 0 | 1 | 2,
  retained: 0 | 1,
  dup: 0 | 1,
  messageId: number | null,
  receivedAt: number,
  length: number,
];

interface Heads {
  readonly topics: readonly string[];
  readonly messages: readonly Head[];
}

export function createDeferredStore(db: Database.Database): DeferredStore {
  const insert = db.prepare('INSERT INTO deferred_packs (source, heads, payloads) VALUES (?, ?, ?)');
  const oldest = db.prepare<[], Row>('SELECT * FROM deferred_packs ORDER BY pack_key');
  const advance = db
    .prepare<[number, number], string>(
      'UPDATE deferred_packs SET settled = ? WHERE pack_key = ? RETURNING heads',
    )
    .pluck();
  const remove = db.prepare('DELETE FROM deferred_packs WHERE pack_key = ?');
  const forget = db.prepare('UPDATE deferred_packs SET ids_gone = 1 WHERE source = ?');
  return {
    put(messages) {
      for (const [source, own] of Map.groupBy(messages, (message) => message.source))
        for (const { heads, payloads } of packed(own)) insert.run(source, heads, payloads);
    },
    first(atMost) {
      const found: DeferredMessage[] = [];
      for (const row of oldest.iterate()) {
        found.push(...unpacked(row).slice(0, atMost - found.length));
        if (found.length >= atMost) break;
      }
      return found;
    },
    drop(places) {
      const settled = new Map(places.map(({ packKey, index }) => [packKey, index + 1]));
      for (const [packKey, count] of settled) {
        const heads = advance.get(count, packKey);
        if (heads !== undefined && count >= readHeads(heads).messages.length) remove.run(packKey);
      }
    },
    countByTopic() {
      const counts = new Map<string, number>();
      for (const row of oldest.iterate())
        for (const { message } of unpacked(row))
          counts.set(message.topic, (counts.get(message.topic) ?? 0) + 1);
      return counts;
    },
    forgetIds: (source) => void forget.run(source),
  };
}

interface Pack {
  readonly heads: string;
  readonly payloads: Uint8Array;
}

type Packable = Omit<ArrivedMessage, 'source'>;

/** A pack is read as a whole for some of its messages, so it holds no more than this. */
const mostInPack = { messages: 1000, bytes: 1_000_000 } as const;

/** Messages of one source as rows keep them. */
export function* packed(messages: readonly Packable[]): Generator<Pack> {
  let own: Packable[] = [];
  let bytes = 0;
  for (const message of messages) {
    if (own.length >= mostInPack.messages || (own.length > 0 && bytes >= mostInPack.bytes)) {
      yield packOf(own);
      own = [];
      bytes = 0;
    }
    own.push(message);
    bytes += message.payload.length;
  }
  if (own.length > 0) yield packOf(own);
}

function packOf(messages: readonly Packable[]): Pack {
  const topics = new Map<string, number>();
  const heads = messages.map(({ topic, qos, retained, dup, messageId, receivedAt, payload }): Head => {
    const at = topics.get(topic) ?? topics.size;
    topics.set(topic, at);
    return [at, qos, retained ? 1 : 0, dup ? 1 : 0, messageId ?? null, receivedAt, payload.length];
  });
  return {
    heads: JSON.stringify({ topics: [...topics.keys()], messages: heads } satisfies Heads),
    payloads: Buffer.concat(messages.map(({ payload }) => payload)),
  };
}

function readHeads(heads: string): Heads {
  return JSON.parse(heads) as Heads;
}

/** Those of a row that are not settled. */
function unpacked({ pack_key, source, heads, payloads, settled, ids_gone }: Row): DeferredMessage[] {
  const { topics, messages } = readHeads(heads);
  let begin = 0;
  return messages
    .map(([topic, qos, retained, dup, messageId, receivedAt, length], index): DeferredMessage => {
      const payload = payloads.subarray(begin, begin + length);
      begin += length;
      return {
        place: { packKey: pack_key, index },
        message: {
          source,
          topic: topics[topic] ?? '',
          payload,
          qos,
          retained: retained === 1,
          dup: dup === 1,
          ...(messageId !== null && ids_gone === 0 && { messageId }),
          receivedAt,
        },
      };
    })
    .slice(settled);
}
