import { createEngineClient } from '#shared/contract/client.ts';
import type { EngineClient } from '#shared/contract/client.ts';
import type { KeyedName, LogName, ParamsIn, RequestName, ResultOf, RowOf } from '#shared/contract/index.ts';
import { keyOf } from '#shared/contract/received-rows.ts';
import type { PresenceRow } from '#shared/contract/types.ts';
import { protocolVersion } from '#shared/contract/wire.ts';
import type { ClientMessage, ClientTransport, Role, ServerMessage } from '#shared/contract/wire.ts';
import { DomainError } from '#shared/result.ts';

/** The engine as a page sees it: rows a test sets, answers a test gives, and a link a test can cut. */
export interface FakeEngine {
  /** A page's client of this engine; answers come in the next microtask. */
  readonly client: EngineClient;
  /** All rows of a keyed subscription from now on; watchers get the difference. */
  setRows<N extends KeyedName>(name: N, key: string, rows: readonly RowOf<N>[]): void;
  /** More rows of a log subscription; who subscribes later gets them all. */
  append<N extends LogName>(name: N, rows: readonly RowOf<N>[]): void;
  /** What a request is answered with; a thrown DomainError is an error. */
  answer<N extends RequestName>(name: N, handler: (params: ParamsIn<N>) => ResultOf<N>): void;
  /** Subscriptions of this name that are open now. */
  watching(name: KeyedName | LogName): number;
  /** Every request so far, oldest first. */
  readonly asked: readonly { readonly name: string; readonly params: unknown }[];
  /** Ends the connection; the client tries again by itself, in vain while `isDown`. */
  cut(): void;
  isDown: boolean;
}

interface Watch {
  readonly name: string;
  readonly transport: FakeTransport;
  readonly id: number;
  seq: number;
}

interface Feed {
  readonly key: string;
  readonly rows: Map<string, unknown>;
}

type Handler = (params: unknown) => unknown;

/** Rows of a log have no key. */
const logKey = '';

export function createFakeEngine({ role = 'owner' }: { readonly role?: Role } = {}): FakeEngine {
  const feeds = new Map<string, Feed>();
  const handlers = new Map<string, Handler>();
  const watches = new Set<Watch>();
  const asked: { name: string; params: unknown }[] = [];
  let current: FakeTransport | undefined;

  function receive(transport: FakeTransport, message: ClientMessage): void {
    if (message.type === 'subscribe') {
      const watch: Watch = { name: message.name, transport, id: message.id, seq: 1 };
      watches.add(watch);
      const feed = feeds.get(message.name) ?? { key: 'id', rows: new Map() };
      transport.send({
        type: 'snapshot',
        id: message.id,
        seq: 1,
        ...(feed.key === logKey ? { cursor: String(feed.rows.size) } : { key: feed.key }),
        rows: [...feed.rows.values()],
      });
    } else if (message.type === 'unsubscribe') {
      for (const watch of watches)
        if (watch.id === message.id && watch.transport === transport) watches.delete(watch);
    } else if (message.type === 'request') {
      asked.push({ name: message.name, params: message.params });
      transport.send(reply(message.id, handlers.get(message.name), message.params));
    }
  }

  // Connecting starts at once, before there is an engine object to ask.
  let isDown = false;
  return {
    client: createEngineClient(() => {
      if (isDown) throw new Error('The engine is down.');
      current = new FakeTransport(receive);
      current.send({ type: 'hello', protocol: protocolVersion, build: 'test', role });
      return current;
    }),
    get isDown() {
      return isDown;
    },
    set isDown(next) {
      isDown = next;
    },
    asked,
    setRows(name, key, rows) {
      const before = feeds.get(name)?.rows ?? new Map<string, unknown>();
      const after = new Map<string, unknown>(rows.map((row) => [keyOf(row, key), row]));
      feeds.set(name, { key, rows: after });
      const remove = [...before.keys()].filter((each) => !after.has(each));
      for (const watch of watches) {
        if (watch.name !== name) continue;
        watch.seq += 1;
        watch.transport.send({
          type: 'delta',
          id: watch.id,
          seq: watch.seq,
          upsert: [...after.values()],
          remove,
        });
      }
    },
    append(name, rows) {
      const feed = feeds.get(name) ?? { key: logKey, rows: new Map<string, unknown>() };
      feeds.set(name, feed);
      for (const row of rows) feed.rows.set(String(feed.rows.size), row);
      for (const watch of watches) {
        if (watch.name !== name) continue;
        watch.seq += 1;
        const cursor = String(feed.rows.size);
        watch.transport.send({ type: 'append', id: watch.id, seq: watch.seq, rows: [...rows], cursor });
      }
    },
    answer(name, handler) {
      // A handler is only ever called with the parameters of its own request.
      handlers.set(name, handler as Handler);
    },
    watching: (name) => [...watches].filter((watch) => watch.name === name).length,
    cut() {
      watches.clear();
      current?.close();
    },
  };
}

function reply(id: number, handler: Handler | undefined, params: unknown): ServerMessage {
  try {
    if (handler === undefined) throw new DomainError('not-found', 'Nothing answers this in the test.');
    return { type: 'result', id, result: handler(params) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message } = error;
    return {
      type: 'error',
      id,
      error: { code, message, retryable: code === 'unavailable' || code === 'timeout' },
    };
  }
}

class FakeTransport implements ClientTransport {
  readonly #receive: (transport: FakeTransport, message: ClientMessage) => void;
  readonly #closeListeners: (() => void)[] = [];
  #listener: ((message: ServerMessage) => void) | undefined;
  readonly #waiting: ServerMessage[] = [];
  #isClosed = false;

  constructor(receive: (transport: FakeTransport, message: ClientMessage) => void) {
    this.#receive = receive;
  }

  send(message: ServerMessage): void {
    this.#waiting.push(structuredClone(message));
    queueMicrotask(() => this.#deliver());
  }

  post(message: ClientMessage): void {
    if (!this.#isClosed) this.#receive(this, structuredClone(message));
  }

  onMessage(listener: (message: ServerMessage) => void): void {
    this.#listener = listener;
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    if (this.#listener === undefined || this.#isClosed) return;
    for (const message of this.#waiting.splice(0)) this.#listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#closeListeners) listener();
  }
}

/** An engine's word about itself in good health. */
export function presenceRow(patch: Partial<PresenceRow> = {}): PresenceRow {
  return {
    engineId: 'engine',
    version: '1.2.3',
    startTime: '2026-11-22T06:00:00Z',
    engineTime: '2026-11-22T08:00:00Z',
    timeZone: 'Europe/Berlin',
    status: 'ok',
    problems: [],
    brokers: [],
    ingest: {
      received: 10,
      stored: 9,
      duplicate: 0,
      ignored: 0,
      quarantined: 1,
      limited: 0,
      pending: 0,
      perSecond: 2,
    },
    demo: false,
    ...patch,
  };
}
