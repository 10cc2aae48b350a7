import type { MqttClient } from 'mqtt';
import mqtt from 'mqtt';

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

/**
 * One MQTT connection for each client of the world: handhelds, vehicles' routers, gateways, bridges. They connect
 * when they first speak and come back by themselves when the broker restarts; what was not acknowledged is sent
 * again then.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #clients = new Map<string, MqttClient>();
  readonly #connections: MqttClient[] = [];
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

  /** Connections in use. */
  get connections(): number {
    return this.#connections.length;
  }

  /** Hands one message over; resolves at once unless too many are still unacknowledged. False after an abort. */
  async publish({ clientId, topic, payload, qos, retain }: Outbound): Promise<boolean> {
    while (this.#inFlight >= maxInFlight && !this.#options.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#options.signal.aborted) return false;
    this.#inFlight++;
    this.#clientOf(clientId).publish(topic, payload, { qos, retain }, (error) => {
      if (error) this.#noteBreak(error.message);
      this.#inFlight--;
      this.#waiting.shift()?.();
    });
    return true;
  }

  /** Waits until everything is acknowledged; false when it is not within some seconds. */
  async drain(): Promise<boolean> {
    const until = performance.now() + drainMs;
    while (this.#inFlight > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.#inFlight === 0;
  }

  /** Ends every connection; what is still unacknowledged is given up. */
  async close(): Promise<void> {
    this.#closing = true;
    const force = this.#inFlight > 0;
    await Promise.all(this.#connections.map((client) => client.endAsync(force)));
  }

  #clientOf(clientId: string): MqttClient {
    const known = this.#clients.get(clientId);
    if (known !== undefined) return known;
    const shared = this.#connections[this.#clients.size % maxConnections];
    const client =
      shared === undefined || this.#connections.length < maxConnections ? this.#connect(clientId) : shared;
    this.#clients.set(clientId, client);
    return client;
  }

  #connect(clientId: string): MqttClient {
    const client = mqtt.connect(this.#options.url, {
      clientId: `sim-${clientId}`,
      reconnectPeriod: 1000,
      connectTimeout: 10_000,
    });
    client.on('error', (error) => this.#noteBreak(error.message));
    client.on('close', () => this.#noteBreak('connection closed'));
    client.on('connect', () => {
      if (this.#broken) this.#options.log(`connected to ${this.#options.url} again`);
      this.#broken = false;
    });
    this.#connections.push(client);
    return client;
  }

  #noteBreak(why: string): void {
    if (this.#broken || this.#closing || this.#options.signal.aborted) return;
    this.#broken = true;
    this.#options.log(`no connection to ${this.#options.url} (${why}); trying again every second`);
  }
}
