import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Incoming, Release } from './mqtt-adapter.ts';
import type { SettleWindow } from './settle-window.ts';
import type { Accept } from './source.ts';

/** Timers starve while packets follow each other; after this much the loop gets a turn. */
const burstPackets = 512;
const burstMs = 8;

export interface MqttIntakeOptions {
  readonly source: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly accept: Accept;
  readonly window: SettleWindow;
  readonly acknowledge: (messageId: number) => void;
  /** The consumer threw; the message stays unacknowledged. */
  readonly onFailure: () => void;
}

/** Hands the packets of one connection to the consumer, no faster than it settles them. */
export class MqttIntake {
  readonly #options: MqttIntakeOptions;
  #mode: 'open' | 'link-down' | 'stopped' = 'open';
  #heldSince: number | undefined;
  #burst = 0;
  #burstStart = 0;
  #lastMessageAt: number | undefined;

  constructor(options: MqttIntakeOptions) {
    this.#options = options;
  }

  /** Wall time of the newest message. */
  lastMessageAt(): number | undefined {
    return this.#lastMessageAt;
  }

  /** How long a packet, and with it the parser, has been waiting for room. */
  heldMs(): number {
    return this.#heldSince === undefined ? 0 : this.#options.clock.monotonic() - this.#heldSince;
  }

  /** The connection is gone: its QoS 1 messages come again, packets of QoS 0 already received do not. */
  linkDown(): void {
    if (this.#mode === 'open') this.#mode = 'link-down';
    this.#heldSince = undefined;
  }

  /** Takes nothing more in; what arrives stays unacknowledged with the broker. */
  stop(): void {
    this.#mode = 'stopped';
    this.#heldSince = undefined;
  }

  /** Called by the adapter for each PUBLISH. */
  take(packet: Incoming, release: Release): void {
    if (this.#mode === 'stopped' || (this.#mode === 'link-down' && packet.qos !== 0)) {
      // Releasing QoS 2 would answer PUBREC for a message nobody stored.
      if (packet.qos !== 2) release();
    } else if (this.#mode === 'link-down' || this.#options.window.hasRoom()) {
      this.#admit(packet, release);
    } else {
      this.#heldSince = this.#options.clock.monotonic();
      this.#options.window.whenRoom(() => {
        this.#heldSince = undefined;
        this.take(packet, release);
      });
    }
  }

  #admit(packet: Incoming, release: Release): void {
    const { clock, source, window, accept, acknowledge, log, onFailure } = this.#options;
    const { messageId, qos } = packet;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const receivedAt = clock.now();
    this.#lastMessageAt = receivedAt;
    const settled = window.enter(payload.length + packet.topic.length, () => {
      if (qos === 2) release();
      else if (qos === 1 && messageId !== undefined) acknowledge(messageId);
    });
    const message = {
      source,
      topic: packet.topic,
      payload,
      qos,
      retained: packet.retain,
      dup: packet.dup,
      queued: true as const,
      receivedAt,
    };
    try {
      accept(qos > 0 && messageId !== undefined ? { ...message, messageId } : message, settled);
    } catch (error) {
      log.error('a message could not be taken in', { source, error: String(error) });
      onFailure();
      return;
    }
    if (qos !== 2) this.#goOn(release);
  }

  #goOn(release: Release): void {
    const now = this.#options.clock.monotonic();
    if (this.#burst === 0) this.#burstStart = now;
    this.#burst += 1;
    if (this.#burst < burstPackets && now - this.#burstStart < burstMs) {
      release();
      return;
    }
    this.#burst = 0;
    setImmediate(release);
  }
}
