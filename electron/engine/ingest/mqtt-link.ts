import type { IConnackPacket, MqttClient } from 'mqtt';

import type { Clock } from '../clock.ts';
import type { BrokerAddress } from './broker-address.ts';
import {
  describeError,
  describeGoodbye,
  describeRefusal,
  refusesVersion,
  sessionTakenOver,
} from './link-problems.ts';
import type { PublishOptions } from './message-source.ts';
import { createClient, interceptPublishes, Pubacks } from './mqtt-adapter.ts';
import type { Incoming, Release } from './mqtt-adapter.ts';

export type MqttVersion = 4 | 5;

/**
 * Larger than any message that can be used, so that one that is too large arrives and is put aside in sight:
 * beyond this a broker drops it without a word to anyone.
 */
const maximumPacketBytes = 1024 * 1024;

/** How long a broker is asked to keep our session while we are away. */
export const sessionExpiryS = 14 * 24 * 3600;

export interface LinkEnd {
  /**
   * `unreachable`: no connection; `unanswered`: the broker hung up instead of a CONNACK; `refused`, `version`: a
   * CONNACK said no; `closed`: it was up and the other side ended it; `taken-over`: another client has our
   * session; `silent`: no answer to pings; `cut`: we ended it on purpose.
   */
  readonly cause:
    | 'unreachable'
    | 'unanswered'
    | 'refused'
    | 'version'
    | 'closed'
    | 'taken-over'
    | 'silent'
    | 'cut';
  /** How long it was up; undefined when it never was. */
  readonly upMs: number | undefined;
  readonly problem: string;
}

export interface LinkOptions {
  readonly address: BrokerAddress;
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly ca: string | undefined;
  readonly version: MqttVersion;
  readonly keepaliveS: number;
  readonly connectTimeoutMs: number;
  readonly receiveMaximum: number;
  readonly clock: Clock;
  readonly onUp: (connack: IConnackPacket) => void;
  readonly onPublish: (packet: Incoming, release: Release) => void;
  /** Called exactly once, also when the link never came up. */
  readonly onEnd: (end: LinkEnd) => void;
}

