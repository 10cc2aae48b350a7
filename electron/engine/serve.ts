import { randomUUID } from 'node:crypto';

import { requests, subscriptions } from '#shared/contract/index.ts';
import type { SubscriptionName } from '#shared/contract/index.ts';
import { DomainError } from '#shared/result.ts';
import type { WireError } from '#shared/result.ts';
import { protocolVersion } from '#shared/contract/wire.ts';
import type { ClientMessage, ServerMessage, ServerTransport } from '#shared/contract/wire.ts';

import type { Session } from './api.ts';
import { readClientMessage } from './client-message.ts';
import type { Clock } from './clock.ts';
import { isRequestName } from './handlers/call-handler.ts';
import type { CallHandler } from './handlers/call-handler.ts';
import { asDomainError, toWireError } from './handlers/failure.ts';
import { invalidRequest } from './handlers/invalid-request.ts';
import type { Feeds, KeyedFeed, LogFeed } from './live/feed.ts';
import { KeyedSubscription, maxKeyedRowsPerFrame } from './live/keyed-subscription.ts';
import { LogSubscription } from './live/log-subscription.ts';
import type { Subscription, SubscriptionOptions } from './live/subscription.ts';
import type { Log } from './log.ts';

export interface ServeOptions {
  readonly transport: ServerTransport;
  readonly session: Session;
  readonly callHandler: CallHandler;
  readonly feeds: Feeds;
  readonly clock: Clock;
  readonly log: Log;
  /** Said in hello: which build of the engine this is. */
  readonly build: string;
  /** Checks rows against their schemas (tests and development). */
  readonly checkOutput?: boolean;
  /** Rows in one frame of a keyed subscription; more are sent in further frames. */
  readonly maxRowsPerFrame?: number;
  readonly newErrorId?: () => string;
}

/** Requests of one connection that may be under way at the same time. */
export const maxRequests = 64;
/** Subscriptions of one connection. */
export const maxSubscriptions = 64;

type RequestMessage = Extract<ClientMessage, { readonly type: 'request' }>;
type SubscribeMessage = Extract<ClientMessage, { readonly type: 'subscribe' }>;

/** Serves the contract over one transport until either side closes it; the returned function closes it. */
export function serve(options: ServeOptions): () => void {
  const connection = new Connection(options);
  connection.start();
  return () => connection.close();
}

class Connection {
  readonly #options: ServeOptions & { readonly newErrorId: () => string };
  readonly #calls = new Map<number, { readonly isCommand: boolean; readonly controller: AbortController }>();
  readonly #subscriptions = new Map<number, Subscription>();
  #closed = false;

  constructor(options: ServeOptions) {
    this.#options = { newErrorId: randomUUID, ...options };
  }

  start(): void {
    const { transport, session, build } = this.#options;
    transport.onClose(() => this.#cleanUp());
    this.#post({ type: 'hello', protocol: protocolVersion, build, role: session.role });
    transport.onMessage((value: unknown) => {
      if (!this.#closed) this.#receive(value);
    });
  }

  close(): void {
    this.#cleanUp();
    this.#options.transport.close();
  }

  /** Nothing is left behind: feeds are no longer watched, queries are told that nobody waits. */
  #cleanUp(): void {
    this.#closed = true;
    for (const subscription of this.#subscriptions.values()) subscription.stop();
    this.#subscriptions.clear();
    for (const { isCommand, controller } of this.#calls.values()) {
      // A command goes on: its caller will ask again under the same id and finds it done.
      if (!isCommand) controller.abort();
    }
  }

  #post(message: ServerMessage): void {
    if (!this.#closed) this.#options.transport.post(message);
  }

  #receive(value: unknown): void {
    const message = readClientMessage(value);
    if (message === undefined || !this.#take(message)) this.#refuse();
  }

  /** Whoever breaks the protocol is not one of our pages; nothing it says later can be relied on. */
  #refuse(): void {
    const { log, session } = this.#options;
    log.warn('closed a connection that broke the protocol', { actor: session.actor });
    this.close();
  }

  /** Not even an error could be sent: closing tells the caller the same. */
  #breakOff(error: unknown): void {
    this.#options.log.error('closed a connection that carries nothing', { error: String(error) });
    this.close();
  }

