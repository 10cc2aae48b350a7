import { DomainError } from '#shared/result.ts';

import type { Clock } from '../clock.ts';
import type { PublishOptions } from './message-source.ts';

/** Sends one message over the present link; `done` is called when the broker has answered. */
export type Send = (
  topic: string,
  payload: string | Uint8Array,
  options: PublishOptions,
  done: (error?: Error) => void,
) => void;

interface Letter {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly options: PublishOptions;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  sentAt: number;
}

const maxWaiting = 10_000;
const maxUnderWay = 100;

/**
 * Our own messages on their way to a broker, in order. Those a broken link leaves unanswered are sent again on
 * the next one as new packets: at least once, which is what QoS 1 promises.
 */
export class Outbox {
  readonly #clock: Clock;
  #waiting: Letter[] = [];
  readonly #underWay = new Set<Letter>();
  #send: Send | undefined;
  #limit = maxUnderWay;
  #closed = false;
  #emptied: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the broker has taken the message; QoS 0 needs a link, QoS 1 waits for one. */
  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void> {
    const refusal = this.#refusal(options);
    if (refusal !== undefined) return Promise.reject(new DomainError('unavailable', refusal));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topic, payload, options, resolve, reject, sentAt: 0 });
      this.#pump();
    });
  }

  /** A link is up; `receiveMaximum` is how many unanswered messages the broker allows. */
  attach(send: Send, receiveMaximum: number | undefined): void {
    this.#send = send;
    this.#limit = Math.max(1, Math.min(maxUnderWay, receiveMaximum ?? maxUnderWay));
    this.#pump();
  }

  /** The link is down; what it left unanswered goes back to the front. */
  detach(): void {
    this.#send = undefined;
    const again = [...this.#underWay].map((letter) => ({ ...letter }));
    this.#underWay.clear();
    this.#waiting = [...again, ...this.#waiting];
  }

  /** How long the oldest message has been waiting for its answer. */
  unansweredMs(): number {
    for (const letter of this.#underWay) return this.#clock.monotonic() - letter.sentAt;
    return 0;
  }

  /** Resolves when every message given so far has been answered, or the box is closed. */
  emptied(): Promise<void> {
    if (this.#isEmpty()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#emptied.push(resolve);
    });
  }

  /** Rejects everything that was not answered and takes nothing more. */
  close(): void {
    this.detach();
    this.#closed = true;
    const rest = this.#waiting;
    this.#waiting = [];
    for (const letter of rest)
      letter.reject(new DomainError('unavailable', 'The link to the broker was closed.'));
    this.#tellEmptied();
  }

  #isEmpty(): boolean {
    return this.#waiting.length + this.#underWay.size === 0;
  }

  #tellEmptied(): void {
    const told = this.#emptied;
    this.#emptied = [];
    for (const resolve of told) resolve();
  }

  #refusal(options: PublishOptions): string | undefined {
    if (this.#closed) return 'The link to the broker is closed.';
    if (options.qos === 0 && this.#send === undefined) return 'There is no link to the broker.';
    if (this.#waiting.length >= maxWaiting) return `More than ${maxWaiting} messages wait for the broker.`;
    return undefined;
  }

  #pump(): void {
    while (this.#send !== undefined && this.#underWay.size < this.#limit) {
      const letter = this.#waiting.shift();
      if (letter === undefined) return;
      letter.sentAt = this.#clock.monotonic();
      this.#underWay.add(letter);
      this.#send(letter.topic, letter.payload, letter.options, (error) => this.#answer(letter, error));
    }
  }

  #answer(letter: Letter, error: Error | undefined): void {
    // Late answers of an earlier link belong to a letter that has been put back since.
    if (!this.#underWay.delete(letter)) return;
    if (error === undefined) letter.resolve();
    else letter.reject(refused(error));
    this.#pump();
    if (this.#isEmpty()) this.#tellEmptied();
  }
}

function refused(error: Error): DomainError {
  const { code } = error as { code?: unknown };
  if (code === 135)
    return new DomainError('forbidden', 'The broker does not allow us to publish on this topic.');
  return new DomainError(
    'unavailable',
    `The broker did not take the message (${error.message.slice(0, 120)}).`,
  );
}
