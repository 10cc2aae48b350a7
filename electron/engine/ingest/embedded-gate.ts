import type { Client } from 'aedes';
import type { IPublishPacket } from 'mqtt';

import { createTopicMatcher } from '#shared/domain/topic-filter.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createSettleWindow } from './settle-window.ts';
import type { SettleWindow } from './settle-window.ts';
import type { Accept, InboundMessage } from './source.ts';

export interface EmbeddedGateOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly accept: Accept;
  readonly filters: readonly string[];
  readonly maxUnsettled: number;
  readonly maxUnsettledBytes: number;
  /** Too much is unsettled: the device is to be disconnected, so that it sends its message again later. */
  readonly onOverload: (client: Client) => void;
  /** A message was acknowledged to its device. */
  readonly onAnswered: (source: string, messageId: number) => void;
  /** Makes sure that subscribers who are away will get the message; never rejects. */
  readonly secure: (packet: IPublishPacket) => Promise<void>;
  /** Hands a message on to subscribers, for a sender that is gone by the time it is committed. */
  readonly forward: (packet: IPublishPacket) => void;
}

/**
 * Stands between devices and the broker: a message is acknowledged to its device, and handed to other
 * subscribers, only after it is settled, and for each device in the order of arrival. aedes reads no further from a device
 * while a chunk of its messages waits here, which is all the back-pressure needed.
 */
export class EmbeddedGate {
  readonly #options: EmbeddedGateOptions;
  readonly #windows = new Map<Client, SettleWindow>();
  #wanted: (topic: string) => boolean;
  #open = true;
  #unsettled = 0;
  #unsettledBytes = 0;
  #lastMessageAt: number | undefined;

  constructor(options: EmbeddedGateOptions) {
    this.#options = options;
    this.#wanted = createTopicMatcher(options.filters);
  }

  setFilters(filters: readonly string[]): void {
    this.#wanted = createTopicMatcher(filters);
  }

  lastMessageAt(): number | undefined {
    return this.#lastMessageAt;
  }

  /** A connected device's message; `pass` acknowledges it and hands it on. */
  publish(client: Client, packet: IPublishPacket, pass: () => void): void {
    // When closed nothing passes: the device keeps the message and sends it again.
    if (!this.#open) return;
    if (this.#isFull()) {
      this.#options.onOverload(client);
      return;
    }
    const settled = this.#windowOf(client).enter(packet.payload.length, () => {
      if (client.closed && packet.qos === 1) {
        this.#options.forward(packet);
        return;
      }
      pass();
      if (packet.messageId !== undefined) this.#options.onAnswered(sourceOf(client.id), packet.messageId);
    });
    const stored = packet.qos === 1 ? () => void this.#options.secure(packet).then(settled) : settled;
    if (this.#wanted(packet.topic)) this.#take(client, packet, client.id, stored);
    else stored();
  }

  /** The last will of a device that is gone. */
  will(clientId: string, packet: IPublishPacket, pass: () => void): void {
    if (this.#wanted(packet.topic)) this.#take(undefined, packet, clientId, pass);
    else pass();
  }

  isOpen(): boolean {
    return this.#open;
  }

  /** Lets nothing more in and waits until what is inside has been settled. */
  async close(): Promise<void> {
    this.#open = false;
    await Promise.all([...this.#windows.values()].map((window) => window.drained()));
  }

  forget(client: Client): void {
    this.#windows.delete(client);
  }

  /** Devices that have waited longer than this for anything of theirs to be settled. */
  stalled(longerThanMs: number): readonly Client[] {
    return [...this.#windows]
      .filter(([, window]) => window.idleMs() > longerThanMs)
      .map(([client]) => client);
  }

  /** Devices with anything unsettled. */
  waiting(): readonly Client[] {
    return [...this.#windows].filter(([, window]) => window.size() > 0).map(([client]) => client);
  }

  #isFull(): boolean {
    const { maxUnsettled, maxUnsettledBytes } = this.#options;
    return this.#unsettled >= maxUnsettled || this.#unsettledBytes >= maxUnsettledBytes;
  }

  #windowOf(client: Client): SettleWindow {
    let window = this.#windows.get(client);
    if (window === undefined) {
      const unlimited = Number.POSITIVE_INFINITY;
      window = createSettleWindow({
        clock: this.#options.clock,
        maxMessages: unlimited,
        maxBytes: unlimited,
      });
      this.#windows.set(client, window);
    }
    return window;
  }

  /** Keeps count of what the consumer holds, of devices that are gone too. */
  #counted(bytes: number, settled: () => void): () => void {
    let open = true;
    this.#unsettled += 1;
    this.#unsettledBytes += bytes;
    return () => {
      if (!open) return;
      open = false;
      this.#unsettled -= 1;
      this.#unsettledBytes -= bytes;
      settled();
    };
  }

  #take(client: Client | undefined, packet: IPublishPacket, clientId: string, settled: () => void): void {
    const { accept, clock, log } = this.#options;
    const source = sourceOf(clientId);
    const receivedAt = clock.now();
    this.#lastMessageAt = receivedAt;
    try {
      accept(inbound(source, packet, receivedAt), this.#counted(packet.payload.length, settled));
    } catch (error) {
      log.error('a message could not be taken in', { source, error: String(error) });
      // Unacknowledged, it comes again with the device's next connection.
      client?.close();
    }
  }
}

function sourceOf(clientId: string): string {
  return `embedded/${clientId}`;
}

function inbound(source: string, packet: IPublishPacket, receivedAt: number): InboundMessage {
  const { topic, qos, dup, messageId } = packet;
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  // `retain` from a device asks the broker to keep a copy; the message itself is live.
  const message = { source, topic, payload, qos, retained: false, dup: dup ?? false, receivedAt };
  return qos > 0 && messageId !== undefined ? { ...message, messageId, direct: true } : message;
}