/** One connection to a broker, from CONNECT to its end; the next one is another object. */
export class MqttLink {
  readonly #options: LinkOptions;
  readonly #client: MqttClient;
  readonly #pubacks: Pubacks;
  #upAt: number | undefined;
  #heardAt: number;
  #ended = false;
  /** The first reason known; what follows from it (a close, another error) does not replace it. */
  #why: Pick<LinkEnd, 'cause' | 'problem'> | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#heardAt = options.clock.monotonic();
    this.#client = createClient(options.address.url, clientOptions(options));
    this.#pubacks = new Pubacks(this.#client);
    interceptPublishes(this.#client, {
      take: options.onPublish,
      onHeard: () => {
        this.#heardAt = options.clock.monotonic();
      },
      maxPacketBytes: maximumPacketBytes,
    });
    // Every listener is there before the first byte goes out: a session's backlog follows the CONNACK at once.
    this.#client.on('connect', (connack) => this.#up(connack));
    this.#client.on('disconnect', ({ reasonCode = 0 }) => this.#goodbye(reasonCode));
    this.#client.on('error', (error) => this.#fail(error));
    this.#client.on('close', () => this.#end());
  }

  /** Starts connecting. */
  open(): void {
    try {
      this.#client.connect();
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      this.#end();
    }
  }

  /** Subscribes with QoS 1; the result holds the broker's answer for each filter. */
  subscribe(filters: readonly string[], qos: 0 | 1, onlyIfNew: boolean): Promise<readonly number[]> {
    // rh 1: stored copies only where the subscription is new. rap false: live copies do not look like stored ones.
    const options = { qos, nl: false, rap: false, rh: onlyIfNew ? 1 : 0 };
    return new Promise((resolve, reject) => {
      this.#client.subscribe([...filters], options, (error, _grants, packet) => {
        if (packet !== undefined) resolve(packet.granted.map(Number));
        else reject(error ?? new Error('the broker did not answer the subscription'));
      });
    });
  }

  unsubscribe(filters: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.unsubscribe([...filters], (error) => (error ? reject(error) : resolve()));
    });
  }

  publish(
    topic: string,
    payload: string | Uint8Array,
    options: PublishOptions,
    done: (error?: Error) => void,
  ): void {
    const bytes = typeof payload === 'string' ? payload : Buffer.from(payload);
    this.#client.publish(topic, bytes, options, (error) => (error ? done(error) : done()));
  }

  /** Acknowledges a message of this connection; after its end nothing is sent. */
  acknowledge(messageId: number): void {
    if (!this.#ended) this.#pubacks.send(messageId);
  }

  /** How long nothing at all has come from the broker. */
  silentMs(): number {
    return this.#options.clock.monotonic() - this.#heardAt;
  }

  /** The keepalive in force; a broker may have set its own. */
  keepaliveMs(): number {
    return this.#client.keepalive * 1_000;
  }

  /** Ends the link on purpose; a broker then sends again what was not acknowledged. */
  cut(problem: string, cause: 'cut' | 'silent' = 'cut'): void {
    this.#why ??= { cause, problem };
    this.#client.stream.destroy();
  }

  /** Says goodbye and closes; the broker keeps the session. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#why ??= { cause: 'cut', problem: 'Waymark closed the link.' };
    this.#pubacks.flush();
    const gentle = this.#client.connected;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(2_000, () => this.#client.stream.destroy());
      this.#client.once('close', () => {
        cancel();
        resolve();
      });
      this.#client.end(!gentle);
    });
  }

  #up(connack: IConnackPacket): void {
    this.#upAt = this.#options.clock.monotonic();
    this.#options.onUp(connack);
  }

  #goodbye(code: number): void {
    this.#why ??=
      code === sessionTakenOver
        ? { cause: 'taken-over', problem: 'Another client has taken over our session.' }
        : { cause: 'closed', problem: describeGoodbye(code) };
    this.#client.stream.destroy();
  }

  #fail(error: Error): void {
    this.#why ??= this.#explain(error);
    // Some errors of mqtt.js leave the stream open and the link half dead.
    this.#client.stream?.destroy();
  }

  #explain(error: Error): Pick<LinkEnd, 'cause' | 'problem'> {
    const { code } = error as { code?: unknown };
    const problem = describeError(error, this.#options.address.host);
    if (this.#upAt !== undefined)
      return { cause: error.message === 'Keepalive timeout' ? 'silent' : 'closed', problem };
    if (typeof code === 'number')
      return { cause: refusesVersion(code) ? 'version' : 'refused', problem: describeRefusal(code) };
    const hungUp = code === 'ECONNRESET' || code === undefined;
    return { cause: hungUp && error.message !== 'connack timeout' ? 'unanswered' : 'unreachable', problem };
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { clock, address, onEnd } = this.#options;
    const upMs = this.#upAt === undefined ? undefined : clock.monotonic() - this.#upAt;
    const unexplained: Pick<LinkEnd, 'cause' | 'problem'> =
      upMs === undefined
        ? { cause: 'unanswered', problem: `${address.host} hung up without an answer.` }
        : { cause: 'closed', problem: `${address.host} closed the link.` };
    onEnd({ ...(this.#why ?? unexplained), upMs });
  }
}

function clientOptions(options: LinkOptions): Parameters<typeof createClient>[1] {
  const { clientId, username, password, ca, version, keepaliveS, connectTimeoutMs, receiveMaximum } = options;
  const properties = {
    sessionExpiryInterval: sessionExpiryS,
    receiveMaximum: Math.min(65_535, receiveMaximum),
    maximumPacketSize: maximumPacketBytes,
  };
  return {
    clientId,
    clean: false,
    protocolVersion: version,
    keepalive: keepaliveS,
    connectTimeout: connectTimeoutMs,
    rejectUnauthorized: true,
    ...(version === 5 && { properties }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca }),
  };
}
