import { hourMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';

/** Where mosquitto counts the messages it could not keep for clients that were away or slow. */
export const droppedTopic = '$SYS/broker/publish/messages/dropped';

/** Makes a broker's silent losses visible: it tells the publisher "accepted" and us nothing. */
export class DropWatch {
  readonly #clock: Clock;
  readonly #onTotal: (total: number) => void;
  #total: number | undefined;
  #lost = 0;
  #lostAt = 0;
  #subscription: 'possible' | 'asked' | 'held' | 'impossible' = 'possible';

  constructor(clock: Clock, previousTotal: number | undefined, onTotal: (total: number) => void) {
    this.#clock = clock;
    this.#total = previousTotal;
    this.#onTotal = onTotal;
  }

  /** Subscribes to the counter; a broker that does not have it, or forbids it, is not asked again. */
  async ask(subscribe: (topic: string) => Promise<readonly number[]>): Promise<void> {
    if (this.#subscription === 'impossible') return;
    // Some brokers hang up on a forbidden filter: a link that ends while this is open counts as a no.
    this.#subscription = 'asked';
    const [granted = 128] = await subscribe(droppedTopic);
    this.#subscription = granted < 128 ? 'held' : 'impossible';
  }

  linkDown(): void {
    if (this.#subscription === 'asked') this.#subscription = 'impossible';
  }

  /** Takes the counter's value; true when messages were lost since the last one. */
  read(payload: string): boolean {
    const total = Number(payload);
    if (payload.trim() === '' || !Number.isSafeInteger(total) || total < 0) return false;
    const before = this.#total;
    this.#total = total;
    if (total !== before) this.#onTotal(total);
    if (before === undefined || total === before) return false;
    // The counter starts at 0 again with the broker.
    this.#lost += total > before ? total - before : total;
    this.#lostAt = this.#clock.monotonic();
    return total > before || total > 0;
  }

  problem(): string | undefined {
    if (this.#lost === 0 || this.#clock.monotonic() - this.#lostAt > hourMs) return undefined;
    return `The broker dropped ${this.#lost} message(s) for clients that were away or slow, perhaps ours; raise its max_queued_messages.`;
  }
}
