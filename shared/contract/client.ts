import { ContractError } from '../result.ts';
import type { WireError } from '../result.ts';
import { Link } from './connection.ts';
import type { Connect, Connection, ConnectionState } from './connection.ts';
import type {
  KeyedName,
  LogName,
  ParamsIn,
  RequestName,
  ResultOf,
  RowOf,
  SubscriptionParamsIn,
} from './index.ts';
import { PendingRequests } from './pending-requests.ts';
import type { CancelSignal } from './pending-requests.ts';
import type { KeyedState, LogFrame } from './received-rows.ts';
import { Subscriber } from './subscriber.ts';
import type { Wanted } from './subscriber.ts';
import { hostTimers, randomId } from './timers.ts';
import type { Timers } from './timers.ts';
import type { ClientMessage, ServerMessage } from './wire.ts';

export interface RequestOptions {
  /** Aborting rejects with the signal's reason and tells the engine to stop. */
  readonly signal?: CancelSignal;
  readonly timeoutMs?: number;
  /** For trying a command again after `unavailable` or `timeout`: the same id is never carried out twice. */
  readonly commandId?: string;
}

export interface EngineClient {
  /** One call. Rejects with a ContractError (or the signal's reason); while offline at once, with `unavailable`. */
  request<N extends RequestName>(
    name: N,
    params: ParamsIn<N>,
    options?: RequestOptions,
  ): Promise<ResultOf<N>>;
  /**
   * Watches rows until the returned function is called, over reconnects too. `onError` hears why the engine
   * would not serve it; a retryable reason is tried again, any other ends the subscription.
   */
  subscribe<N extends KeyedName>(
    name: N,
    params: SubscriptionParamsIn<N>,
    listener: (state: KeyedState<RowOf<N>>) => void,
    onError?: (error: ContractError) => void,
  ): () => void;
  subscribe<N extends LogName>(
    name: N,
    params: SubscriptionParamsIn<N>,
    listener: (frame: LogFrame<RowOf<N>>) => void,
    onError?: (error: ContractError) => void,
  ): () => void;
  readonly connection: Connection;
  /** An id for a command that may have to be tried again. */
  newCommandId(): string;
  /** Ends the connection for good and rejects everything pending. */
  close(): void;
}

export interface ClientOptions {
  readonly timers?: Timers;
  /** 0 to 1, spreads reconnects. */
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly requestTimeoutMs?: number;
}

const defaultTimeoutMs = 15_000;

/** The typed side of the contract for a page or a tool. Starts connecting at once and keeps at it until `close`. */
export function createEngineClient(connect: Connect, options: ClientOptions = {}): EngineClient {
  return new Client(connect, options);
}

class Client implements EngineClient {
  readonly connection: Connection;
  readonly newCommandId: () => string;
  readonly subscribe: EngineClient['subscribe'];
  readonly #link: Link;
  readonly #pending: PendingRequests;
  readonly #subscriber: Subscriber;
  readonly #timeoutMs: number;
  #lastId = 0;

  constructor(connect: Connect, options: ClientOptions) {
    const { timers = hostTimers, random = Math.random, newId = randomId } = options;
    this.#timeoutMs = options.requestTimeoutMs ?? defaultTimeoutMs;
    this.#link = new Link({
      connect,
      timers,
      random,
      helloTimeoutMs: this.#timeoutMs,
      onUp: () => this.#up(),
      onDown: (state) => this.#down(state),
      onMessage: (message) => dispatch(message, this.#pending, this.#subscriber),
    });
    this.connection = this.#link.connection;
    this.newCommandId = newId;
    const wire = {
      post: (message: ClientMessage) => this.#link.post(message),
      nextId: () => this.#nextId(),
      isUp: () => this.#isUp(),
      timers,
    };
    this.#pending = new PendingRequests(wire);
    this.#subscriber = new Subscriber(wire);
    // Which of the two shapes a listener gets follows from the name, which the implementation treats as text.
    this.subscribe = this.#watch.bind(this) as EngineClient['subscribe'];
    this.#link.start();
  }

  async request<N extends RequestName>(
    name: N,
    params: ParamsIn<N>,
    { signal, timeoutMs = this.#timeoutMs, commandId = this.newCommandId() }: RequestOptions = {},
  ): Promise<ResultOf<N>> {
    // An aborted caller is told what it gave as its reason, as `fetch` does.
    if (signal?.aborted === true) throw signal.reason;
    const state = this.connection.current();
    if (state.status !== 'connected' && state.status !== 'connecting') throw new ContractError(lossOf(state));
    // Only the engine knows which names are commands (the schemas stay out of the page); it ignores the id on others.
    const message = { type: 'request', id: this.#nextId(), name, params, commandId } as const;
    const result = await this.#pending.add({ message, signal, timeoutMs }, this.#isUp());
    // The engine's handlers return exactly this type; tests and development builds check it against the schema.
    return result as ResultOf<N>;
  }

  close(): void {
    this.#link.stop();
  }

  #watch(
    name: string,
    params: unknown,
    listener: Wanted['listener'],
    onError?: Wanted['onError'],
  ): () => void {
    if (isOver(this.connection.current())) return () => undefined;
    return this.#subscriber.add({ name, params, listener, onError });
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #isUp(): boolean {
    return this.connection.current().status === 'connected';
  }

  #up(): void {
    this.#subscriber.up();
    this.#pending.up();
  }

  #down(state: ConnectionState): void {
    if (isOver(state)) this.#subscriber.clear();
    else this.#subscriber.down();
    this.#pending.down(lossOf(state));
  }
}

function dispatch(message: ServerMessage, pending: PendingRequests, subscriber: Subscriber): void {
  switch (message.type) {
    case 'result':
      return pending.resolve(message.id, message.result);
    case 'error':
      return pending.reject(message.id, message.error);
    case 'snapshot':
    case 'delta':
    case 'append':
      return subscriber.take(message);
    case 'end':
      return subscriber.end(message);
    case 'hello':
      // Said once, before anything else; the connection has taken it.
      return undefined;
  }
}

function isOver({ status }: ConnectionState): boolean {
  return status === 'outdated' || status === 'closed';
}

function lossOf(state: ConnectionState): WireError {
  const message = state.problem ?? 'There is no connection to the engine.';
  return state.status === 'outdated'
    ? { code: 'conflict', message, retryable: false }
    : { code: 'unavailable', message, retryable: true };
}
