import type { MqttClient } from 'mqtt';
import mqtt from 'mqtt';

import type { Outbound } from './formats/saying.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly clientId: string;
  readonly signal: AbortSignal;
  readonly onBreak: (why: string) => void;
  readonly onRepair: () => void;
}

/**
 * One MQTT client that comes back by itself. Messages are handed to it only while it is connected: what it then has
 * in flight it sends again after a break, but what it is given during one it may drop.
 */
export class Connection {
  readonly #client: MqttClient;
  readonly #signal: AbortSignal;
  readonly #waiting: (() => void)[] = [];
  #up = false;

  constructor({ url, clientId, signal, onBreak, onRepair }: ConnectionOptions) {
    this.#signal = signal;
    this.#client = mqtt.connect(url, { clientId, reconnectPeriod: 1000, connectTimeout: 10_000 });
    this.#client.on('error', (error) => onBreak(error.message));
    this.#client.on('close', () => {
      this.#up = false;
      onBreak('connection closed');
    });
    this.#client.on('connect', () => {
      this.#up = true;
      onRepair();
      this.#release();
    });
    signal.addEventListener('abort', () => this.#release());
  }

  /** Sends once connected; `settled` is called when the broker has acknowledged. False after an abort. */
  async send(message: Outbound, settled: () => void): Promise<boolean> {
    while (!this.#up && !this.#signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#signal.aborted) return false;
    const { topic, payload, qos, retain } = message;
    this.#client.publish(topic, payload, { qos, retain }, (error) => {
      if (!error || this.#signal.aborted) settled();
      else void this.send(message, settled);
    });
    return true;
  }

  async close(force: boolean): Promise<void> {
    await this.#client.endAsync(force);
  }

  #release(): void {
    for (const go of this.#waiting.splice(0)) go();
  }
}