  /** False when the message breaks the protocol. */
  #take(message: ClientMessage): boolean {
    const { id } = message;
    switch (message.type) {
      case 'request':
        if (this.#calls.has(id)) return false;
        this.#answer(message).catch((error: unknown) => this.#breakOff(error));
        return true;
      case 'cancel':
        this.#calls.get(id)?.controller.abort();
        return true;
      case 'subscribe':
        if (this.#subscriptions.has(id)) return false;
        this.#subscribe(message);
        return true;
      case 'unsubscribe':
        this.#end(id);
        return true;
      case 'ack':
        break;
    }
    // An ack may cross the end of its subscription; one of a frame never sent is no ack.
    return this.#subscriptions.get(id)?.ack(message.seq) ?? true;
  }

  /** Replies exactly once, whatever happens. */
  async #answer(message: RequestMessage): Promise<void> {
    const { id, name } = message;
    if (this.#calls.size >= maxRequests) {
      this.#replyError(id, tooMany('requests under way', maxRequests));
      return;
    }
    const controller = new AbortController();
    const isCommand = isRequestName(name) && requests[name].kind === 'command';
    this.#calls.set(id, { isCommand, controller });
    try {
      const result = await this.#call(message, controller.signal);
      this.#post({ type: 'result', id, result });
    } catch (error) {
      this.#replyError(id, error, name);
    } finally {
      this.#calls.delete(id);
    }
  }

  #call({ name, params, commandId }: RequestMessage, signal: AbortSignal): Promise<unknown> {
    if (!isRequestName(name)) throw new DomainError('not-found', `There is no request "${name}".`);
    return this.#options.callHandler({ name, params, session: this.#options.session, commandId, signal });
  }

  #replyError(id: number, error: unknown, what = 'request'): void {
    this.#postError(error, what, (wire) => ({ type: 'error', id, error: wire }));
  }

  /** Says what went wrong; when even that cannot be carried, without the details. */
  #postError(error: unknown, what: string, frame: (error: WireError) => ServerMessage): void {
    const wire = toWireError(asDomainError(error, what, this.#options));
    try {
      this.#post(frame(wire));
    } catch {
      const { code, message, retryable } = wire;
      this.#post(frame({ code, message, retryable }));
    }
  }

  #subscribe(message: SubscribeMessage): void {
    const { id, name } = message;
    try {
      if (this.#subscriptions.size >= maxSubscriptions) throw tooMany('subscriptions', maxSubscriptions);
      const subscription = this.#open(message);
      this.#subscriptions.set(id, subscription);
      subscription.start();
    } catch (error) {
      this.#fail(id, name, error);
    }
  }

  #open({ id, name, params: input, from }: SubscribeMessage): Subscription {
    if (!isSubscriptionName(name)) throw new DomainError('not-found', `There is no subscription "${name}".`);
    const definition = subscriptions[name];
    const parsed = definition.params.safeParse(input);
    if (!parsed.success) throw invalidRequest(parsed.error, input);
    const { clock, feeds, checkOutput, maxRowsPerFrame = maxKeyedRowsPerFrame } = this.#options;
    const common: SubscriptionOptions = {
      id,
      params: parsed.data,
      clock,
      post: (message) => this.#post(message),
      fail: (error) => this.#fail(id, name, error),
      checkRow: checkOutput === true ? (row) => void definition.row.parse(row) : undefined,
    };
    // The kind says which feed it is, and the parameters were made by this very definition's schema.
    if (definition.kind === 'log')
      return new LogSubscription({ ...common, feed: feeds[name] as LogFeed<unknown>, from });
    const { key } = definition;
    return new KeyedSubscription({
      ...common,
      feed: feeds[name] as KeyedFeed<unknown>,
      key,
      maxRowsPerFrame,
    });
  }

  #fail(id: number, name: string, error: unknown): void {
    this.#end(id);
    this.#postError(error, name, (wire) => ({ type: 'end', id, error: wire }));
  }

  #end(id: number): void {
    this.#subscriptions.get(id)?.stop();
    this.#subscriptions.delete(id);
  }
}

function isSubscriptionName(name: string): name is SubscriptionName {
  return Object.hasOwn(subscriptions, name);
}

function tooMany(what: string, limit: number): DomainError {
  return new DomainError('unavailable', `There are too many ${what} on this connection (${limit}).`);
}
