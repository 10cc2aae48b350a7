import { Connection } from './connection.ts';
import type { Outbound } from './formats/saying.ts';

/** Enough to keep a fast broker busy, few enough to bound memory and what one crash can repeat. */
const maxInFlight = 256;
const maxConnections = 80;
const drainMs = 5000;

export interface PublisherOptions {
  readonly url: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** One connection for each client of the world: handhelds, vehicles' routers, gateways, bridges; made when first used. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #connectionOf = new Map<string, Connection>();
  readonly #connections: Connection[] = [];
  readonly #waiting: (() => void)[] = [];
  #inFlight = 0;
  #broken = false;
  #closing = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => {
      for (const go of this.#waiting.splice(0)) go();
    });
  }

  /** Messages that the broker has not acknowledged yet. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Hands one message over; resolves at once unless its client is not connected or too many messages are still
   * unacknowledged. False after an abort.
   */
  async publish(message: Outbound): Promise<boolean> {
    while (this.#inFlight >= maxInFlight && !this.#options.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#options.signal.aborted) return false;
    this.#inFlight++;
    const sent = await this.#connection(message.clientId).send(message, () => this.#settle());
    if (!sent) this.#settle();
    return sent;
  }

  /** Waits until everything is acknowledged, some seconds at most. */
  async drain(): Promise<void> {
    const until = performance.now() + drainMs;
    while (this.#inFlight > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends every connection; what is still unacknowledged is given up. */
  async close(): Promise<void> {
    this.#closing = true;
    const force = this.#inFlight > 0;
    await Promise.all(this.#connections.map((connection) => connection.close(force)));
  }

  #settle(): void {
    this.#inFlight--;
    this.#waiting.shift()?.();
  }

  #connection(clientId: string): Connection {
    const known = this.#connectionOf.get(clientId);
    if (known !== undefined) return known;
    const shared = this.#connections[this.#connectionOf.size % maxConnections];
    const connection =
      shared === undefined || this.#connections.length < maxConnections ? this.#connect(clientId) : shared;
    this.#connectionOf.set(clientId, connection);
    return connection;
  }

  #connect(clientId: string): Connection {
    const { url, log, signal } = this.#options;
    const connection = new Connection({
      url,
      clientId: `sim-${clientId}`,
      signal,
      onBreak: (why) => {
        if (this.#broken || this.#closing || signal.aborted) return;
        this.#broken = true;
        log(`no connection to ${url} (${why}); trying again every second`);
      },
      onRepair: () => {
        if (this.#broken) log(`connected to ${url} again`);
        this.#broken = false;
      },
    });
    this.#connections.push(connection);
    return connection;
  }
}
