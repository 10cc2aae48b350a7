import type { Timers } from './timers.ts';
import { protocolVersion } from './wire.ts';
import type { ClientMessage, ClientTransport, Role, ServerMessage } from './wire.ts';

type Hello = Extract<ServerMessage, { readonly type: 'hello' }>;

/**
 * `connecting`: never been connected yet; `offline`: lost or refused, attempts go on; `outdated`: the engine
 * speaks another protocol, only a reload helps; `closed`: closed from this side.
 */
export type ConnectionStatus = 'connecting' | 'connected' | 'offline' | 'outdated' | 'closed';

/** Replaced, never changed: the same object means nothing happened. */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When it became so, in epoch milliseconds of this side's clock. */
  readonly since: number;
  /** What is wrong, in one sentence. */
  readonly problem?: string;
  /** What the engine at the other end said of itself, while connected. */
  readonly role?: Role;
  readonly build?: string;
}

/** The connection as others may see it. */
export interface Connection {
  readonly current: () => ConnectionState;
  /** When the engine was last heard, in epoch milliseconds; not announced, it changes with every frame. */
  readonly lastFrameAt: () => number | undefined;
  /** Calls back after each change of `current`. */
  readonly watch: (listener: () => void) => () => void;
}

export type Connect = () => ClientTransport | Promise<ClientTransport>;

interface LinkOptions {
  readonly connect: Connect;
  readonly timers: Timers;
  readonly random: () => number;
  readonly helloTimeoutMs: number;
  readonly onUp: () => void;
  readonly onDown: (state: ConnectionState) => void;
  readonly onMessage: (message: ServerMessage) => void;
}

const firstDelayMs = 250;
const longestDelayMs = 5000;
/** A connection that lasted this long was a good one: after it, attempts start over at the shortest delay. */
const settledMs = 10_000;

/** Keeps one transport up: connects, waits for hello, and after a loss tries again with growing pauses. */
export class Link {
  readonly #options: LinkOptions;
  readonly #watchers = new Set<() => void>();
  #state: ConnectionState;
  #lastFrameAt: number | undefined;
  #transport: ClientTransport | undefined;
  /** Rises with each attempt and each loss; whatever belongs to an older number is ignored. */
  #epoch = 0;
  #failures = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#state = { status: 'connecting', since: options.timers.now() };
  }

  readonly connection: Connection = {
    current: () => this.#state,
    lastFrameAt: () => this.#lastFrameAt,
    watch: (listener) => {
      // One entry per call, so that the same function may watch twice.
      const entry = (): void => listener();
      this.#watchers.add(entry);
      return () => {
        this.#watchers.delete(entry);
      };
    },
  };

  start(): void {
    void this.#attempt();
  }

  /** Ends for good. */
  stop(): void {
    this.#fall({ status: 'closed', since: this.#now(), problem: 'The connection was closed.' });
  }

  /** Throws when the message cannot be carried; does nothing without a transport. */
  post(message: ClientMessage): void {
    this.#transport?.post(message);
  }

  #now(): number {
    return this.#options.timers.now();
  }

  async #attempt(): Promise<void> {
    this.#epoch += 1;
    const epoch = this.#epoch;
    this.#cancelTimer = this.#options.timers.after(this.#options.helloTimeoutMs, () =>
      this.#lose(epoch, 'The engine does not answer.'),
    );
    try {
      const transport = await this.#options.connect();
      if (epoch === this.#epoch) this.#attach(transport, epoch);
      else transport.close();
    } catch (error) {
      this.#lose(epoch, error instanceof Error ? error.message : String(error));
    }
  }

  #attach(transport: ClientTransport, epoch: number): void {
    this.#transport = transport;
    transport.onClose(() => this.#lose(epoch, 'The connection to the engine was lost.'));
    transport.onMessage((message) => {
      if (epoch === this.#epoch) this.#receive(message, epoch);
    });
  }

  #receive(message: ServerMessage, epoch: number): void {
    this.#lastFrameAt = this.#now();
    if (this.#state.status === 'connected') this.#options.onMessage(message);
    else if (message.type === 'hello') this.#greet(message);
    else this.#lose(epoch, 'What answered is not an engine.');
  }

  #greet(hello: Hello): void {
    const since = this.#now();
    if (hello.protocol !== protocolVersion) {
      const problem = 'This page does not belong to the engine that is running now: reload it.';
      this.#fall({ status: 'outdated', since, problem });
      return;
    }
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#state = { status: 'connected', since, role: hello.role, build: hello.build };
    this.#options.onUp();
    this.#announce();
  }

  #lose(epoch: number, problem: string): void {
    if (epoch !== this.#epoch) return;
    const now = this.#now();
    const { status, since } = this.#state;
    if (status === 'connected' && now - since >= settledMs) this.#failures = 0;
    this.#failures += 1;
    this.#fall({ status: 'offline', since: status === 'offline' ? since : now, problem });
    this.#cancelTimer = this.#options.timers.after(this.#delayMs(), () => void this.#attempt());
  }

  /** Half of each delay is random, so that many pages do not return to one engine at the same moment. */
  #delayMs(): number {
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (this.#failures - 1));
    return delayMs * (0.5 + this.#options.random() / 2);
  }

  #fall(state: ConnectionState): void {
    this.#epoch += 1;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const transport = this.#transport;
    this.#transport = undefined;
    const same = this.#state.status === state.status && this.#state.problem === state.problem;
    if (!same) this.#state = state;
    transport?.close();
    this.#options.onDown(state);
    if (!same) this.#announce();
  }

  #announce(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
